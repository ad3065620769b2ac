"""An .xls (BIFF) read record by record: whether it is protected, its cells in error. Source: Microsoft [MS-XLS]."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from collecdata.readers.excel.marks import IN_ERROR, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.compound import Compound
    from collecdata.readers.excel.marks import Marks, Place

__all__ = ["Biff"]

_FORMULA, _EOF, _FILEPASS, _SHEET, _BOOLERR, _BOF = 0x0006, 0x000A, 0x002F, 0x0085, 0x0205, 0x0809
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_IN_ERROR = 2
"""Kind of a formula's result that is neither number, text, truth value nor empty."""
_MAYBE = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|\x06\x00...{6}\x02.{5}\xff\xff", re.DOTALL
)
"""What a cell in error looks like; other bytes may look so too, so records are then followed one by one."""


class Biff:
    """One .xls file (see `marks.Raw`): at most 65 536 rows of 256 columns, 1 GB in memory."""

    producer = ""

    def __init__(self, compound: Compound) -> None:
        names = {name.lower(): name for name in compound.names}
        self._data = compound.stream(names.get("workbook") or names["book"])
        self.protected = False
        self._sheets: dict[str, int] = {}
        for code, body in self._records(0):
            if code == _FILEPASS:
                self.protected = True
                return
            if code == _SHEET:
                self._sheets[_sheet_name(body)] = int.from_bytes(body[:4], "little")

    def check(self, sheet: str) -> None:
        """Accept any: the format is bounded."""

    def holds_data(self, sheet: str) -> bool | None:
        """Leave it to calamine: opening the file has read every sheet."""

    def marks(self, sheet: str) -> Marks:
        """Find cells in error."""
        if sheet not in self._sheets or not _MAYBE.search(self._data):
            return {}
        found: dict[Place, Mark] = {}
        for code, body in self._records(self._sheets[sheet]):
            shown = _error(code, body)
            if shown is not None:
                found[struct.unpack_from("<HH", body)] = Mark(IN_ERROR, shown)
        return found

    def _records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Give the records of one substream, those of charts inside it left out."""
        data, depth = self._data, 0
        while place + 4 <= len(data):
            code, length = struct.unpack_from("<HH", data, place)
            depth += (code == _BOF) - (code == _EOF)
            if depth == 1:
                yield code, data[place + 4 : place + 4 + length]
            if depth <= 0:
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
