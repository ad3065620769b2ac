"""Amounts and integers, exactly as they are written: never through a float, never guessed.

When every cell of a column has the same regular shape (`-1 251,51`: leading minus, right groups, the same number of
decimals), separators are taken out of the whole buffer at once and Arrow reads the integers; of any other column short
numbers are read as words, and the rest goes through `numerals`, which reads any shape, cell by cell right or wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, decimals, from_int64, integers, running, strings
from collecdata.kernels.formatting import format_decimal
from collecdata.kernels.notation import narrow, notation
from collecdata.kernels.numerals import POWERS, Bounds, read
from collecdata.kernels.short import MOST_DECIMALS, read_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Cells, Mask, Offsets
    from collecdata.kernels.notation import Notation, Sign

__all__ = ["format_decimal", "parse_decimal", "parse_integer"]

_PRECISION = 18
_INT64 = np.iinfo(np.int64)
_MINUS = ord("-")
_GROUP = 3
"""Digits between separators of thousands."""


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
    seen = cells(values)
    widths = written.widths(seen)
    if widths is None:
        seen, widths = narrow(seen, written), written.narrow_widths
    unscaled, bad = _read_regular(seen, written, bounds, widths) or _read_any(narrow(seen, written), written, bounds)
    return unscaled, bad, bad | (seen.lengths == 0)


def _read_any(seen: Cells, written: Notation, bounds: Bounds) -> tuple[NDArray[np.int64], Mask]:
    """Read cells of any shape: short numbers as words, and what is not that byte by byte."""
    if bounds.scale > MOST_DECIMALS:
        return read(seen, written, bounds)
    unscaled, left = read_short(seen, written, bounds.scale, bounds.implied)
    left |= np.abs(unscaled) > min(bounds.high, -bounds.low)
    rows = np.flatnonzero(left)
    bad = np.zeros(len(seen), np.bool_)
    if 2 * len(rows) > len(seen):
        return read(seen, written, bounds)
    if len(rows):
        some = cells(strings(seen.offsets, seen.data, kind=pa.binary()).take(from_int64(rows)))
        unscaled[rows], bad[rows] = read(some, written, bounds)
    return unscaled, bad


def _read_regular(
    seen: Cells, written: Notation, bounds: Bounds, widths: Bytes
) -> tuple[NDArray[np.int64], Mask] | None:
    """Read cells that all have one regular shape; None at the least doubt.

    `widths`: how many bytes a separator takes, by its last byte.
    """
    if written.sign == "trailing" or not len(seen.data):
        return None
    filled = None if (seen.lengths > 0).all() else seen.lengths > 0
    tail = _common_tail(seen, filled, written.point)
    shift = bounds.scale - (bounds.implied or max(tail - 1, 0))
    gone = None if tail < 0 or shift < 0 else _separators(seen, tail, widths)
    if gone is None:
        return None
    if tail:
        gone += 1 if filled is None else filled
    digits = bytes(seen.data).translate(None, written.point + written.separator_bytes)
    bounds_left = seen.offsets - running(gone)
    if bounds_left[-1] != len(digits) or b"x" in digits or b"X" in digits:  # Arrow reads hexadecimal
        return None
    try:
        read_as = strings(bounds_left, digits, None if filled is None else ~filled).cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    value = integers(read_as) if filled is None else np.where(filled, integers(read_as), 0)
    power = int(POWERS[shift])
    low, high = -(-bounds.low // power), bounds.high // power
    bad = np.zeros(len(value), np.bool_)
    if value.max() > high or value.min() < low:
        bad = (value > high) | (value < low)
    return value * power if power > 1 else value, bad


def _common_tail(seen: Cells, filled: Mask | None, point: bytes) -> int:
    """Return the bytes that the decimal character and what follows take in every filled cell; -1 if they differ."""
    points = int(np.count_nonzero(seen.data == point[0])) if point else 0
    if not points:
        return 0
    ends, lengths = (seen.ends, seen.lengths) if filled is None else (seen.ends[filled], seen.lengths[filled])
    first = bytes(seen.data[: ends[0]])
    tail = len(first) - first.rfind(point)
    regular = points == len(ends) and int(lengths.min()) >= tail <= len(first)
    return tail if regular and bool((seen.data.take(ends - tail) == point[0]).all()) else -1


def _separators(seen: Cells, tail: int, widths: Bytes) -> Offsets | None:
    """Count the bytes of separators in each cell; None where they do not make groups of three.

    They are looked for where they may stand: three digits before the decimals, three digits before that.
    """
    gone = np.zeros(len(seen), np.int32)
    total = sum(int(np.count_nonzero(seen.data == byte)) * int(widths[byte]) for byte in np.flatnonzero(widths))
    if not total:
        return gone
    left = seen.ends - np.int32(tail)  # where what is not looked at yet ends
    start = seen.starts + (seen.data.take(seen.starts, mode="clip") == _MINUS)
    while True:
        at = left - np.int32(_GROUP + 1)
        width = widths.take(seen.data.take(at, mode="clip")) * (at > start)
        if not width.any():
            break
        gone += width
        left -= width + (width > 0) * np.int32(_GROUP)
    grouped = gone > 0
    head = left[grouped] - start[grouped]
    regular = int(gone.sum()) == total and bool(((head > 0) & (head <= _GROUP)).all())
    return gone if regular else None
