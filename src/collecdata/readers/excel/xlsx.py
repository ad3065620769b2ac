"""An .xlsx read as a zip of XML: where its sheets are, how far they reach, their cells in error."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from collecdata.readers.excel.marks import IN_ERROR, UNCALCULATED, Mark, check_extent, column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from collecdata.readers.excel.marks import Marks, Place

__all__ = ["Xlsx"]

_BLOCK = 1 << 20
_FAR = re.compile(rb"""r=["'](?:[A-Z]{3}|[C-Z][A-Z]|B[M-Z]|[A-Z]{0,2}\d{7})""")
"""A cell beyond column BL (64) or row 999 999: up to there any sheet is within the limit. Quick to rule out."""
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d{7,})""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_TEXT = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_UNIQUE = re.compile(rb"""\buniqueCount=["'](\d+)""")
_HEAD = 1 << 16
_ERROR_TYPE = re.compile(rb"""\bt=["']e["']""")
_SIGNS = (b't="e"', b"t='e'", b"<f>", b"<f ", b":f>", b":f ")
"""What XML with a cell in error or a formula has, searched before anything slower."""


class Xlsx:
    """One .xlsx file (see `marks.Raw`)."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self._archive = archive
        self._source = source
        self._check_shared_strings()
        book = self._target("", "officeDocument")
        links = self._links(book)
        self._parts = {
            sheet.get("name", ""): links.get(_attribute(sheet, "id"), "") for sheet in self._xml(book).iter("{*}sheet")
        }

    @property
    def producer(self) -> str:
        """The application that saved the file, and its version."""
        part = self._target("", "extended-properties")
        if part not in self._archive.namelist():
            return ""
        properties = self._xml(part)
        said = (properties.findtext(f"{{*}}{name}", "") for name in ("Application", "AppVersion"))
        return " ".join(filter(None, (text.strip() for text in said)))

    def check(self, sheet: str) -> None:
        """Hold the sheet's rectangle against the limit: cells that hold something are looked at if some cell is far."""
        if any(_FAR.search(piece) for piece in self._pieces(sheet)):
            check_extent(*self._extent(sheet), self._source, sheet)

    def holds_data(self, sheet: str) -> bool | None:
        """Look for the first value."""
        return any(_VALUE.search(piece) for piece in self._pieces(sheet))

    def marks(self, sheet: str) -> Marks:
        """Find cells in error, and formulas without a value."""
        return {place: mark for piece in self._pieces(sheet) for place, mark in _marks(piece)}

    def _check_shared_strings(self) -> None:
        """Refuse a count of texts beyond what the part can hold: calamine makes room for it before it reads."""
        for part in self._archive.infolist():
            if part.filename.endswith("sharedStrings.xml"):
                with self._archive.open(part) as stream:
                    said = _UNIQUE.search(stream.read(_HEAD))
                if said and int(said[1]) > part.file_size:
                    raise ValueError("uniqueCount")

    def _extent(self, sheet: str) -> tuple[int, int]:
        rows = columns = 0
        for piece in self._pieces(sheet):
            rows = max(rows, max(map(int, _ROW.findall(piece)), default=0))
            for attributes, content in _CELL.findall(piece):
                if _VALUE.search(content) and (place := _PLACE.search(attributes)):
                    rows, columns = max(rows, int(place[2])), max(columns, column_number(place[1]) + 1)
        return rows, columns

    def _pieces(self, sheet: str) -> Iterator[bytes]:
        """Give the XML of a sheet in pieces that end where a row does."""
        part = self._parts.get(sheet, "")
        if part not in self._archive.namelist():
            return
        left = b""
        with self._archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                left += block
                cut = left.rfind(b"row>") + len(b"row>")
                if cut >= len(b"row>"):
                    yield left[:cut]
                    left = left[cut:]
        yield left

    def _target(self, part: str, kind: str) -> str:
        """Return the first part that this one is linked to by a relation of this kind."""
        folder = posixpath.dirname(part)
        for link in self._relations(part):
            if link.get("Type", "").endswith(f"/{kind}"):
                return _resolve(folder, link.get("Target", ""))
        return ""

    def _links(self, part: str) -> dict[str, str]:
        folder = posixpath.dirname(part)
        return {link.get("Id", ""): _resolve(folder, link.get("Target", "")) for link in self._relations(part)}

    def _relations(self, part: str) -> list[etree._Element]:
        folder, base = posixpath.split(part)
        described = posixpath.join(folder, "_rels", f"{base}.rels")
        if described not in self._archive.namelist():
            return []
        return list(self._xml(described).iter("{*}Relationship"))

    def _xml(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(self._archive.read(part), parser)


def _marks(piece: bytes) -> Iterator[tuple[Place, Mark]]:
    """Find marks in whole rows. A cell without its place (a rare writer lets them follow one another) has none."""
    if not any(sign in piece for sign in _SIGNS):
        return
    for attributes, content in _CELL.findall(piece):
        place = _PLACE.search(attributes)
        if place is None:
            continue
        where = int(place[2]) - 1, column_number(place[1])
        if _ERROR_TYPE.search(attributes):
            yield where, Mark(IN_ERROR, _decoded(_TEXT.search(content)))
        elif not _VALUE.search(content) and (formula := _FORMULA.search(content)):
            yield where, Mark(UNCALCULATED, f"={_decoded(formula)}")


def _decoded(found: re.Match[bytes] | None) -> str:
    return html.unescape((found[1] or b"").decode("utf-8", "replace")) if found else ""


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of any namespace."""
    return next((str(value) for key, value in element.items() if etree.QName(key).localname == name), "")


def _resolve(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
