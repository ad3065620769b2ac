"""What a file is, said by its first bytes; its suffix is never believed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from collecdata.readers.compound import MAGIC as OLE
from collecdata.readers.compound import Compound, CompoundError
from collecdata.readers.source import read_up_to

if TYPE_CHECKING:
    from collecdata.readers.source import Source

__all__ = ["LABELS", "SUFFIXES", "begins_dsn", "kind_of", "kind_of_head"]

LABELS = {
    "xls": "Excel 97-2003 (xls)", "xlsx": "Excel (xlsx)", "xlsb": "Excel binaire (xlsb)", "ods": "LibreOffice (ods)",
    "ole": "OLE", "protected": "Excel (chiffré)", "office": "Office (docx, pptx, odt)", "zip": "ZIP", "gz": "gzip",
    "tar": "tar", "bz2": "bzip2", "xz": "xz", "zstd": "zstd", "7z": "7-Zip", "rar": "RAR", "pdf": "PDF", "rtf": "RTF",
    "image": "image", "html": "HTML", "spreadsheetml": "XML Spreadsheet 2003", "xml": "XML", "mhtml": "MHTML",
    "sylk": "SYLK", "sqlite": "SQLite", "parquet": "Parquet", "text": "texte", "binary": "binaire", "empty": "vide",
    "damaged": "?",
}  # fmt: skip
"""What messages call each kind."""

SUFFIXES = {
    ".xls": "xls", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods", ".zip": "zip", ".gz": "gz", ".csv": "text",
    ".txt": "text", ".tsv": "text", ".pdf": "pdf",
}  # fmt: skip
"""The kind that a suffix promises."""

_STARTS = (
    (OLE, "ole"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"SQLite format 3\x00", "sqlite"), (b"PAR1", "parquet"),
    (b"ID;P", "sylk"),
)  # fmt: skip
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAR = slice(257, 262)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_MHTML = re.compile(rb"MIME-Version:", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B, 0x1D, 0x1E, 0x1F})
"""Control characters that text does not have (tab, line ends, end of file, ISO 2709 separators are text)."""
_RARE = 0.01
_XHTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_DSN = re.compile(rb"(?:\xef\xbb\xbf)?\s*S(?:05|06|10|20)\.G[0-9]{2}\.[0-9]{2}\.[0-9]{3}\s*,\s*'")
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENTS = (
    (b"ms-excel.sheet.binary", "xlsb"),
    (b"ms-excel.sheet.macroEnabled", "xlsx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
)
_MIMETYPES = {b"application/vnd.oasis.opendocument.spreadsheet": "ods"}
_PART = 1 << 20
"""Bytes of a package's own description that are read: more is no description."""
_LARGEST = 512 << 20
"""Bytes of an office file: one that is larger, and not plainly on disk, is not looked into."""


def kind_of_head(head: bytes) -> str:
    r"""Recognise a format by its first bytes alone: one of the keys of `LABELS`; containers are only `zip`, `ole`.

    >>> [kind_of_head(head) for head in (b"PK\x03\x04...", b"<TABLE border=1>", b"a;b\n1;2", b"\0\1\2\3", b"")]
    ['zip', 'html', 'text', 'binary', 'empty']
    """
    if not head:
        return "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[_TAR] == b"ustar":
        return "tar"
    if head.startswith(_UTF16):
        return "text"
    if len(head.translate(None, _CONTROL)) < (1 - _RARE) * len(head):
        return "binary"
    return _markup(head.removeprefix(BOM_UTF8).lstrip()[:4096])


def begins_dsn(head: bytes) -> bool:
    r"""Whether these bytes begin with a rubric of the envelope of a social declaration.

    >>> begins_dsn(b"S10.G00.00.001,'PAIE'\r\n"), begins_dsn(b"S10;G00")
    (True, False)
    """
    return _DSN.match(head) is not None


def kind_of(source: Source, head: bytes | None = None) -> str:
    """Recognise a file, looking inside containers: `xls`, `xlsx`, `ods`, `protected`... rather than `ole` or `zip`.

    A container whose directory cannot be read is `damaged`.

    Raises:
        InputError: the file cannot be opened, or is an archive that cannot be decompressed.
    """
    kind = kind_of_head(source.head() if head is None else head)
    if kind == "zip":
        return _package(source)
    if kind == "ole":
        return _compound(source)
    return kind


def _markup(text: bytes) -> str:
    if _MHTML.match(text):
        return "mhtml"
    if _HTML.match(text):
        return "html"
    if not text.startswith((b"<?xml", b"<!--")):
        return "xml" if re.match(rb"<[A-Za-z_][\w.:-]*[\s/>]", text) else "text"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "spreadsheetml"
    return "html" if _XHTML.search(text) else "xml"


def _package(source: Source) -> str:
    try:
        with zipfile.ZipFile(source.path if source.plain else io.BytesIO(_whole(source))) as archive:
            names = set(archive.namelist())
            if _CONTENT_TYPES in names:
                described = _beginning(archive, _CONTENT_TYPES)
                return next((kind for mark, kind in _CONTENTS if mark in described), "office")
            if "mimetype" in names:
                return _MIMETYPES.get(_beginning(archive, "mimetype").strip(), "office")
    except (OSError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile):
        return "damaged"
    return "zip"


def _whole(source: Source) -> bytes:
    with source.open() as stream:
        return read_up_to(stream, _LARGEST)


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_PART)


def _compound(source: Source) -> str:
    try:
        names = {name.lower() for name in Compound(_whole(source)).names}
    except CompoundError:
        return "damaged"
    if "encryptedpackage" in names:
        return "protected"
    return "xls" if names & {"workbook", "book"} else "ole"
