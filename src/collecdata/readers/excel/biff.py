"""An .xls (BIFF) read record by record: whether it is protected, its cells in error. Source: Microsoft [MS-XLS]."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from collecdata.readers.excel.marks import IN_ERROR, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.compound import Compound
    from collecdata.readers.excel.marks import Marks, Place

__all__ = ["Biff"]

_EOF, _FILEPASS, _SHEET, _BOF = 0x000A, 0x002F, 0x0085, 0x0809
_FORMULA, _BOOLERR, _MULTIPLE = 0x0006, 0x0205, 0x00BD
_DIMENSIONS = 0x0200
_CELLS = frozenset({_FORMULA, _BOOLERR, _MULTIPLE, 0x0201, 0x0203, 0x0204, 0x027E, 0x00D6, 0x00FD})
"""Records of cells (`_MULTIPLE`: a run of numbers); all begin with row and column."""
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_IN_ERROR = 2
"""Kind of a formula's result that is neither number, text, truth value nor empty."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_TWO_NUMBERS = struct.Struct("<HH").unpack_from


class Biff:
    """One .xls file (see `marks.Raw`). Opening one in calamine reads all its sheets: all are checked."""

    producer = ""

    def __init__(self, compound: Compound) -> None:
        names = {name.lower(): name for name in compound.names}
        self._data = compound.stream(names.get("workbook") or names["book"])
        self.protected = False
        self._sheets: dict[str, int] = {}
        for code, place, length in self._records(0):
            if code == _FILEPASS:
                self.protected = True
                return
            if code == _SHEET:
                body = self._data[place : place + length]
                self._sheets[_sheet_name(body)] = int.from_bytes(body[:4], "little")

    def check(self, sheet: str) -> None:
        """Hold every sheet's rectangle, and the one it declares, against the format's: damage makes them enormous."""
        del sheet
        for start in self._sheets.values():
            rows, columns = self._extent(start)
            if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
                raise ValueError("cells beyond the format")

    def _extent(self, start: int) -> tuple[int, int]:
        rows = columns = 0
        for code, place, length in self._records(start):
            if code in _CELLS:
                row, column = _TWO_NUMBERS(self._data, place)
                rows = row + 1 if row >= rows else rows
                last = column + (length // 6 - 1 if code == _MULTIPLE else 0)
                columns = last + 1 if last >= columns else columns
            elif code == _DIMENSIONS:
                first, after, left, right = struct.unpack_from("<IIHH", self._data, place)
                if after < first or right < left:
                    raise ValueError("dimensions")
                rows, columns = max(rows, after), max(columns, right)
        return rows, columns

    def holds_data(self, sheet: str) -> bool | None:
        """Leave it to calamine: opening the file has read every sheet."""

    def marks(self, sheet: str) -> Marks:
        """Find cells in error."""
        found: dict[Place, Mark] = {}
        for code, place, length in self._records(self._sheets[sheet]) if sheet in self._sheets else ():
            if code in (_BOOLERR, _FORMULA):
                shown = _error(code, self._data[place : place + length])
                if shown is not None:
                    found[_TWO_NUMBERS(self._data, place)] = Mark(IN_ERROR, shown)
        return found

    def _records(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Give code, place and length of the records of one substream, those of charts inside it left out."""
        data, depth, end = self._data, 0, len(self._data) - 4
        while place <= end:
            code, length = _TWO_NUMBERS(data, place)
            depth += (code == _BOF) - (code == _EOF)
            if depth == 1:
                yield code, place + 4, length
            elif depth <= 0:
                return
            place += 4 + length


def _error(code: int, body: bytes) -> str | None:
    if code == _BOOLERR and body[7:8] == b"\x01":
        return _ERRORS.get(body[6], "#?")
    if code == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _IN_ERROR:
        return _ERRORS.get(body[8], "#?")
    return None


def _sheet_name(body: bytes) -> str:
    """Read a name in the 8-bit or 16-bit form of BIFF8 (BIFF5 has no flag byte: its names are not found, nor marks)."""
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if wide else body[8 : 8 + length].decode("latin-1")
