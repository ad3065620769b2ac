"""Opening a workbook: what it really is, which of its sheets to read, or a clear reason why not."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import python_calamine as calamine
from lxml import etree

from collecdata.errors import InputError
from collecdata.readers.compound import Compound, CompoundError
from collecdata.readers.excel.biff import Biff
from collecdata.readers.excel.ods import Ods
from collecdata.readers.excel.xlsx import Xlsx
from collecdata.readers.inflate import is_bomb
from collecdata.readers.magic import LABELS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.excel.marks import Marks, Raw
    from collecdata.readers.source import Source

__all__ = ["Workbook", "open_workbook"]

_REFUSED = {
    "protected": "excel.protected", "html": "excel.html", "mhtml": "excel.html", "spreadsheetml": "excel.xml",
    "damaged": "excel.damaged", "empty": "file.empty",
}  # fmt: skip
_PANIC = "PanicException"
"""A fault of the library itself, raised as a `BaseException` of a module that cannot be imported."""


class Workbook:
    """One open workbook: `kind` is xls, xlsx or ods, `sheets` the names of its worksheets in order."""

    def __init__(self, source: Source, kind: str, data: bytes) -> None:
        self.kind = kind
        self._source = source.name
        with self._clear_faults():
            self._raw: Raw = _raw(kind, data, source.name)
            if kind != "xlsx":  # calamine reads all sheets of the others when it opens them
                self._raw.check("")
            self._book = calamine.load_workbook(io.BytesIO(data))
            self.sheets = tuple(
                sheet.name for sheet in self._book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            )

    @property
    def producer(self) -> str:
        """Software that wrote the file, "" where it does not say."""
        with self._clear_faults():
            return self._raw.producer

    def sheet(self, name: str) -> calamine.CalamineSheet:
        """Read one sheet into memory.

        Raises:
            InputError: it is damaged, or too large.
        """
        with self._clear_faults():
            if self.kind == "xlsx":
                self._raw.check(name)
            return self._book.get_sheet_by_name(name)

    def marks(self, name: str) -> Marks:
        """Find the cells that only look empty."""
        with self._clear_faults():
            return self._raw.marks(name)

    def choose(self, wanted: str | None) -> str:
        """Return the name of the sheet asked for: by name, by glob, by number from 1; the first that is not empty.

        Raises:
            InputError: there is none such.
        """
        if wanted is None:
            chosen = next((name for name in self.sheets if self.holds_data(name)), None)
            if chosen is None:
                raise InputError("excel.no_data", source=self._source)
            return chosen
        if wanted in self.sheets:
            return wanted
        lowered = wanted.casefold()
        for name in self.sheets:
            if fnmatchcase(name.casefold(), lowered):
                return name
        if wanted.isdecimal() and 0 < int(wanted) <= len(self.sheets):
            return self.sheets[int(wanted) - 1]
        raise InputError("excel.sheet_absent", source=self._source, sheet=wanted, sheets=", ".join(self.sheets))

    def holds_data(self, name: str) -> bool:
        """Whether a sheet has any cell that is not empty."""
        with self._clear_faults():
            known = self._raw.holds_data(name)
        return self.sheet(name).start is not None if known is None else known

    @contextmanager
    def _clear_faults(self) -> Iterator[None]:
        """Turn every way a library has to refuse a damaged workbook into one."""
        try:
            yield
        except calamine.PasswordError as error:
            raise InputError("excel.protected", source=self._source) from error
        except (
            calamine.CalamineError, etree.XMLSyntaxError, CompoundError, zipfile.BadZipFile, zlib.error, OSError,
            EOFError, KeyError, ValueError, RuntimeError, NotImplementedError,
        ) as error:  # fmt: skip
            raise InputError("excel.damaged", source=self._source) from error
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            raise InputError("excel.damaged", source=self._source) from error


def open_workbook(source: Source) -> Workbook:
    """Open an .xls, .xlsx or .ods; the whole file is held in memory.

    Raises:
        InputError: it is something else (said by its content), protected, damaged, or a bomb.
    """
    kind = kind_of(source)
    if kind in _REFUSED:
        raise InputError(_REFUSED[kind], source=source.name)
    if kind not in ("xls", "xlsx", "ods"):
        raise InputError("excel.other", source=source.name, kind=LABELS[kind])
    return Workbook(source, kind, source.read())


def _raw(kind: str, data: bytes, source: str) -> Raw:
    if kind == "xls":
        biff = Biff(Compound(data))
        if biff.protected:
            raise InputError("excel.protected", source=source)
        return biff
    archive = zipfile.ZipFile(io.BytesIO(data))
    for part in archive.infolist():
        if is_bomb(part.compress_size, part.file_size):
            raise InputError("archive.bomb", source=source)
    return Xlsx(archive, source) if kind == "xlsx" else Ods(archive, source)
