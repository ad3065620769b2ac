"""Amounts and integers, exactly as they are written: never through a float, never guessed.

When every cell of a column has the same regular shape (`-1 251,51`: leading minus, right groups, the same number of
decimals), separators are taken out of the whole buffer at once and Arrow reads the integers; any other column goes
through `numerals`, which reads any shape, cell by cell right or wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, counts, decimals, from_int64, integers, running, strings
from collecdata.kernels.formatting import format_decimal
from collecdata.kernels.notation import narrow, notation
from collecdata.kernels.numerals import POWERS, Bounds, miscounted, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Cells, Mask, Offsets
    from collecdata.kernels.notation import Notation, Sign

__all__ = ["format_decimal", "parse_decimal", "parse_integer"]

_PRECISION = 18
_INT64 = np.iinfo(np.int64)
_MINUS = ord("-")


def parse_decimal(
    values: pa.StringArray,
    *,
    scale: int,
    precision: int = _PRECISION,
    decimal: str = ".",
    thousands: Sequence[str] = (),
    sign: Sign = "leading",
    implied: int = 0,
) -> tuple[pa.Decimal128Array, Mask]:
    """Read trimmed text as `decimal128(precision, scale)`; also return the mask of cells that are not such numbers.

    The array is null where the cell is null, empty or bad; only the last is marked. Good: `12`, `12,5`, `,5`, `12,`,
    `+12`, `0012,50`, `1 251,51` (`thousands` between groups of exactly three digits), `12,500` in scale 2 (only
    zeros are lost). Bad: another decimal character than `decimal`, a decimal other than zero beyond `scale`, a number
    beyond `precision`, blanks. U+2212 is a minus like `-`.

    Args:
        values: cells; `scale` and `precision` are those of the result.
        scale: decimals of the result.
        precision: digits of the result, at most 18.
        decimal: the one decimal character.
        thousands: characters allowed between groups of three, before the decimal character.
        sign: where it stands; `either` is leading or trailing; `parentheses` is `(12,00)` for -12, or leading.
        implied: when positive, how many of the last digits are decimals; a decimal character is bad then.

    Raises:
        ValueError: arguments that cannot go together.
    """
    if not 0 < precision <= _PRECISION or not 0 <= scale <= precision or not 0 <= implied <= _PRECISION:
        raise ValueError(f"precision {precision}, scale {scale}, implied {implied}: at most {_PRECISION} digits")
    high = 10**precision - 1
    bounds = Bounds(scale, -high, high, implied or None)
    unscaled, bad, null = _parse(values, notation("" if implied else decimal, thousands, sign), bounds)
    return decimals(unscaled, precision, scale, null), bad


def parse_integer(
    values: pa.StringArray, *, thousands: Sequence[str] = (), sign: Sign = "leading"
) -> tuple[pa.Int64Array, Mask]:
    """Read trimmed text as `int64`, as `parse_decimal` does; any decimal character is bad (`12,0` too)."""
    bounds = Bounds(0, int(_INT64.min), int(_INT64.max))
    unscaled, bad, null = _parse(values, notation("", thousands, sign), bounds)
    return from_int64(unscaled, null), bad


def _parse(values: pa.StringArray, written: Notation, bounds: Bounds) -> tuple[NDArray[np.int64], Mask, Mask]:
    seen = narrow(cells(values), written)
    result = _read_regular(seen, written, bounds)
    unscaled, bad = read(seen, written, bounds) if result is None else result
    return unscaled, bad, bad | (seen.lengths == 0)


def _read_regular(seen: Cells, written: Notation, bounds: Bounds) -> tuple[NDArray[np.int64], Mask] | None:
    """Read cells that all have one regular shape; None at the least doubt."""
    filled = seen.lengths > 0
    if written.sign == "trailing" or not len(seen.data):
        return None
    tail = _common_tail(seen, filled, written.point)
    shift = bounds.scale - (bounds.implied or max(tail - 1, 0))
    gone = None if tail < 0 or shift < 0 else _separators_before(seen, tail, written)
    if gone is None:
        return None
    removed = gone + running(filled.astype(np.int32)) if tail else gone
    digits = bytes(seen.data).translate(None, written.point + written.narrow_separators)
    if b"x" in digits or b"X" in digits:  # Arrow reads hexadecimal
        return None
    try:
        read_as = strings(seen.offsets - removed, digits, ~filled).cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    value = np.where(filled, integers(read_as), 0)
    power = int(POWERS[shift])
    bad = (value > bounds.high // power) | (value < -(-bounds.low // power))
    return value * power, bad


def _common_tail(seen: Cells, filled: Mask, point: bytes) -> int:
    """Return the bytes that the decimal character and what follows take in every filled cell; -1 if they differ."""
    if not point:
        return 0
    points = int(np.count_nonzero(seen.data == point[0]))
    if not points:
        return 0
    ends = seen.ends[filled]
    first = bytes(seen.data[: ends[0]])
    tail = len(first) - first.rfind(point)
    regular = points == len(ends) and int(seen.lengths[filled].min()) >= tail <= len(first)
    return tail if regular and bool((seen.data[ends - tail] == point[0]).all()) else -1


def _separators_before(seen: Cells, tail: int, written: Notation) -> Offsets | None:
    """Return how many separators stand before each cell (and in all); None where they do not make groups of three."""
    separating = None
    for byte in written.narrow_separators:
        found = seen.data == byte
        if found.any():
            separating = found if separating is None else separating | found
    if separating is None:
        return np.zeros(len(seen) + 1, np.int32)
    per_cell = counts(seen.offsets, separating.view(np.uint8) << np.uint8(7))
    stop = seen.ends - tail
    signed = seen.data[np.minimum(seen.starts, len(seen.data) - 1)] == _MINUS
    if miscounted(per_cell, stop - seen.starts - signed).any():
        return None
    for group in range(1, int(per_cell.max()) + 1):
        if not separating[stop[per_cell >= group] - 4 * group].all():
            return None
    return running(per_cell)
