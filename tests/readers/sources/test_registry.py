"""Formats told by their content, readers imported when asked for."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from collecdata.readers.magic import LABELS, SUFFIXES, kind_of, kind_of_head
from collecdata.readers.registry import READERS, guess
from collecdata.readers.source import Source


def test_readers_are_found_by_name_and_say_theirs():
    assert [READERS[name].name for name in ("csv", "excel", "fixed")] == ["csv", "excel", "fixed"]
    assert {"csv", "excel", "fixed"} <= set(READERS)
    with pytest.raises(KeyError):
        READERS["absent"]


def test_naming_readers_imports_none():
    code = (
        "import sys; from collecdata.readers.registry import READERS, guess; from collecdata.readers import sources\n"
        "assert set(READERS) >= {'csv', 'excel', 'fixed'}\n"
        "heavy = {'pyarrow', 'python_calamine', 'numpy', 'lxml', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["dsn", "xml", "json", "sqldump"])
def test_a_reader_that_borrows_from_another_does_not_import_it_all(name):
    code = (
        "import sys; from collecdata.readers.registry import READERS\n"
        f"assert READERS[{name!r}].name == {name!r}\n"
        "assert 'collecdata.readers.csv.streams' in sys.modules\n"
        "assert 'collecdata.readers.csv.reader' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"),
        (b"code;nom\r\n1;\xe9\r\n", "text"),
        ("\ufeffcode;nom".encode(), "text"),
        ("code;nom".encode("utf-16"), "text"),
        (b"01234cam a2200265   4500\x1e\x1f\x1d", "text"),
        (b"%PDF-1.7", "pdf"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"<!DOCTYPE html>", "html"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<PES_Aller>', "xml"),
        (b"<n:PES_Aller xmlns:n='x'>", "xml"),
        (b"<DUPONT; Jean", "text"),
        (b"ID;PWXL", "sylk"),
        (b"\0\1\2\3" * 100, "binary"),
        (b"7z\xbc\xaf\x27\x1c\0", "7z"),
    ],
)
def test_first_bytes_tell_the_format(head, kind):
    assert kind_of_head(head) == kind
    assert kind in LABELS


def test_every_promise_of_a_suffix_is_a_kind():
    assert set(SUFFIXES.values()) <= set(LABELS)


def office(tmp_path, content_type):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("docProps/app.xml", "")
        archive.writestr("[Content_Types].xml", f'<Override ContentType="application/vnd.{content_type}+xml"/>')
    return path


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("openxmlformats-officedocument.spreadsheetml.sheet.main", "xlsx"),
        ("ms-excel.sheet.macroEnabled.main", "xlsx"),
        ("ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("openxmlformats-officedocument.wordprocessingml.document.main", "office"),
    ],
)
def test_a_package_of_office_is_told_by_what_it_declares(tmp_path, content_type, kind):
    path = office(tmp_path, content_type)
    assert kind_of(Source(path, "a.zip")) == kind


def test_a_guess_names_the_readers_that_may_read(tmp_path):
    text, book, page = tmp_path / "a.xls", tmp_path / "b.csv", tmp_path / "c.xls"
    text.write_bytes(b"code;nom\n1;a\n")
    with xlsxwriter.Workbook(book) as made:
        made.add_worksheet()
    page.write_bytes(b"<html><table>")
    assert guess(Source(text, "a.xls")) == ("csv", "fixed")
    assert guess(Source(book, "b.csv")) == ("excel",)
    assert guess(Source(page, "c.xls")) == ()
    assert guess(Source(tmp_path / "absent", "absent")) == ()


def test_a_guess_looks_inside_a_gz(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"code;nom\n1;a\n"))
    assert guess(Source(path, "a.csv.gz", "", "gz")) == ("csv", "fixed")


def test_the_identity_of_a_gz_is_the_file_on_disk_and_of_a_member_its_content(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"code"))
    assert b"".join(Source(path, "a.csv.gz", "", "gz").raw_blocks(3)) == path.read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", b"code")
    assert b"".join(Source(tmp_path / "a.zip", "a.zip/a.csv", "a.csv", "zip").raw_blocks(3)) == b"code"
