"""Dates known in part: one map fills the whole group, nothing is completed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from collecdata.catalogue.adapter import AdapterFolder
from collecdata.catalogue.export_language import ExportFile
from collecdata.catalogue.table import Field, Table
from collecdata.mapping.export import compile_export, run_export
from mapping.bench import Bench, batch_of, cells

GROUP = {"date_partielle": "naissance"}
TABLE = Table(
    "personne",
    "t",
    fields=(
        Field("naissance_date", "date", **GROUP),
        Field("naissance_edtf", "string", **GROUP),
        Field("naissance_precision", "string", **GROUP),
        Field("naissance_texte", "string", **GROUP),
    ),
)


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


def group(field, column, *, encoded=False):
    mapped = Bench({"naissance_date": field}, table=TABLE).run(batch_of({"A": column}, encoded=encoded))
    names = ("naissance_date", "naissance_edtf", "naissance_precision", "naissance_texte")
    return list(zip(*(cells(mapped, name) for name in names), strict=True)), mapped.issues


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        ("%d/%m/%Y", "29/02/1920", (dt.date(1920, 2, 29), "1920-02-29", "jour")),
        ("%d/%m/%Y", "00/02/1920", (None, "1920-02", "mois")),
        ("%d/%m/%Y", "../../1920", (None, "1920", "annee")),
        ("%d/%m/%Y", "15/00/1920", (None, "1920-XX-15", "annee")),
        ("%d/%m/%Y", "15/02/0000", (None, "XXXX-02-15", "inconnue")),
        ("%Y%m%d", "19200000", (None, "1920", "annee")),
        ("%Y%m%d", "00000000", (None, None, "inconnue")),
        ("%m/%Y", "02/1920", (None, "1920-02", "mois")),
        ("%Y", "1920", (None, "1920", "annee")),
    ],
)
def test_a_partial_date_fills_its_group(form, cell, expected, encoded):
    (row,), issues = group({"from": "A", "date": form}, [cell], encoded=encoded)
    assert row == (*expected, cell)
    assert issues == ()


@pytest.mark.parametrize("cell", ["31/02/1920", "00/13/1920", "32/00/1920", "an VIII"])
def test_what_is_no_date_is_told_and_kept_as_text(cell, encoded):
    (row,), issues = group({"from": "A", "date": "%d/%m/%Y"}, [cell], encoded=encoded)
    assert row == (None, None, None, cell)
    assert [(i.code, i.field, i.values) for i in issues] == [("cell.date", "naissance_date", (cell,))]


def test_the_first_format_that_fits_wins_and_empty_cells_stay_empty(encoded):
    rows, issues = group({"from": "A", "date": ["%d/%m/%Y", "%Y"]}, ["1920", "", "01/02/1920"], encoded=encoded)
    assert [row[1] for row in rows] == ["1920", None, "1920-02-01"]
    assert rows[1] == (None, None, None, None)
    assert issues == ()


def test_a_default_is_edtf():
    rows, _ = group({"from": "A", "date": "%Y", "default": "1900-05"}, ["", "1920"])
    assert rows[0] == (None, "1900-05", "mois", None)


def test_a_field_of_the_group_with_a_map_of_its_own_keeps_it():
    fields = {"naissance_date": {"from": "A", "date": "%Y"}, "naissance_texte": "B"}
    mapped = Bench(fields, table=TABLE).run(batch_of({"A": ["1920"], "B": ["vers 1920"]}))
    assert (cells(mapped, "naissance_edtf"), cells(mapped, "naissance_texte")) == (["1920"], ["vers 1920"])


def test_a_case_of_partial_dates(encoded):
    case = [
        {"when": {"S": "a"}, "then": {"from": "A", "date": "%Y"}},
        {"when": {"S": "m"}, "then": {"from": "A", "date": "%m/%Y"}},
    ]
    bench = Bench({"naissance_date": {"case": case, "default": "1900"}}, table=TABLE)
    mapped = bench.run(batch_of({"S": ["a", "m", "x"], "A": ["1920", "02/1920", "?"]}, encoded=encoded))
    assert cells(mapped, "naissance_edtf") == ["1920", "1920-02", "1900"]
    assert mapped.issues == ()


def test_a_date_that_lacks_a_part_is_written_with_zeros(encoded):
    cells = ["1953-04-30", "1953-04", "1953", "XXXX-04-30", None]
    edtf = pa.array(cells).dictionary_encode() if encoded else pa.array(cells)
    place = {"_source": pa.array(["f.csv"] * 5), "_ligne": pa.array(range(2, 7), pa.int64())}
    columns = {"X": {"from": "naissance_edtf", "date": "%d/%m/%Y"}, "Y": {"from": "naissance_edtf"}}
    file = ExportFile.model_validate({"name": "f.txt", "from": TABLE.id, "columns": columns})
    plan = compile_export(AdapterFolder(Path("essai")), file, {TABLE.id: TABLE}, {})
    written = run_export(plan, pa.record_batch({"naissance_edtf": edtf, **place})).data
    assert written["X"].to_pylist() == ["30/04/1953", "00/04/1953", "00/00/1953", "30/04/0000", ""]
    assert written["Y"].to_pylist() == [*cells[:4], ""]
