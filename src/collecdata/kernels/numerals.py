"""Numbers of any shape, exactly: only the bytes that are not digits are looked at, then all digits are read at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import Cells, cells, counts, integers, running, strings
from collecdata.kernels.notation import CLOSING, MINUS, OPENING, OTHER, PLUS, POINT, SEPARATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask, Offsets
    from collecdata.kernels.notation import Notation

    Int64s = NDArray[np.int64]

__all__ = ["POWERS", "Bounds", "read"]

POWERS = 10 ** np.arange(19, dtype=np.int64)
_MOST = 18
"""Digits that an int64 always holds."""
_DIGITS = b"0123456789"
_NOT_DIGITS = bytes(byte for byte in range(256) if byte not in _DIGITS)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a result may be: unscaled values from `low` to `high`, with `scale` decimals.

    `implied`: None, or how many decimals the digits hold without a decimal character.
    """

    scale: int
    low: int
    high: int
    implied: int | None = None


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the bytes that are not digits stand: position, cell and kind of each; how many in each cell."""

    position: Int64s
    row: Offsets
    kind: NDArray[np.uint8]
    per_cell: Offsets


@dataclass(frozen=True, slots=True)
class _Layout:
    """What these bytes say of each cell."""

    negative: Mask
    fraction: Int64s
    bad: Mask


def read(seen: Cells, written: Notation, bounds: Bounds) -> tuple[Int64s, Mask]:
    """Read cells (narrowed) as unscaled integers; also return the mask of those that are not such numbers.

    An empty cell is 0 and not bad.
    """
    special = seen.data - np.uint8(ord("0")) > np.uint8(9)
    per_cell = counts(seen.offsets, special.view(np.uint8) << np.uint8(7))
    position = np.flatnonzero(special)
    row = np.repeat(np.arange(len(seen), dtype=np.int32), per_cell)
    places = _Places(position, row, written.kinds[seen.data[position]], per_cell)
    layout = _layout(seen, places, written)
    fraction = layout.fraction if bounds.implied is None else np.full(len(seen), bounds.implied, np.int64)
    digits = bytes(seen.data).translate(None, _NOT_DIGITS)
    unread = layout.bad | (seen.lengths == per_cell)
    only = strings(seen.offsets - running(per_cell), digits, unread)
    return _scaled(only, _Layout(layout.negative, fraction, layout.bad), bounds)


def miscounted(separators: NDArray[Any], whole: NDArray[Any]) -> Mask:
    """Return the cells of so many bytes before the decimals that do not have one separator every three digits.

    Cells without any are right, and so are groups whose leading one is short (1 to 3 digits).
    """
    bad: Mask = (separators > 0) & ((separators != (whole - 1) // 4) | (whole % 4 == 0))
    return bad


def _layout(seen: Cells, places: _Places, written: Notation) -> _Layout:
    row, kind = places.row, places.kind
    at_start, at_end = places.position == seen.starts[row], places.position == seen.ends[row] - 1
    signed = (kind == MINUS) | (kind == PLUS)
    leads = signed & at_start & (written.sign != "trailing")
    trails = signed & at_end & ~at_start & (written.sign in {"trailing", "either"})
    opened, closed = _rows(seen, row[(kind == OPENING) & at_start]), _rows(seen, row[(kind == CLOSING) & at_end])
    led, trailed = _rows(seen, row[leads]), _rows(seen, row[trails])
    misplaced = (signed & ~leads & ~trails) | (kind == OTHER)
    misplaced |= ((kind == OPENING) & ~at_start) | ((kind == CLOSING) & ~at_end)
    bad = _rows(seen, row[misplaced]) | (opened != closed) | (led & trailed)

    first = seen.starts + (led | opened)
    stop = seen.ends - (trailed | closed)
    points = kind == POINT
    pointed = row[points]
    bad[pointed[1:][pointed[1:] == pointed[:-1]]] = True
    whole_stop = stop.astype(np.int64)
    whole_stop[pointed] = places.position[points]
    fraction = stop - whole_stop
    fraction[pointed] -= 1

    grouping = kind == SEPARATOR
    if grouping.any():
        grouped = row[grouping]
        gap = whole_stop[grouped] - places.position[grouping]
        bad[grouped[(gap <= 0) | (gap % 4 != 0)]] = True
        bad |= miscounted(np.bincount(grouped, minlength=len(seen)), whole_stop - first)
    bad |= (seen.lengths == places.per_cell) & (places.per_cell > 0)
    negative = opened | _rows(seen, row[kind == MINUS])
    return _Layout(negative, fraction, bad)


def _rows(seen: Cells, rows: Offsets) -> Mask:
    mask = np.zeros(len(seen), np.bool_)
    mask[rows] = True
    return mask


def _scaled(digits: pa.StringArray, layout: _Layout, bounds: Bounds) -> tuple[Int64s, Mask]:
    """Read cells of digits only (null: not to be read), then bring them to scale and sign."""
    long: Mask = np.diff(cells(digits).offsets) > _MOST
    if long.any():
        digits, long = _without_zeros(digits)
    small = cells(digits)
    unread = (small.lengths == 0) | long
    read_as = strings(small.offsets, small.data, unread).cast(pa.int64())
    value = np.where(unread, 0, integers(read_as))
    shift = bounds.scale - layout.fraction
    up = np.clip(shift, 0, _MOST)
    bad = layout.bad | (value > (bounds.high // POWERS)[up])
    value *= POWERS[up]
    if (shift < 0).any():
        value, rest = np.divmod(value, POWERS[np.clip(-shift, 0, _MOST)])
        bad |= rest != 0
    np.negative(value, out=value, where=layout.negative)
    for row in np.flatnonzero(long & ~layout.bad).tolist():
        exact = _exact(int(digits[row].as_py()), int(shift[row]), negative=bool(layout.negative[row]))
        bad[row] = exact is None or not bounds.low <= exact <= bounds.high
        value[row] = 0 if bad[row] or exact is None else exact
    return value, bad


def _without_zeros(digits: pa.StringArray) -> tuple[pa.StringArray, Mask]:
    """Take padding away; also return the mask of numbers that stay too long for the vectorised way."""
    digits = pc.ascii_ltrim(digits, characters="0")
    return digits, np.diff(cells(digits).offsets) > _MOST


def _exact(number: int, shift: int, *, negative: bool) -> int | None:
    """Bring one long number to scale; None when decimals other than zero would be lost."""
    if shift < 0:
        number, rest = divmod(number, 10**-shift)
        if rest:
            return None
    else:
        number *= 10**shift
    return -number if negative else number
