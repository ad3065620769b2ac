"""A package opened in a spreadsheet: values as they are, nothing that runs, fields and codes explained."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.table import Constraints, Field, Table
from collecdata.errors import UsageError
from collecdata.sinks.csv import export_csv
from collecdata.sinks.formulas import is_formula, neutralised
from collecdata.sinks.package import Provenance, Resource, write_package
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import read_package
from collecdata.sinks.xlsx import export_xlsx

AGENT = Table(
    "agent",
    "rh",
    "Agents",
    fields=(
        Field("siren", "string", "SIREN", "Collectivité.", "213500010", Constraints(required=True)),
        Field("nom", "string", "Nom", confidentialite=3),
        Field("sexe", "string", "Sexe", vocabulaire="rh.sexe"),
        Field("traitement", "number", "Traitement", decimales=2),
        Field("date_naissance", "date", "Naissance"),
        Field("actif", "boolean", "Actif"),
        Field("rang", "integer", "Rang"),
        Field("annee", "year", "Année"),
        Field("vu", "datetime", "Vu"),
        Field("heure", "time", "Heure"),
    ),
)
CODES = {"rh.sexe": CodeList("sexe", "rh", (Code("f", "Féminin", "Femme", dt.date(2000, 1, 1)), Code("m", "Masculin")))}
ROW = {
    "siren": "012345678",
    "nom": '=HYPERLINK("x";"É")',
    "sexe": "f",
    "sexe_source": "-A1",
    "traitement": Decimal("-1234567.50"),
    "date_naissance": dt.date(1980, 2, 29),
    "actif": True,
    "rang": 42,
    "annee": 2024,
    "vu": dt.datetime(2024, 5, 6, 7, 8, 9),
    "heure": dt.time(12, 30),
    "_source": "a;b.csv",
    "_ligne": 2,
}
OLD = dict.fromkeys(ROW) | {
    "siren": "1",
    "nom": "deux\nlignes",
    "date_naissance": dt.date(1850, 1, 1),
    "traitement": Decimal("1234567890123456.78"),
    "actif": False,
    "rang": 10**17,
    "_ligne": 3,
}


def package(folder, *rows):
    schema = arrow_schema(AGENT)
    with ParquetSink(folder / "rh" / "agent.parquet", schema) as sink:
        sink.write(pa.RecordBatch.from_pylist(list(rows), schema))
    write_package(folder, [Resource(AGENT, (sink.close(),))], Provenance("0.1.0"), CODES)
    return read_package(folder)


@pytest.fixture
def stored(tmp_path):
    return package(tmp_path / "in", ROW, OLD)


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_csv_reads_as_a_french_spreadsheet_does(stored, tmp_path):
    files = export_csv(stored, tmp_path / "out", CODES)
    assert [file.path.name for file in files] == ["rh.agent.csv", "dictionnaire.csv", "codes.csv"]
    assert (tmp_path / "out" / "rh.agent.csv").read_bytes().startswith(b"\xef\xbb\xbfsiren;nom;")
    first, second = read_csv(tmp_path / "out" / "rh.agent.csv")
    assert first == {
        "siren": "012345678",
        "nom": '\'=HYPERLINK("x";"É")',
        "sexe": "f",
        "sexe_source": "'-A1",
        "traitement": "-1234567,50",
        "date_naissance": "1980-02-29",
        "actif": "oui",
        "rang": "42",
        "annee": "2024",
        "vu": "2024-05-06 07:08:09",
        "heure": "12:30:00",
        "_source": "a;b.csv",
        "_ligne": "2",
    }
    assert (second["nom"], second["sexe"], second["actif"]) == ("deux\nlignes", "", "non")
    assert files[0].rows == 2


def test_csv_explains_fields_and_codes(stored, tmp_path):
    export_csv(stored, tmp_path, CODES)
    fields = {row["champ"]: row for row in read_csv(tmp_path / "dictionnaire.csv")}
    assert fields["siren"]["obligatoire"] == "oui"
    assert fields["sexe"]["liste_de_codes"] == "rh.sexe"
    assert fields["nom"] == {
        "table": "rh.agent", "titre_table": "Agents", "emplacement": "rh.agent.csv", "champ": "nom", "titre": "Nom",
        "type": "texte", "obligatoire": "", "description": "", "exemple": "", "liste_de_codes": "",
        "confidentialite": "3",
    }  # fmt: skip
    codes = read_csv(tmp_path / "codes.csv")
    assert [(row["liste"], row["code"], row["libelle"], row["valide_de"]) for row in codes] == [
        ("rh.sexe", "f", "Féminin", "2000-01-01"),
        ("rh.sexe", "m", "Masculin", ""),
    ]


def test_a_list_the_catalogue_does_not_have_is_known_by_the_codes_of_the_package(stored, tmp_path):
    export_csv(stored, tmp_path, {})
    assert [row["code"] for row in read_csv(tmp_path / "codes.csv")] == ["f", "m"]


def test_a_workbook_keeps_types_and_runs_nothing(stored, tmp_path):
    file, issues = export_xlsx(stored, tmp_path / "out.xlsx", CODES)
    assert issues == ()
    assert file.path.stat().st_size == file.bytes
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["rh.agent", "Dictionnaire", "Codes"]
    rows = list(book["rh.agent"].iter_rows())
    header = [cell.value for cell in rows[0]]
    first = dict(zip(header, rows[1], strict=True))
    assert {name: cell.value for name, cell in first.items()} == ROW | {
        "traitement": -1234567.5,
        "date_naissance": dt.datetime(1980, 2, 29),
    }
    assert first["nom"].data_type == "s"
    assert first["nom"].quotePrefix
    assert (first["siren"].data_type, first["traitement"].data_type) == ("s", "n")
    assert first["traitement"].number_format == "#,##0.00"
    second = dict(zip(header, (cell.value for cell in rows[2]), strict=True))
    assert second["traitement"] == "1234567890123456.78"
    assert second["date_naissance"] == "1850-01-01"
    assert second["rang"] == str(10**17)


def test_the_same_package_gives_the_same_workbook(stored, tmp_path):
    first, _ = export_xlsx(stored, tmp_path / "a.xlsx", CODES)
    second, _ = export_xlsx(stored, tmp_path / "b.xlsx", CODES)
    assert first.sha256 == second.sha256


def test_a_table_longer_than_a_sheet_takes_several_and_it_is_said(tmp_path):
    rows = [ROW | {"rang": number} for number in range(25)]
    _, issues = export_xlsx(package(tmp_path / "in", *rows), tmp_path / "out.xlsx", CODES, sheet_rows=10)
    assert [(issue.code, issue.table, issue.params) for issue in issues] == [
        ("export.sheets", "rh.agent", {"rows": "25", "limit": "10", "sheets": "3"})
    ]
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames[:3] == ["rh.agent", "rh.agent (2)", "rh.agent (3)"]
    found = [row[7] for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert found == list(range(25))
    assert book["Dictionnaire"]["C2"].value == "rh.agent, rh.agent (2), rh.agent (3)"


def test_a_text_longer_than_a_cell_is_cut_and_it_is_said(tmp_path):
    long = "x" * 40_000
    _, issues = export_xlsx(package(tmp_path / "in", ROW, ROW | {"nom": long}), tmp_path / "out.xlsx", CODES)
    assert [(issue.code, issue.field, issue.lines, issue.count) for issue in issues] == [
        ("export.cell_too_long", "nom", (2,), 1)
    ]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["rh.agent"]
    assert sheet["B3"].value == long[:32_767]
    assert export_csv(read_package(tmp_path / "in"), tmp_path / "csv", CODES)[0].rows == 2
    assert read_csv(tmp_path / "csv" / "rh.agent.csv")[1]["nom"] == long


def test_nothing_is_left_of_an_export_that_fails(stored, tmp_path):
    stored.tables["rh.agent"].files[0].write_bytes(b"")
    (tmp_path / "out").mkdir()
    for export in (
        lambda: export_xlsx(stored, tmp_path / "out" / "a.xlsx", CODES),
        lambda: export_csv(stored, tmp_path / "out", CODES),
    ):
        with pytest.raises(Exception, match="unreadable"):
            export()
    assert list((tmp_path / "out").iterdir()) == []


def test_without_xlsxwriter_the_remedy_is_said(stored, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError) as caught:
        export_xlsx(stored, tmp_path / "out.xlsx", CODES)
    assert (caught.value.code, caught.value.params["extra"]) == ("export.extra_missing", "xlsx")


def test_a_full_disk_is_said(stored, tmp_path):
    script = (
        "import resource, sys, pathlib\n"
        "sys.dont_write_bytecode = True\n"  # see tests/flow/test_hostile.py
        "from collecdata.errors import UsageError\n"
        "from collecdata.sinks.stored import read_package\n"
        "from collecdata.sinks.xlsx import export_xlsx\n"
        "import xlsxwriter\n"
        "package = read_package(pathlib.Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try:\n"
        "    export_xlsx(package, pathlib.Path(sys.argv[2]), {})\n"
        "except UsageError as error:\n"
        "    print(error.code)\n"
    )
    (tmp_path / "out").mkdir()
    arguments = [sys.executable, "-c", script, str(stored.path), str(tmp_path / "out" / "a.xlsx")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("target.full", "")
    assert list((tmp_path / "out").iterdir()) == []


@given(st.text())
def test_one_text_and_a_column_of_them_are_neutralised_alike(text):
    expected = f"'{text}" if is_formula(text) else text
    assert neutralised(pa.array([text])).to_pylist() == [expected]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_every_start_of_a_formula_is_neutralised(start):
    assert neutralised(pa.array([f"{start}cmd", None])).to_pylist() == [f"'{start}cmd", None]
