"""Spreadsheets made by hand, byte by byte: what no library writes (.xls, .ods) or no sane one (hostile files)."""

from __future__ import annotations

import io
import struct
import zipfile

import xlsxwriter

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI = 512, 64
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def compound(**streams: bytes) -> bytes:
    """A compound file: streams under 4 096 bytes in the mini stream, as the format wants. FAT of one sector."""
    mini, mini_fat, sectors, fat, entries = b"", [], [], [], []

    def place(content: bytes) -> int:
        first, count = len(sectors), -(-len(content) // SECTOR)
        sectors.extend(content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR))
        fat.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    for name, content in streams.items():
        if len(content) < 4096:
            first, count = len(mini_fat), -(-len(content) // MINI)
            mini += content.ljust(count * MINI, b"\0")
            mini_fat += [*range(first + 1, first + count), END]
        else:
            first = place(content)
        entries.append((name, 2, first, len(content)))
    entries.insert(0, ("Root Entry", 5, place(mini), len(mini)))
    at_mini_fat = place(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(SECTOR, b"\xff")) if mini_fat else END
    at_directory = place(b"".join(directory_entry(*entry) for entry in entries).ljust(SECTOR, b"\0"))
    table = [*fat, FAT]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, at_directory, 0, 4096, at_mini_fat,
        1 if mini_fat else 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", len(fat), *[FREE] * 108)
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")


def directory_entry(name: str, kind: int, first: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", FREE, FREE, 1 if kind == 5 else FREE)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )


def record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def xls(cells: list[bytes], name: str = "feuille1", *, protected: bool = False) -> bytes:
    """A BIFF8 workbook of one sheet that holds these cell records."""
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600)) + b"".join(cells) + record(0x000A)
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    start += record(0x002F, bytes(54)) if protected else b""
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name.encode("latin-1")
    offset = len(start) + 4 + len(bound) + 4
    return compound(Workbook=start + record(0x0085, struct.pack("<I", offset) + bound[4:]) + record(0x000A) + sheet)


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula_in_error(row: int, column: int, code: int) -> bytes:
    return record(0x0006, struct.pack("<HHHBBBBHHHIH", row, column, 0, 2, 0, code, 0, 0, 0xFFFF, 0, 0, 0))


def ods(*sheets: tuple[str, str], generator: str = "") -> bytes:
    """An .ods whose sheets hold these rows of XML."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets)
    spaces = "".join(f' xmlns:{short}="{OFFICE}:{short}:1.0"' for short in ("office", "table", "text", "meta"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    meta = f"<office:document-meta{spaces}><meta:generator>{generator}</meta:generator></office:document-meta>"
    return package({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content{spaces}>{body}</office:document-content>",
        "meta.xml": meta,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"></m:manifest>',
    })  # fmt: skip


def ods_row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(text: str = "", repeated: int = 1, **values: str) -> str:
    kind, value = next(iter(values.items()), ("", ""))
    said = f' office:value-type="{kind}"' if kind else ""
    said += f' office:{"value" if kind == "float" else f"{kind}-value"}="{value}"' if value else ""
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}"{said}>{shown}</table:table-cell>'


def sheet_xml(rows: str) -> bytes:
    """An .xlsx whose only sheet holds these rows of XML."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Feuil1")
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return package(parts)


def package(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
