"""Cells to text: what the same cell says in a text export, in the formats that the input declares."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collecdata.readers.excel.options import ExcelOptions

__all__ = ["Cell", "imprecise", "renderer"]

Cell: TypeAlias = str | bool | int | float | dt.date | dt.datetime | dt.time | dt.timedelta
"""What calamine gives; an empty cell is the empty string."""

_WHOLE = 1e15
"""Whole numbers of more than 15 digits have lost the last ones: a spreadsheet keeps 15."""
_TWO_DIGIT_YEAR = re.compile(r"%y\[(\d\d)\]")
_CLOCK = "%H:%M:%S"
_HALF_SECOND = dt.timedelta(microseconds=500_000)
"""Times are fractions of a day: 17:00 may come as 16:59:59.997."""


def renderer(options: ExcelOptions) -> Callable[[Cell], str]:
    """Return the function that writes one cell.

    Numbers take their shortest text, 15 significant digits at most, never an exponent; dates the first declared
    format that keeps all of them (a time of day is never dropped); booleans the first declared text.

    >>> from collecdata.readers.excel.options import ExcelOptions
    >>> write = renderer(ExcelOptions(decimal=",", date="%d/%m/%Y", true="O", false="N"))
    >>> [write(cell) for cell in (1470.0, 611.01, 1e-07, 0.1 + 0.2, True, "01001")]
    ['1470', '611,01', '0,0000001', '0,3', 'O', '01001']
    >>> write(dt.date(2024, 2, 29)), write(dt.datetime(2024, 2, 29, 14, 5))
    ('29/02/2024', '29/02/2024 14:05:00')
    """
    mark, true, false = options.decimal, options.true[0], options.false[0]
    writers: Mapping[type, Callable[[Any], str]] = {
        str: str,
        bool: lambda cell: true if cell else false,
        int: str,
        float: lambda cell: _number(cell).replace(".", mark),
        dt.datetime: _moment_writer(options),
        dt.date: _date_writer(options),
        dt.time: _time_writer(options),
        dt.timedelta: _duration,
    }

    def write(cell: Cell) -> str:
        return writers[type(cell)](cell)

    return write


def imprecise(cell: Cell) -> bool:
    """Whether a number has more digits than a spreadsheet keeps: its last ones are lost, here or before.

    >>> imprecise(123456789012345678.0), imprecise(280017512345678.0), imprecise(0.1)
    (True, False, False)
    """
    return type(cell) in (int, float) and not -_WHOLE < cell < _WHOLE  # type: ignore[operator]


def _number(value: float) -> str:
    text = f"{value:.15g}"
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def _duration(value: dt.timedelta) -> str:
    """Write hours without end, as `[h]:mm:ss` does."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _date_writer(options: ExcelOptions) -> Callable[[dt.date], str]:
    form = next((form for form in options.date if "%d" in form and "%H" not in form), options.date[0])

    def write(value: dt.date) -> str:
        return _fill(form, value)

    return write


def _moment_writer(options: ExcelOptions) -> Callable[[dt.datetime], str]:
    write_date = _date_writer(options)
    form = next((form for form in options.date if "%d" in form and "%H" in form), None)

    def write(value: dt.datetime) -> str:
        value = _to_the_second(value)
        if value.time() == dt.time():
            return write_date(value)
        if form is None or (value.second and "%S" not in form):
            return f"{write_date(value)} {value.strftime(_CLOCK)}"
        return _fill(form, value)

    return write


def _time_writer(options: ExcelOptions) -> Callable[[dt.time], str]:
    form = next((form for form in options.date if "%H" in form and "%d" not in form), _CLOCK)

    def write(value: dt.time) -> str:
        value = _to_the_second(dt.datetime.combine(dt.date.min, value)).time()
        return value.strftime(_CLOCK if value.second and "%S" not in form else form)

    return write


def _to_the_second(value: dt.datetime) -> dt.datetime:
    return (value + _HALF_SECOND).replace(microsecond=0) if value.microsecond else value


def _fill(form: str, value: dt.date) -> str:
    """Write a date; a year that two digits would leave in doubt is written whole, for the parser to refuse."""
    if short := _TWO_DIGIT_YEAR.search(form):
        year = value.year % 100 + (2000 if value.year % 100 < int(short[1]) else 1900)
        form = _TWO_DIGIT_YEAR.sub("%y" if year == value.year else "%Y", form)
    return value.strftime(form)
