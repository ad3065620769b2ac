"""Code lists."""

from __future__ import annotations

import datetime as dt

import pytest

from collecdata.catalogue import codes
from collecdata.errors import SchemaError

HEADER = "code,libelle,definition,valide_de,valide_a,source\n"


def write(tmp_path, body: str, header: str = HEADER):
    path = tmp_path / "liste.csv"
    path.write_text(header + body, "utf-8")
    return path


def test_a_list_keeps_the_order_of_its_file_and_its_dates(tmp_path):
    path = write(tmp_path, 'b,"Deux, suite",Def,2020-01-01,,Src\na,Un,,,2019-12-31,\n')
    read = codes.load(path, "compta", "Titre")
    assert (read.id, read.title, read.values, len(read)) == ("compta.liste", "Titre", ("b", "a"), 2)
    assert read["b"].libelle == "Deux, suite"
    assert (read["b"].valide_de, read["b"].valide_a) == (dt.date(2020, 1, 1), None)
    assert read["b"].valid_on(dt.date(2020, 1, 1))
    assert not read["b"].valid_on(dt.date(2019, 12, 31))
    assert read["a"].valid_on(dt.date(2019, 12, 31))
    assert "a" in read
    assert "c" not in read


def test_codes_keep_their_leading_zeros(tmp_path):
    assert codes.load(write(tmp_path, "001,Un,,,,\n"), "x").values == ("001",)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("a,Un,,,\n", "schema.codes.cells", 2),
        ("a,Un,,,,\na,Autre,,,,\n", "schema.codes.duplicate", 3),
        (",Un,,,,\n", "schema.codes.empty", 2),
        ("a,Un,,2020-02-30,,\n", "schema.codes.date", 2),
        ("a,Un,,01/01/2020,,\n", "schema.codes.date", 2),
        ('a,"Un,,,,\n', "schema.unreadable", 2),
    ],
)
def test_a_fault_is_named_at_its_line(tmp_path, body, code, line):
    path = write(tmp_path, body)
    with pytest.raises(SchemaError) as caught:
        codes.load(path, "x")
    assert (caught.value.code, caught.value.at.file, caught.value.at.line) == (code, str(path), line)


def test_another_header_is_refused(tmp_path):
    with pytest.raises(SchemaError) as caught:
        codes.load(write(tmp_path, "a,Un\n", header="code;libelle\n"), "x")
    assert caught.value.code == "schema.codes.header"
