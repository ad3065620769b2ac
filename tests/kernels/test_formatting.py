from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.civil import from_day_number
from collecdata.kernels.dates import format_date, parse_date
from collecdata.kernels.decimals import format_decimal, parse_decimal

MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(lambda m: m.replace(microsecond=0))


@given(
    st.lists(st.none() | st.integers(-(10**18) + 1, 10**18 - 1) | st.integers(-120, 120)),
    st.integers(0, 18),
    st.integers(0, 3),
)
def test_decimals_are_written_as_python_does(unscaled, scale, start):
    values = [None if n is None else Decimal(n).scaleb(-scale) for n in unscaled]
    array = pa.array(values, pa.decimal128(18, scale)).slice(start)
    result = format_decimal(array)
    result.validate(full=True)
    assert result.to_pylist() == [None if v is None else f"{v:f}".replace(".", ",") for v in values[start:]]
    again, bad = parse_decimal(result, scale=scale, decimal=",")
    assert not bad.any()
    assert again.equals(array)


@given(st.lists(st.integers(-(10**38) + 1, 10**38 - 1)))
def test_decimals_beyond_64_bits(unscaled):
    with_context = [Decimal(f"{n}E-2") for n in unscaled]
    array = pa.array(with_context, pa.decimal128(38, 2))
    assert format_decimal(array, decimal=".").to_pylist() == [f"{v:f}" for v in with_context]


def test_the_decimal_character_is_one():
    with pytest.raises(ValueError, match="one ASCII character"):
        format_decimal(pa.array([Decimal("1.0")]), decimal="")


@given(st.lists(st.none() | MOMENTS.map(datetime.date)), st.integers(0, 3))
@example([date(1, 1, 1), date(9999, 12, 31), date(2000, 2, 29), None], 0)
def test_dates_are_written_as_they_are_read(days, start):
    array = pa.array(days, pa.date32()).slice(start)
    result = format_date(array, "%d/%m/%Y")
    result.validate(full=True)
    assert result.to_pylist() == [
        None if d is None else f"{d.day:02d}/{d.month:02d}/{d.year:04d}" for d in days[start:]
    ]
    assert parse_date(result, ["%d/%m/%Y"])[0].equals(array)


def test_every_day_of_the_calendar():
    first, last = date(1, 1, 1), date(9999, 12, 31)
    epoch = date(1970, 1, 1).toordinal()
    days = np.arange(first.toordinal() - epoch, last.toordinal() - epoch + 1, dtype=np.int32)
    year, month, day = from_day_number(days)
    again = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    assert np.array_equal((again.astype("datetime64[D]") + (day - 1)).astype(np.int64), days)
    assert day.min() == 1


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
@given(st.lists(st.none() | MOMENTS))
def test_timestamps_are_written(unit, moments):
    array = pa.array(moments, pa.timestamp(unit))
    expected = [None if m is None else m.isoformat() for m in moments]
    assert format_date(array, "%Y-%m-%dT%H:%M:%S").to_pylist() == expected
    assert format_date(array, "%Y%m%d").to_pylist() == [e and e[:10].replace("-", "") for e in expected]


def test_times_are_written():
    array = pa.array([time(0, 0, 0), None, time(23, 5, 9)], pa.time32("s"))
    assert format_date(array, "%H:%M:%S").to_pylist() == ["00:00:00", None, "23:05:09"]
    assert format_date(array, "%Hh%M").to_pylist() == ["00h00", None, "23h05"]


def test_a_year_outside_what_the_pivot_allows_is_not_written():
    days = [date(1949, 12, 31), date(1950, 1, 1), date(2049, 12, 31), date(2050, 1, 1)]
    assert format_date(pa.array(days), "%d%m%y[50]").to_pylist() == [None, "010150", "311249", None]


def test_a_year_that_is_not_four_digits_is_not_written():
    array = pa.array([-800_000, 3_000_000], pa.int32()).cast(pa.date32())
    assert format_date(array, "%Y-%m-%d").to_pylist() == [None, None]


def test_a_date_has_no_time():
    for array, fmt in ((pa.array([date(2024, 1, 1)]), "%Y-%m-%d %H:%M"), (pa.array([1]), "%Y-%m-%d")):
        with pytest.raises(ValueError, match="cannot be written"):
            format_date(array, fmt)


def test_a_time_zone_is_that_of_the_stored_instant():
    array = pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    assert format_date(array, "%Y-%m-%d %H:%M").to_pylist() == ["2024-01-01 00:00"]
