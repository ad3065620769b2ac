"""What is known before any row: absent columns, columns used, plans that travel."""

from __future__ import annotations

import pickle

import pytest

from collecdata.issues import Severity
from collecdata.mapping.run import run_output
from mapping.bench import Bench, batch_of, cells, one


def absent(bench, columns=("A",)):
    return [(i.code, i.severity, i.field, i.column) for i in bench.plan(columns).issues]


def test_an_absent_column_is_an_error_if_a_required_field_needs_it():
    bench = Bench({"obligatoire": "X", "texte": "Y", "autre": "A"})
    assert absent(bench) == [
        ("column.absent", Severity.ERROR, "obligatoire", "X"),
        ("column.absent", Severity.WARNING, "texte", "Y"),
    ]


def test_an_absent_column_is_empty():
    mapped = Bench({"texte": {"from": "X", "default": "d"}, "montant": "X"}).run(batch_of({"A": ["x", "y"]}))
    assert cells(mapped, "texte") == ["d", "d"]
    assert cells(mapped, "montant") == [None, None]


def test_an_optional_column_may_be_absent():
    assert absent(one("X", "obligatoire", reading={"optional": ["X"]})) == []


def test_an_alias_stands_for_the_column():
    bench = one("Montant", reading={"aliases": {"Montant": ["MONTANT", "Mt"]}})
    assert bench.plan(("A", "Mt")).used == ("Mt",)
    assert bench.column("texte", batch_of({"Mt": ["x"]})) == ["x"]
    assert absent(bench) == [("column.absent", Severity.WARNING, "texte", "Montant")]


def test_first_of_needs_only_one_column():
    bench = one({"first_of": ["X", "A"]}, "obligatoire")
    assert absent(bench) == [("column.absent", Severity.WARNING, "obligatoire", "X")]
    assert bench.column("obligatoire", batch_of({"A": ["a"]})) == ["a"]


@pytest.mark.parametrize(
    "output",
    [
        {"where": {"X": "a"}},
        {"explode": {"column": "X", "sep": ";"}},
        {"unpivot": {"columns": ["X", "Y"], "name": "n", "value": "v"}},
    ],
)
def test_a_column_that_decides_of_rows_may_not_be_absent(output):
    assert {severity for _, severity, _, _ in absent(one("A", output=output))} == {Severity.ERROR}


def test_some_columns_of_unpivot_may_be_absent():
    bench = one("v", output={"unpivot": {"columns": ["A", "X"], "name": "n", "value": "v"}})
    assert absent(bench) == [("column.absent", Severity.WARNING, "", "X")]
    assert bench.column("texte", batch_of({"A": ["1", "2"]})) == ["1", "2"]


def test_a_column_whose_name_has_a_dot_or_a_slash_is_a_column():
    batch = batch_of({"N. facture": ["1"], "AP/AE": ["2"], "t.Nom": ["3"]})
    assert Bench({"texte": "N. facture", "autre": "AP/AE"}).column("autre", batch) == ["2"]
    assert one("t.Nom").column("texte", batch) == ["3"]


def test_used_are_the_columns_of_the_file_that_are_read():
    output = {"where": {"W": "x"}, "lookup": {"t": {"from": "tiers", "on": {"L": "N"}}}, "ignore": ["I"]}
    fields = {
        "texte": "t.Nom",
        "autre": {"concat": ["A", "B"]},
        "montant": {"case": [{"when": {"C": "1"}, "then": {"from": "D", "negative_when": {"E": "-"}}}]},
    }
    plan = Bench(fields, output, inputs={"tiers": {"reader": "csv"}}).plan(
        ("A", "B", "C", "D", "E", "I", "L", "W", "Z")
    )
    assert set(plan.used) == {"A", "B", "C", "D", "E", "L", "W"}
    assert plan.lookups[0].there.keys == ("N",)
    assert plan.lookups[0].there.columns == ("Nom",)


def test_labels_name_the_columns_of_each_field():
    fields = {
        "texte": {"concat": ["A", "B"]},
        "montant": {"case": [{"when": {"A": "1"}, "then": "C"}]},
        "sens": {"const": "debit"},
    }
    assert Bench(fields).plan(("A", "B", "C")).labels == {"texte": "A, B", "montant": "C", "sens": ""}


def test_a_plan_travels_between_processes():
    output = {
        "where": {"A": {"not": ["x"]}},
        "lookup": {"t": {"from": "tiers", "on": {"B": "N"}}},
        "explode": {"column": "C", "sep": ";"},
        "dedupe": {"key": ["texte"]},
    }
    fields = {
        "texte": {"from": "C", "extract": "(.)", "default": "d"},
        "sens": {"from": "A", "map": {"D": "debit"}, "otherwise": "inconnu"},
        "montant": {"case": [{"when": {"A": "D"}, "then": {"from": "B", "negative_when": {"A": "D"}}}]},
        "autre": "t.Nom",
    }
    plan = Bench(fields, output, inputs={"tiers": {"reader": "csv"}}).plan(("A", "B", "C"))
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan
    batch = batch_of({"A": ["D", "x"], "B": ["1", "2"], "C": ["a;b", ""]})
    from collecdata.mapping.lookup import Side

    side = pickle.loads(pickle.dumps(Side.load([batch_of({"N": ["1"], "Nom": ["un"]})], again.lookups[0].there)))
    first, second = run_output(plan, batch, {"t": side}), run_output(again, batch, {"t": side})
    assert first.data.equals(second.data)
    assert cells(first, "autre") == ["un", "un"]
