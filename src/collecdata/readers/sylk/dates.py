"""The days that a SYLK file writes as numbers, and shows as dates by the format of their cell.

Source: Microsoft, *Symbolic Link (SYLK) File Format*: `P` gives a format, numbered from 0; `F;Pn` that of a cell
(`X`, `Y`), or of a whole column (`Cm`); `O;V4` says that days are counted from 1904, else they are from 1900.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Formats"]

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|E[+-]')
"""What a format shows as it stands, and its colours."""
_LETTERS = frozenset("dmyjahs")
_DAYS = frozenset("dyja")
_OWN = re.compile(r";P(\d{1,4})(?=;|$)")
_COLUMN = re.compile(r";C(\d{1,5})(?=;|$)")
_LATE = re.compile(r";V4(?=;|$)")
_WHOLE = re.compile(r"\d{1,7}")
_FROM_1900, _FROM_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_CERTAIN = 60
"""Days from 1900 up to which spreadsheets and the calendar differ: 1900 was no leap year."""


def _is_date(form: str) -> bool:
    letters = {letter for letter in _QUOTED.sub("", form).lower() if letter.isalpha()}
    return letters <= _LETTERS and bool(letters & _DAYS)


@dataclass(slots=True)
class Formats:
    """Which formats are of dates, and which cells and columns (from 1) have which."""

    dates: frozenset[int]
    base: dt.date
    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, listed: Iterable[str], options: Iterable[str]) -> Formats:
        """Take the records `P`, in order, and the records `O`."""
        dates = frozenset(number for number, record in enumerate(listed) if _is_date(record.partition(";P")[2]))
        return cls(dates, _FROM_1904 if any(map(_LATE.search, options)) else _FROM_1900)

    def note(self, record: str, row: int, column: int) -> None:
        """Take a record `F`, at the place where it stands."""
        found = _OWN.search(record)
        if found is None:
            return
        if whole := _COLUMN.search(record):
            self.columns[int(whole[1])] = int(found[1])
        elif ";R" not in record and ";D" not in record:
            self.cells[row, column] = int(found[1])

    def shown(self, value: str, row: int, column: int, form: str) -> str:
        """Write a number as the day that its cell shows, quoted as text is; any other value as it is."""
        number = self.cells.get((row, column), self.columns.get(column, -1))
        if number not in self.dates or not _WHOLE.fullmatch(value):
            return value
        days = int(value)
        if self.base == _FROM_1900 and days <= _CERTAIN:
            return value
        return f'"{(self.base + dt.timedelta(days)).strftime(form)}"'
