import re
from datetime import date, datetime, time

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.dates import check_format, parse_date, parse_datetime, parse_time
from kernels.forms import forms

FIXED = {"%d": r"\d\d", "%m": r"\d\d", "%Y": r"\d{4}", "%H": r"\d\d", "%M": r"\d\d", "%S": r"\d\d", "%y[69]": r"\d\d"}
DATES = ["%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y", "%d.%m.%y[69]", "%y[69]%m%d", "le %d, %m: %Y"]
DATETIMES = ["%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y%m%d%H%M%S", "%H:%M %d/%m/%Y"]
TIMES = ["%H:%M:%S", "%H%M", "%S-%M-%H"]
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59))


def oracle(text, formats):
    """Read with `strptime`, whose `%d` also takes one digit: the width is checked first. Its `%y` turns at 69."""
    for fmt in formats:
        shape = re.sub(r"%y\[69\]|%.", lambda part: FIXED[part[0]], fmt)
        if re.fullmatch(shape, text, re.ASCII):
            try:
                return datetime.strptime(text, fmt.replace("%y[69]", "%y"))
            except ValueError:
                continue
    return None


def write(moment, fmt):
    padded = fmt.replace("%Y", f"{moment.year:04d}").replace("%y[69]", "%y")
    return moment.strftime(padded)


def cells(formats):
    written = st.builds(write, MOMENTS, st.sampled_from(formats))
    broken = st.builds(lambda text, at, char: text[:at] + char + text[at + 1 :], written, st.integers(0, 18), CHARS)
    return st.lists(st.none() | st.just("") | written | written | broken | st.text(alphabet="0123/- :", max_size=10))


CHARS = st.sampled_from([*"0123456789/-: xé", ""])


def check(parse, values, formats, part):
    for array in forms(values):
        result, bad = parse(array, formats)
        result.validate(full=True)
        expected = [oracle(value, formats) if value else None for value in values]
        assert bad.tolist() == [bool(value) and e is None for value, e in zip(values, expected, strict=True)]
        assert result.to_pylist() == [None if e is None else part(e) for e in expected]


@given(
    st.lists(st.sampled_from(DATES + DATETIMES), min_size=1, max_size=3, unique=True).flatmap(
        lambda formats: st.tuples(st.just(formats), cells(formats))
    )
)
@example((["%d/%m/%Y"], ["29/02/2024", "29/02/2023", "31/04/2024", "00/00/0000", "01/01/0000", "1/2/2024", "1/2/24"]))
@example((["%d%m%Y", "%Y%m%d"], ["20240131", "31012024", "01022003", None, ""]))
def test_dates_agree_with_strptime(case):
    formats, values = case
    check(parse_date, values, formats, datetime.date)


@given(st.sampled_from(DATETIMES).flatmap(lambda fmt: st.tuples(st.just([fmt]), cells([fmt]))))
def test_datetimes_agree_with_strptime(case):
    formats, values = case
    check(parse_datetime, values, formats, lambda moment: moment)


@given(st.sampled_from(TIMES).flatmap(lambda fmt: st.tuples(st.just([fmt]), cells([fmt]))))
@example((["%H:%M:%S"], ["24:00:00", "23:59:60", "23:60:00", "23:59:59"]))
def test_times_agree_with_strptime(case):
    formats, values = case
    check(parse_time, values, formats, datetime.time)


def test_every_day_of_the_calendar_and_no_other():
    texts = [
        f"{day:02d}/{month:02d}/{year:04d}"
        for year in (0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999)
        for month in range(14)
        for day in range(33)
    ]
    check(parse_date, texts, ["%d/%m/%Y"], datetime.date)


@pytest.mark.parametrize(
    ("text", "pivot", "year"),
    [("49", "50", 2049), ("50", "50", 1950), ("00", "00", 1900), ("99", "99", 1999), ("98", "99", 2098)],
)
def test_years_of_two_digits_turn_at_the_pivot(text, pivot, year):
    assert parse_date(pa.array([f"01/02/{text}"]), [f"%d/%m/%y[{pivot}]"])[0].to_pylist() == [date(year, 2, 1)]


def test_the_first_format_that_fits_wins():
    assert parse_date(pa.array(["01/02/2024"]), ["%m/%d/%Y", "%d/%m/%Y"])[0].to_pylist() == [date(2024, 1, 2)]


def test_every_pair_of_bytes_that_is_not_two_digits_is_bad():
    raw = [bytes([a, b]) for a in range(128) for b in range(128)]
    texts = pa.array([b"2024-01-" + pair for pair in raw], pa.binary()).cast(pa.string())
    good = [pair.isdigit() and 1 <= int(pair) <= 31 for pair in raw]
    assert np.array_equal(~parse_date(texts, ["%Y-%m-%d"])[1], good)


def test_no_format_marks_all_but_empty_cells():
    assert parse_date(pa.array(["x", "", None]), [])[1].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("fmt", "kind", "reason"),
    [
        ("%d/%m/%Y", None, None),
        ("%d/%m/%y[50]", "date", None),
        ("%d/%m/%Y %H:%M", "date", None),
        ("%H:%M", "time", None),
        ("%d/%m/%y", None, "pivot"),
        ("%d/%m/%y[5]", None, "pivot"),
        ("%d %b %Y", None, "unknown directive %b"),
        ("%d%%%m%Y", None, "unknown directive %%"),
        ("%d/%m/%Y %", None, "unknown directive %"),
        ("%d/%d/%m/%Y", None, "twice"),
        ("%d/%m/%Y %y[50]", None, "twice"),
        ("%m/%Y", None, "a date needs"),
        ("%d/%m/%Y %H", None, "a time needs"),
        ("", None, "no part"),
        ("%d/%m/%Y", "datetime", "a time needs"),
        ("%H:%M", "date", "a date needs"),
        ("%d/%m/%Y %H:%M", "time", "no day"),
    ],
)
def test_check_format_says_why(fmt, kind, reason):
    found = check_format(fmt, kind)
    assert found is None if reason is None else reason in found


@pytest.mark.parametrize(
    ("parse", "fmt"), [(parse_date, "%H:%M"), (parse_datetime, "%d/%m/%Y"), (parse_time, "%d/%m/%Y %H:%M")]
)
def test_a_format_of_another_kind_is_refused(parse, fmt):
    with pytest.raises(ValueError, match="date format"):
        parse(pa.array(["x"]), [fmt])


def test_midnight_and_the_last_second():
    assert parse_time(pa.array(["00:00:00", "23:59:59"]), ["%H:%M:%S"])[0].to_pylist() == [time(0), time(23, 59, 59)]
