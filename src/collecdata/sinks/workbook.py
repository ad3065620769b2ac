"""One workbook in the making: sheets one after the other, rows to the disk as they come."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collecdata.errors import UsageError
from collecdata.sinks.draft import Draft, writing
from collecdata.sinks.formulas import is_formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

__all__ = ["LONGEST", "Workbook"]

LONGEST = 32_767
"""Characters of a cell (UTF-16 units)."""
EXACT = 10**15
"""Numbers of more digits lose some in a spreadsheet: they are written as text."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Days before are not what spreadsheets think they are: they are written as text."""
SHEET_NAME = 31
WIDTH = 18
STYLES: dict[str, dict[str, Any]] = {"bold": {"bold": True}, "quoted": {"quote_prefix": True}}
CUT = -2
"""What xlsxwriter answers when a text was too long for its cell."""


class Workbook(Draft):
    """A workbook. Text is text, whatever it looks like: never a formula, a link or a number."""

    def __init__(self, path: Path) -> None:
        """Start the workbook.

        Raises:
            UsageError: xlsxwriter is not installed, or the folder cannot be written.
        """
        try:
            import xlsxwriter
        except ImportError as error:
            raise UsageError("export.extra_missing", package="xlsxwriter", extra="xlsx") from error
        super().__init__(path)
        with writing(path):
            # Rows wait there: personal data has no business in the folder that all users of a machine share.
            self._scratch = tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent)
        self._refused = xlsxwriter.exceptions.FileCreateError
        options = {"constant_memory": True, "tmpdir": self._scratch, "use_zip64": True}
        self._book = xlsxwriter.Workbook(str(self.temporary), options)
        # No date of the day: the same package gives the same bytes.
        self._book.set_properties({"created": dt.datetime(2000, 1, 1)})
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()
        self._sheet: Any = None
        self._at = 0

    def sheet(self, name: str, columns: Sequence[str]) -> str:
        """Start a sheet, its header in bold, and return its name: cut if too long, numbered if taken.

        Raises:
            UsageError: the disk is full.
        """
        wanted = name.translate({ord(character): "_" for character in "[]:*?/\\"})
        free, number = wanted[:SHEET_NAME], 1
        while free.lower() in self._names:
            number += 1
            free = f"{wanted[: SHEET_NAME - len(str(number)) - 3]} ({number})"
        self._names.add(free.lower())
        with writing(self.path):
            self._sheet = self._book.add_worksheet(free)
            self._sheet.set_column(0, len(columns) - 1, WIDTH)
            self._sheet.freeze_panes(1, 0)
            for index, column in enumerate(columns):
                self._sheet.write_string(0, index, column, self._format("bold"))
        self._at = 0
        return free

    def write(self, rows: Iterable[Sequence[Any]]) -> list[tuple[int, int]]:
        """Append rows of Python values to the sheet; return (row, column), from 0, of texts cut for being too long.

        Raises:
            UsageError: the disk is full.
        """
        cut = []
        with writing(self.path):
            for number, row in enumerate(rows):
                self._at += 1
                self.rows += 1
                cut += [
                    (number, index)
                    for index, value in enumerate(row)
                    if value is not None and self._cell(index, value) == CUT
                ]
        return cut

    def _cell(self, index: int, value: Any) -> int:  # noqa: ANN401 - any type a table holds
        method, shown, style = _shown(value)
        answer: int = getattr(self._sheet, method)(self._at, index, shown, self._format(style))
        return answer

    def _format(self, style: str) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        """Make each format once; a style is a number format, unless it is one of `STYLES`."""
        if style and style not in self._formats:
            self._formats[style] = self._book.add_format(STYLES.get(style, {"num_format": style}))
        return self._formats.get(style)

    def _finish(self) -> None:
        try:
            self._book.close()
        except self._refused as error:
            raise error.args[0] from error  # the OSError that it hides
        shutil.rmtree(self._scratch)

    def _release(self) -> None:
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            with suppress(OSError):
                sheet.row_data_fh.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


Cell = tuple[str, Any, str]
"""How a value is written: method of the sheet, value, style."""


def _shown(value: Any) -> Cell:  # noqa: ANN401
    """Choose; text is what is left for what a spreadsheet would not hold exactly."""
    choose = _CHOICES.get(type(value))
    return (choose(value) if choose else None) or ("write_string", str(value), "")


def _text(value: str) -> Cell:
    return "write_string", value, "quoted" if is_formula(value) else ""


def _boolean(value: bool) -> Cell:  # noqa: FBT001 - the value itself
    return "write_boolean", value, ""


def _integer(value: int) -> Cell | None:
    return ("write_number", value, "") if abs(value) < EXACT else None


def _decimal(value: Decimal) -> Cell | None:
    decimals = max(0, -int(value.as_tuple().exponent))
    if abs(value) * 10**decimals >= EXACT:
        return None
    return "write_number", value, "#,##0" + "." * bool(decimals) + "0" * decimals


def _time(value: dt.time) -> Cell:
    return "write_datetime", value, "hh:mm:ss"


def _date(value: dt.date) -> Cell | None:
    return ("write_datetime", value, "dd/mm/yyyy") if value >= FIRST_DAY else None


def _datetime(value: dt.datetime) -> Cell | None:
    return ("write_datetime", value, "dd/mm/yyyy hh:mm:ss") if value.date() >= FIRST_DAY else None


_CHOICES: dict[type, Callable[[Any], Cell | None]] = {
    str: _text,
    bool: _boolean,
    int: _integer,
    Decimal: _decimal,
    dt.time: _time,
    dt.date: _date,
    dt.datetime: _datetime,
}
