"""An .ods read as XML: how far its sheets reach (repeated rows and cells counted), their cells in error."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

from collecdata.readers.excel.marks import IN_ERROR, Mark, check_extent

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from collecdata.readers.excel.marks import Marks, Place

__all__ = ["Ods"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})


class Ods:
    """One .ods file (see `marks.Raw`). Opening one in calamine reads all its sheets: all are checked."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self._archive = archive
        self._source = source

    @property
    def producer(self) -> str:
        """The application that saved the file, and its version."""
        if "meta.xml" not in self._archive.namelist():
            return ""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return (etree.fromstring(self._archive.read("meta.xml"), parser).findtext(f".//{_META}generator") or "").strip()

    def check(self, sheet: str) -> None:
        """Hold the rectangle of every sheet against the limit."""
        del sheet
        reach: dict[str, tuple[int, int]] = {}
        for name, (row, column), repeated, cell in self._filled():
            rows, columns = reach.get(name, (0, 0))
            reach[name] = max(rows, row + repeated), max(columns, column + _repeated(cell, "columns"))
        for name, (rows, columns) in reach.items():
            check_extent(rows, columns, self._source, name)

    def holds_data(self, sheet: str) -> bool | None:
        """Leave it to calamine: opening the file has read every sheet."""

    def marks(self, sheet: str) -> Marks:
        """Find cells in error (LibreOffice writes them as empty text with a mark of its own)."""
        found: dict[Place, Mark] = {}
        for name, (row, column), repeated, cell in self._filled():
            if name == sheet and cell.get(f"{_CALC}value-type") == "error":
                shown = "".join(cell.itertext(f"{_TEXT}p"))
                found |= {(row + again, column): Mark(IN_ERROR, shown) for again in range(repeated)}
        return found

    def _filled(self) -> Iterator[tuple[str, Place, int, etree._Element]]:
        """Give the cells that hold something: sheet, place, rows it is repeated on, and the element."""
        sheet, row = "", 0
        with self._archive.open("content.xml") as stream:
            tags = (f"{_TABLE}table", f"{_TABLE}table-row")
            events = etree.iterparse(stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True)
            for event, element in events:
                if element.tag == f"{_TABLE}table":
                    sheet, row = (element.get(f"{_TABLE}name", ""), 0) if event == "start" else ("", row)
                elif event == "end":
                    repeated = _repeated(element, "rows")
                    yield from ((sheet, (row, column), repeated, cell) for column, cell in _cells(element))
                    row += repeated
                    _forget(element)


def _forget(row: etree._Element) -> None:
    """Let go of a row and of those before it: the file is not held in memory twice."""
    row.clear()
    parent = row.getparent()
    while parent is not None and parent[0] is not row:
        del parent[0]


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            if cell.get(f"{_OFFICE}value-type"):
                yield column, cell
            column += _repeated(cell, "columns")


def _repeated(element: etree._Element, what: str) -> int:
    said = cast("str", element.get(f"{_TABLE}number-{what}-repeated", "1"))
    return int(said) if said.isdecimal() else 1
