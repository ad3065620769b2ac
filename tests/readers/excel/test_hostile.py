"""Files that are not what they say, cut, locked or made to harm: each refused with its reason."""

from __future__ import annotations

import gzip
import pickle
import struct
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.errors import InputError
from collecdata.readers.excel import READER
from collecdata.readers.inflate import FLOOR
from collecdata.readers.source import Source
from readers.excel.forge import compound, label, number, ods, ods_cell, ods_row, package, record, sheet_xml, xls
from readers.excel.reading import read

GOOD_XLS = xls([label(0, 0, "Code"), number(1, 0, 1)])
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}


def workbook() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200))
    return sheet_xml(rows)


def refusal(tmp_path, content: bytes, name: str, **options) -> InputError:
    path = tmp_path / name
    path.write_bytes(content)
    source = Source(path, name)
    assert READER.fits(source, source.head())
    with pytest.raises(InputError) as caught:
        READER.inspect(source, READER.options.model_validate(options))
    assert caught.value.params["source"] == name
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vide.xls", b"", "file.empty"),
        ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "excel.html"),
        ("page.xls", b"\xef\xbb\xbf  <TABLE BORDER=1><TR><TD>1</TD></TR></TABLE>", "excel.html"),
        ("page.xls", b'<?xml version="1.0"?><!DOCTYPE html><html lang="fr">', "excel.html"),
        ("page.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "excel.html"),
        ("2003.xls", b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "excel.xml"),
        ("photo.xls", b"\x89PNG\r\n\x1a\n" + bytes(100), "excel.other"),
        ("texte.xls", b"code;nom\r\n1;a\r\n", "excel.other"),
        ("ciril.xls", b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "excel.other"),
        ("archive.xlsx", package({"a.csv": "a;b"}), "excel.other"),
        ("lettre.xls", compound(WordDocument=b"x" * 5000), "excel.other"),
        ("coupe.xls", GOOD_XLS[:700], "excel.damaged"),
        ("coupe.xls", GOOD_XLS[:300], "excel.damaged"),
        ("coupe.xlsx", workbook()[:-100], "excel.damaged"),
        ("coupe.xlsx", workbook()[:500], "excel.damaged"),
        ("secret.xls", xls([], protected=True), "excel.protected"),
        ("secret.xlsx", compound(EncryptionInfo=b"x" * 100, EncryptedPackage=b"x" * 5000), "excel.protected"),
        ("rien.xlsx", sheet_xml(""), "excel.no_data"),
        ("rien.xls", xls([]), "excel.no_data"),
        ("rien.ods", ods(("Feuille1", "")), "excel.no_data"),
        ("trop.xlsx", sheet_xml(FIRST + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "excel.too_large"),
        ("trop.xlsx", sheet_xml(FIRST + '<row r="99999999"><c><v>1</v></c></row>'), "excel.too_large"),
        ("trop.xlsx", sheet_xml(FIRST + "<row><c r='B4000000000'><v>1</v></c></row>"), "excel.too_large"),
        ("trop.xls", xls([number(0, 0, 1), number(65535, 60000, 1)]), "excel.damaged"),
        ("trop.xls", xls([record(0x0200, struct.pack("<IIHHH", 0, 4_000_000_000, 0, 60000, 0))]), "excel.damaged"),
        ("trop.ods", ods(("F", ods_row(ods_cell("7", 16384, float="7"), repeated=1048576))), "excel.too_large"),
        ("entites.ods", package(ODS | {"content.xml": "<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;"}), "excel.damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_for_its_reason(tmp_path, name, content, code):
    assert refusal(tmp_path, content, name).code == code


def test_a_bomb_inside_a_workbook_is_refused(tmp_path):
    parts = {"[Content_Types].xml": "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml": " " * (FLOOR + 1)}
    assert refusal(tmp_path, package(parts), "bombe.xlsx").code == "archive.bomb"


def test_an_absent_sheet_is_refused_and_the_present_ones_named(tmp_path):
    error = refusal(tmp_path, workbook(), "a.xlsx", sheet="Paie")
    assert (error.code, error.params["sheet"], error.params["sheets"]) == ("excel.sheet_absent", "Paie", "Feuil1")


def test_a_header_declared_below_the_sheet_is_refused(tmp_path):
    assert refusal(tmp_path, workbook(), "a.xlsx", title_lines="5000").code == "header.missing"


def test_a_formatted_but_empty_far_cell_is_no_reason_to_refuse(tmp_path):
    path = tmp_path / "a.xlsx"
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    path.write_bytes(sheet_xml(f'<row r="1"><c r="A1" t="str"><v>Code</v></c></row>{far}'))
    assert read(path).columns == ("Code",)


def test_a_sheet_damaged_inside_is_refused(tmp_path):
    content = bytearray(workbook())
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x", b"")
    place = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[place : place + 60] = b"\x55" * 60
    assert refusal(tmp_path, bytes(content), "a.xlsx").code in ("excel.damaged", "excel.no_data")


def test_a_gzipped_workbook_is_read(tmp_path):
    path = tmp_path / "a.xlsx.gz"
    path.write_bytes(gzip.compress(workbook()))
    source = Source(path, "a.xlsx.gz", compression="gz")
    layout = READER.inspect(source, READER.options())
    assert pickle.loads(pickle.dumps(layout)) == layout
    (split,) = READER.splits(layout, lambda _: None)
    assert sum(batch.data.num_rows for batch in READER.read(pickle.loads(pickle.dumps(split)))) == 198


def test_a_workbook_that_changes_between_inspection_and_reading_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Paie").write_column(0, 0, ["Code", "1"])
    layout = READER.inspect(Source(path, "a.xlsx"), READER.options())
    (split,) = READER.splits(layout, lambda _: None)
    path.write_bytes(workbook())
    with pytest.raises(InputError):
        list(READER.read(split))


@settings(max_examples=60)
@given(
    content=st.sampled_from([GOOD_XLS, workbook(), ods(("F", ods_row(ods_cell("a", string="")) * 3))]),
    where=st.floats(0, 1, exclude_max=True),
    change=st.one_of(st.none(), st.binary(min_size=1, max_size=8)),
)
def test_any_damage_is_read_or_refused_never_a_crash(tmp_path, content, where, change):
    at = int(where * len(content))
    damaged = content[:at] if change is None else content[:at] + change + content[at + len(change) :]
    path = tmp_path / "a.bin"
    path.write_bytes(damaged)
    source = Source(path, "a.xls")
    with suppress(InputError):
        layout = READER.inspect(source, READER.options())
        for split in READER.splits(layout, lambda _: None):
            for batch in READER.read(split):
                batch.data.validate(full=True)
