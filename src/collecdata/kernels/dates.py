"""Dates and times of declared, fixed-width formats: every day checked against the calendar, none completed.

Arrow's own `strptime` turns 31/02/2024 into 2 March and `1/2/24` into the year 24: it is never used.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, fixed
from collecdata.kernels.civil import day_number
from collecdata.kernels.dateformat import check_format, date_format
from collecdata.kernels.formatting import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask
    from collecdata.kernels.dateformat import DateFormat, Kind

    Int32s = NDArray[np.int32]
    Int64s = NDArray[np.int64]

__all__ = ["check_format", "format_date", "parse_date", "parse_datetime", "parse_time"]

_DAY = 86_400
_MICROSECONDS = 1_000_000
_NO_NUMBER = -32_768
"""Two bytes that are not digits: low enough that no sum of parts makes it valid again."""


def parse_date(values: pa.StringArray, formats: Sequence[str]) -> tuple[pa.Date32Array, Mask]:
    """Read trimmed text as dates of the years 1 to 9999; also return the mask of cells that are none.

    The first format that fits wins (see `check_format`); the array is null where the cell is null, empty or bad.
    A time of day in the format is checked and left out.

    Raises:
        ValueError: a format is not supported for dates.
    """
    return _parse(values, formats, "date", pa.date32(), np.dtype(np.int32), lambda day, _: day)


def parse_datetime(values: pa.StringArray, formats: Sequence[str]) -> tuple[pa.TimestampArray, Mask]:
    """Read trimmed text as `timestamp[us]` without time zone; as `parse_date`, and hours and minutes are needed.

    Raises:
        ValueError: a format is not supported for dates with times.
    """

    def instant(day: Int32s, second: Int32s) -> Int64s:
        return (day.astype(np.int64) * _DAY + second) * _MICROSECONDS

    return _parse(values, formats, "datetime", pa.timestamp("us"), np.dtype(np.int64), instant)


def parse_time(values: pa.StringArray, formats: Sequence[str]) -> tuple[pa.Time32Array, Mask]:
    """Read trimmed text as `time32[s]`, 00:00:00 to 23:59:59; as `parse_date`.

    Raises:
        ValueError: a format is not supported for times.
    """
    return _parse(values, formats, "time", pa.time32("s"), np.dtype(np.int32), lambda _, second: second)


def _parse(
    values: pa.StringArray,
    formats: Sequence[str],
    kind: Kind,
    arrow: pa.DataType,
    dtype: np.dtype[np.generic],
    combine: Callable[[Int32s, Int32s], Int32s | Int64s],
) -> tuple[pa.Array, Mask]:
    written = [date_format(text, kind) for text in formats]
    seen = cells(values)
    lengths = seen.lengths
    result = np.zeros(len(seen), dtype)
    left = lengths > 0
    for each in written:
        fits = left & (lengths == each.width)
        if not fits.any():
            continue
        rows = slice(None) if fits.all() else np.flatnonzero(fits)
        if np.count_nonzero(fits) * each.width == len(seen.data):  # the others are empty
            matrix = seen.data.reshape(-1, each.width)
        else:
            matrix = seen.data[seen.starts[rows][:, None] + np.arange(each.width, dtype=np.int32)]
        day, second, good = _read(matrix, each)
        result[rows] = np.where(good, combine(day, second), 0)
        left[rows] = ~good
        if not left.any():
            break
    return fixed(arrow, result, left | (lengths == 0)), left


def _read(matrix: Bytes, written: DateFormat) -> tuple[Int32s, Int32s, Mask]:
    """Read rows of bytes of the right width as days since 1970 and seconds since midnight; say which are right."""
    good = np.ones(len(matrix), np.bool_)
    for at, byte in written.literals:
        good &= matrix[:, at] == byte
    part = {each.letter: _number(matrix, each.at, each.width) for each in written.parts}
    day = second = np.zeros(len(matrix), np.int32)
    if written.has_date:
        if written.pivot is not None:
            part["Y"] = np.where(part["y"] < 0, _NO_NUMBER, part["y"] + np.where(part["y"] < written.pivot, 2000, 1900))
        day, known = day_number(part["Y"], part["m"], part["d"])
        good &= known
    if written.has_time:
        seconds = part.get("S", np.int32(0))
        second = (part["H"] * 60 + part["M"]) * 60 + seconds
        good &= (part["H"] >= 0) & (part["H"] < 24) & (part["M"] >= 0) & (part["M"] < 60)  # noqa: PLR2004
        good &= (seconds >= 0) & (seconds < 60)  # noqa: PLR2004
    return day, second, good


def _number(matrix: Bytes, at: int, width: int) -> Int32s:
    """Read 2 or 4 digits; negative where a byte is not a digit."""
    high = _pair(matrix, at)
    if width == 2:  # noqa: PLR2004
        return high
    return np.where(high < 0, _NO_NUMBER, high * 100 + _pair(matrix, at + 2))


def _pair(matrix: Bytes, at: int) -> Int32s:
    return _pairs().take(matrix[:, at : at + 2].view("<u2")[:, 0])


@cache
def _pairs() -> Int32s:
    """Number of two bytes, by their value as a little-endian 16-bit integer."""
    table = np.full(65_536, _NO_NUMBER, np.int32)
    for number in range(100):
        table[int.from_bytes(b"%02d" % number, "little")] = number
    return table
