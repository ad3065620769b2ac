"""Amounts and dates as text, the way out: exact, and the inverse of `decimals` and `dates`."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int64, integers, limbs, nulls, running, strings, texts
from collecdata.kernels.civil import from_day_number, in_calendar
from collecdata.kernels.dateformat import date_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask
    from collecdata.kernels.dateformat import DateFormat, Kind

    Int64s = NDArray[np.int64]
    Ints = NDArray[np.int32]

__all__ = ["format_date", "format_decimal"]

_MOST = 17
"""Decimals up to which 1 and all of them and one more digit hold in an int64."""
_DAY = 86_400
_CENTURIES = (1900, 2000)
_USUAL = (-43_829, 29_220)
"""First day of the years 1850 to 2049, and the day after the last."""
_MANY = 4096
"""Dates from which a table of those years is worth its making (less than a megabyte)."""


def format_decimal(values: pa.Decimal128Array, *, decimal: str = ",") -> pa.StringArray:
    """Write amounts with all the decimals of their type: `-0,50` for -0.5 in scale 2; null stays null.

    Raises:
        ValueError: `decimal` is not one ASCII character.
    """
    if len(decimal.encode()) != 1:
        raise ValueError(f"decimal must be one ASCII character, not {decimal!r}")
    null, scale = nulls(values), values.type.scale
    low, high = limbs(values).T
    small = (low >> 63 == high) | null
    if not small.all() or not 0 <= scale <= _MOST:
        return texts(None if v is None else format(v, "f").replace(".", decimal) for v in values.to_pylist())
    whole = from_int64(low, null)
    return whole.cast(pa.string()) if scale == 0 else _with_point(low, null, scale, decimal.encode())


def _with_point(unscaled: Int64s, null: Mask, scale: int, point: bytes) -> pa.StringArray:
    """Write integers, then make room for the decimal character `scale` bytes before each end.

    Numbers below one have too few digits: 5 in scale 2 is written 1005, and its first digit becomes the sign or goes.
    """
    unit = 10**scale
    below_one = (unscaled < unit) & (unscaled > -unit)
    written = cells(from_int64(np.where(below_one, np.abs(unscaled) + 10 * unit, unscaled), null).cast(pa.string()))
    data = written.data.copy()
    below_one &= ~null
    data[written.starts[below_one & (unscaled < 0)]] = ord("-")
    dropped = below_one & (unscaled >= 0)
    data = np.delete(data, written.starts[dropped])
    bounds = written.offsets + running((~null).astype(np.int32) - dropped)
    points = bounds[1:][~null] - (scale + 1)
    result = np.empty(bounds[-1], np.uint8)
    room = np.ones(len(result), np.bool_)
    room[points] = False
    result[room] = data
    result[points] = point[0]
    return strings(bounds, result, null)


def format_date(values: pa.Array, fmt: str) -> pa.StringArray:
    """Write `date32`, `timestamp` or `time32[s]` values in a format that `check_format` supports.

    Null where the value is null, or cannot be written: a year outside 1 to 9999, or outside the hundred years that
    the pivot of `%y[..]` allows. Fractions of a second are left out.

    Raises:
        ValueError: the format is not supported, or wants parts that the type does not have.
    """
    written = date_format(fmt, _kind(values.type, fmt))
    day, second = _day_and_second(values)
    kept = in_calendar(day) & ~nulls(values)
    if written.pivot is not None:
        first, stop = (
            np.datetime64(f"{century + written.pivot}-01-01", "D").astype(np.int64) for century in _CENTURIES
        )
        kept &= (day >= first) & (day < stop)
    matrix = _rows(written, day[kept].astype(np.int32), second[kept].astype(np.int32))
    return strings(running(kept.astype(np.int32)) * np.int32(written.width), matrix.reshape(-1), ~kept)


def _rows(written: DateFormat, day: Ints, second: Ints) -> Bytes:
    """Write rows of `written.width` bytes; many days of usual years are copied from a table of all of them."""
    if written.has_time or len(day) < _MANY or int(day.min()) < _USUAL[0] or int(day.max()) >= _USUAL[1]:
        return _matrix(written, day, second)
    return _usual(written).take(day - np.int32(_USUAL[0]), axis=0)


@lru_cache(maxsize=4)
def _usual(written: DateFormat) -> Bytes:
    days = np.arange(*_USUAL, dtype=np.int32)
    return _matrix(written, days, days)


def _matrix(written: DateFormat, day: Ints, second: Ints) -> Bytes:
    """Write rows of `written.width` bytes."""
    part: dict[str, Ints] = {}
    if written.has_date:
        part["Y"], part["m"], part["d"] = from_day_number(day)
        part["y"] = part["Y"] % 100
    if written.has_time:
        minute = second // 60
        part |= {"H": minute // 60, "M": minute % 60, "S": second % 60}
    matrix = np.empty((len(day), written.width), np.uint8)
    for at, byte in written.literals:
        matrix[:, at] = byte
    for each in written.parts:
        number = part[each.letter]
        if each.letter == "Y":
            century = number // 100
            _write(matrix, each.at, century)
            number = number - century * 100
        _write(matrix, each.at + each.width - 2, number)
    return matrix


def _write(matrix: Bytes, at: int, number: Ints) -> None:
    """Write numbers below 100 as two digits."""
    matrix[:, at : at + 2].view(np.uint16)[:, 0] = _digits()[number]


def _kind(arrow: pa.DataType, fmt: str) -> Kind | None:
    """Return what the format must give for this type; a timestamp may be written as a date, never the reverse."""
    if pa.types.is_timestamp(arrow):
        return None
    if pa.types.is_date32(arrow) and not date_format(fmt).has_time:
        return "date"
    if pa.types.is_time32(arrow):
        return "time"
    raise ValueError(f"{arrow} cannot be written as {fmt!r}")


def _day_and_second(values: pa.Array) -> tuple[Int64s, Int64s]:
    """Return days since 1970 and seconds since midnight; 0 where null."""
    number: Int64s = np.where(nulls(values), 0, integers(values)).astype(np.int64)
    if pa.types.is_timestamp(values.type):
        per_second = {"s": 1, "ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}[values.type.unit]
        day, second = np.divmod(number // per_second, _DAY)
        return day, second
    zero = np.zeros(len(number), np.int64)
    return (zero, number) if pa.types.is_time32(values.type) else (number, zero)


@cache
def _digits() -> NDArray[np.uint16]:
    """Two digits of each number below 100, as they stand in memory."""
    return np.frombuffer(b"".join(b"%02d" % number for number in range(100)), np.uint16)
