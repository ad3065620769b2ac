"""The way out: canonical rows to the text of a file."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from collecdata.catalogue.adapter import AdapterFolder
from collecdata.catalogue.arrow import arrow_type
from collecdata.catalogue.code_table import CodeTable
from collecdata.catalogue.export_language import ExportFile
from collecdata.issues import Severity
from collecdata.mapping.export import compile_export, run_export
from mapping.bench import TABLE

FOLDER = AdapterFolder(Path("essai"), reverse_tables={"codes/s.csv": CodeTable("codes/s.csv", {"debit": "D"})})


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


def rows(columns, *, encoded=False):
    arrays = {name: pa.array(cells, arrow_type(TABLE.field(name))) for name, cells in columns.items()}
    if encoded:
        arrays = {name: column.dictionary_encode() for name, column in arrays.items()}
    length = len(next(iter(arrays.values())))
    arrays |= {"_source": pa.array(["f.csv"] * length), "_ligne": pa.array(range(2, 2 + length), pa.int64())}
    return pa.record_batch(arrays)


def export(columns, data, **more):
    file = ExportFile.model_validate({"name": "f.txt", "from": TABLE.id, "columns": columns, **more})
    plan = compile_export(FOLDER, file, {TABLE.id: TABLE}, {"p": "valeur"})
    assert pickle.loads(pickle.dumps(plan)) == plan
    return run_export(plan, data)


def column(spec, data):
    return export({"X": spec}, data).data.column("X").to_pylist()


@pytest.mark.parametrize(
    ("field", "spec", "cell", "text"),
    [
        ("texte", {}, "é ;", "é ;"),
        ("nombre", {}, -12, "-12"),
        ("annee", {}, 800, "0800"),
        ("montant", {}, Decimal("-1234.5"), "-1234.50"),
        ("montant", {"decimal": ","}, Decimal("0.05"), "0,05"),
        ("jour", {}, dt.date(2024, 2, 29), "2024-02-29"),
        ("jour", {"date": "%Y%m%d"}, dt.date(2024, 2, 29), "20240229"),
        ("instant", {}, dt.datetime(2024, 2, 29, 8, 5), "2024-02-29T08:05:00"),
        ("instant", {"date": "%d/%m/%Y"}, dt.datetime(2024, 2, 29, 8, 5), "29/02/2024"),
        ("heure", {}, dt.time(8, 5), "08:05:00"),
        ("vrai", {}, True, "true"),
        ("vrai", {"true": "O", "false": "N"}, False, "N"),
    ],
)
def test_a_cell_as_text(field, spec, cell, text, encoded):
    data = rows({field: [cell, None]}, encoded=encoded)
    assert column({"from": field, **spec}, data) == [text, ""]
    assert column({"from": field, **spec, "null": "-"}, data) == [text, "-"]


def test_const_param_concat_first_of(encoded):
    data = rows({"texte": ["a", None, None], "jour": [dt.date(2024, 1, 2), dt.date(2024, 1, 3), None]}, encoded=encoded)
    assert column({"const": "x"}, data) == ["x"] * 3
    assert column({"const": ""}, data) == [""] * 3
    assert column({"param": "p"}, data) == ["valeur"] * 3
    both = {"date": "%d%m%Y", "null": "-"}
    assert column({"concat": ["texte", "jour"], "sep": "/", **both}, data) == ["a/02012024", "03012024", "-"]
    assert column({"first_of": ["texte", "jour"], **both}, data) == ["a", "03012024", "-"]


@pytest.mark.parametrize("table", [{"debit": "D"}, "codes/s.csv"])
def test_an_unknown_code_is_left_empty_and_told(table, encoded):
    data = rows({"sens": ["debit", "credit", None]}, encoded=encoded)
    result = export({"X": {"from": "sens", "map": table}}, data)
    assert result.data.column("X").to_pylist() == ["D", "", ""]
    (issue,) = result.issues
    assert (issue.code, issue.severity, issue.table, issue.field) == ("write.code", Severity.ERROR, "t.cible", "sens")
    assert (issue.column, issue.source, issue.lines, issue.values) == ("X", "f.csv", (3,), ("credit",))
    result = export({"X": {"from": "sens", "map": table, "otherwise": "?"}}, data)
    assert result.data.column("X").to_pylist() == ["D", "?", ""]
    assert [(issue.severity, issue.count) for issue in result.issues] == [(Severity.WARNING, 1)]


def test_a_map_may_name_the_empty_cell():
    assert column({"from": "sens", "map": {"debit": "D", "": "0"}}, rows({"sens": ["debit", None]})) == ["D", "0"]


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({}, "-12  "),
        ({"align": "right"}, "  -12"),
        ({"align": "right", "fill": "0"}, "-0012"),
        ({"fill": "*"}, "-12**"),
    ],
)
def test_width_fills(spec, text, encoded):
    assert column({"from": "nombre", "width": 5, **spec}, rows({"nombre": [-12]}, encoded=encoded)) == [text]


def test_what_is_too_long_rejects_its_row_and_is_never_cut(encoded):
    data = rows({"texte": ["ab", "abcé", "a", "abcd"], "autre": ["x", "xyz", "x", "x"]}, encoded=encoded)
    result = export({"X": {"from": "texte", "width": 3}, "Y": {"from": "autre", "width": 2}}, data)
    assert result.data.column("X").to_pylist() == ["ab ", "a  "]
    assert result.rows.tolist() == [0, 2]
    assert result.rejected == {1: ("write.too_long: X", "write.too_long: Y"), 3: ("write.too_long: X",)}
    assert [(i.code, i.column, i.lines, i.values, i.params) for i in result.issues] == [
        ("write.too_long", "X", (3, 5), ("abcé", "abcd"), {"width": "3"}),
        ("write.too_long", "Y", (3,), ("xyz",), {"width": "2"}),
    ]
    assert result.read == result.filtered + result.data.num_rows + len(result.rejected)


def test_what_may_be_cut_is_cut_and_told(encoded):
    data = rows({"texte": ["abcé", "ab"]}, encoded=encoded)
    result = export({"X": {"from": "texte", "width": 3, "truncate": True}}, data)
    assert result.data.column("X").to_pylist() == ["abc", "ab "]
    assert [(i.code, i.severity, i.values) for i in result.issues] == [("write.truncated", Severity.WARNING, ("abcé",))]


def test_where_holds_on_canonical_text(encoded):
    data = rows({"montant": [Decimal("1.50"), Decimal("2.50"), None], "vrai": [True, True, False]}, encoded=encoded)
    result = export({"X": "montant"}, data, where={"montant": {"not": ["2.50"]}, "vrai": "true"})
    assert result.data.column("X").to_pylist() == ["1.50"]
    assert (result.read, result.filtered, result.rows.tolist()) == (3, 2, [0])


def test_a_plan_says_which_fields_it_reads():
    file = {
        "name": "f",
        "from": TABLE.id,
        "where": {"vrai": "true"},
        "columns": {"X": {"concat": ["texte", "jour"]}, "Y": "texte"},
    }
    plan = compile_export(FOLDER, ExportFile.model_validate(file), {TABLE.id: TABLE}, {})
    assert plan.fields == ("vrai", "texte", "jour", "_source", "_ligne")
