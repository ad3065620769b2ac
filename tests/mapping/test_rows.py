"""Rows: which are kept, what is looked up beside them, how many they become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collecdata.issues import Severity
from collecdata.mapping.lookup import Side
from collecdata.mapping.run import run_output
from mapping.bench import Bench, batch_of, cells, one

SIDE = {"tiers": {"reader": "csv"}}


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("a", ["a", "a"]),
        (["a", ""], ["a", None, "a"]),
        ({"in": ["b"]}, ["b"]),
        ({"not": ["a"]}, ["b", None]),
        ({"not": ["a", ""]}, ["b"]),
        ({"empty": "true"}, [None]),
        ({"empty": "false"}, ["a", "b", "a"]),
        ({"matches": "^[ab]$", "not": "b"}, ["a", "a"]),
        ({"matches": "^$"}, [None]),
        ("zz", []),
    ],
)
def test_where(condition, kept, encoded):
    mapped = one("A", output={"where": {"A": condition}}).run(batch_of({"A": [" a", "b", "", "a"]}, encoded=encoded))
    assert cells(mapped, "texte") == kept
    assert (mapped.read, mapped.filtered, mapped.kept) == (4, 4 - len(kept), len(kept))


def test_where_all_conditions_must_hold():
    batch = batch_of({"A": ["a", "a", "b"], "B": ["x", "y", "x"]})
    mapped = one("A", output={"where": {"A": "a", "B": "x"}}).run(batch)
    assert mapped.rows.tolist() == [0]
    assert cells(mapped, "_ligne") == [2]


def test_rows_filtered_out_leave_nothing_in_dictionaries():
    mapped = one("A", output={"where": {"A": "a"}}).run(batch_of({"A": ["a", "secret", "a"]}, encoded=True))
    assert mapped.data.column("texte").dictionary.to_pylist() == ["a"]


def test_issues_of_rows_filtered_out_are_not_told(encoded):
    batch = batch_of({"A": ["x", "1"], "B": ["non", "oui"]}, encoded=encoded)
    assert one("A", "montant", output={"where": {"B": "oui"}}).issues(batch) == []


def looked_up(fields, on, **lookup):
    return Bench(fields, {"lookup": {"t": {"from": "tiers", "on": on, **lookup}}}, inputs=SIDE)


def test_lookup_adds_columns_and_keeps_the_order(encoded):
    batch = batch_of({"Code": ["2", "1", "9", "", " 2 "]}, encoded=encoded)
    side = [batch_of({"N": ["1", "2"], "Nom": ["un", "deux"]}, encoded=encoded)]
    mapped = looked_up({"texte": "Code", "autre": "t.Nom"}, {"Code": "N"}).run(batch, {"t": side})
    assert cells(mapped, "autre") == ["deux", "un", None, None, "deux"]
    (issue,) = mapped.issues
    assert (issue.code, issue.severity, issue.lines, issue.values) == ("lookup.missing", Severity.INFO, (4,), ("9",))


def test_what_was_not_given_is_not_missed_row_by_row():
    bench = looked_up({"texte": "Code", "autre": "t.Nom"}, {"Code": "N"})
    plan = bench.plan(("Code",))
    absent = replace(Side.load([], plan.lookups[0].there), given=False)
    mapped = run_output(plan, batch_of({"Code": ["1", "2"]}), {"t": absent})
    assert (cells(mapped, "autre"), mapped.issues) == ([None, None], ())


def test_lookup_by_several_columns_over_several_batches(encoded):
    batch = batch_of({"A": ["1", "1", "2", ""], "B": ["x", "y", "x", "z"]}, encoded=encoded)
    side = [
        batch_of({"C": ["2", "1"], "D": ["x", "y"], "V": ["2x", "1y"]}, encoded=encoded),
        batch_of({"C": ["", ""], "D": ["z", ""], "V": ["z", "nothing"]}),
    ]
    mapped = looked_up({"texte": "t.V"}, {"A": "C", "B": "D"}).run(batch, {"t": side})
    assert cells(mapped, "texte") == [None, "1y", "2x", "z"]
    assert [(i.code, i.values) for i in mapped.issues] == [("lookup.missing", ("1 | x",))]


def test_lookup_where_chooses_the_rows_of_the_side():
    side = [batch_of({"N": ["1", "1"], "Etat": ["ancien", "actif"], "Nom": ["a", "b"]})]
    bench = looked_up({"texte": "t.Nom"}, {"Code": "N"}, where={"Etat": "actif"})
    assert cells(bench.run(batch_of({"Code": ["1"]}), {"t": side}), "texte") == ["b"]


def test_lookup_duplicates_are_errors_where_the_choice_is_a_guess():
    bench = looked_up({"texte": "t.Nom"}, {"Code": "N"})
    plan = bench.plan(("Code",)).lookups[0].there
    batches = [
        batch_of({"N": ["1", "2", "1"], "Nom": ["a", "b", "a"], "Autre": ["x", "y", "z"]}, source="un.csv"),
        batch_of({"N": ["2", "3"], "Nom": ["c", "d"]}, source="deux.csv"),
    ]
    side = Side.load(batches, plan)
    assert [(i.code, i.severity, i.source, i.lines, i.values) for i in side.issues] == [
        ("lookup.duplicate", Severity.INFO, "un.csv", (4,), ("1",)),
        ("lookup.duplicate", Severity.ERROR, "deux.csv", (2,), ("2",)),
    ]
    assert side.column("Nom").to_pylist() == ["a", "b", "a", "c", "d"]


def test_lookup_that_drops_filters_the_rows_it_finds_and_tells_nothing(encoded):
    batch = batch_of({"Code": ["1", "9", "2", ""]}, encoded=encoded)
    side = [batch_of({"N": ["1", "2", "3"], "Nom": ["un", "deux", "trois"]}, encoded=encoded)]
    mapped = looked_up({"texte": "Code"}, {"Code": "N"}, drop="true").run(batch, {"t": side})
    assert cells(mapped, "texte") == ["9", None]
    assert (mapped.read, mapped.filtered, mapped.kept, mapped.issues) == (4, 2, 2, ())


def test_lookup_of_a_lookup():
    lookups = {
        "t": {"from": "tiers", "on": {"Code": "N"}},
        "v": {"from": "villes", "on": {"t.Insee": "Code"}},
    }
    bench = Bench({"texte": "v.Nom"}, {"lookup": lookups}, inputs={**SIDE, "villes": {"reader": "csv"}})
    sides = {
        "t": [batch_of({"N": ["1"], "Insee": ["01004"]})],
        "v": [batch_of({"Code": ["01004"], "Nom": ["Ambérieu"]})],
    }
    assert cells(bench.run(batch_of({"Code": ["1"]}), sides), "texte") == ["Ambérieu"]


def test_a_date_of_a_side_is_written_as_its_own_input_writes():
    bench = Bench(
        {"jour": "t.Le"},
        {"lookup": {"t": {"from": "tiers", "on": {"Code": "N"}}}},
        reading={"date": "%d/%m/%Y"},
        inputs={"tiers": {"reader": "csv", "date": "%Y%m%d", "null": "99999999"}},
    )
    side = [batch_of({"N": ["1", "2"], "Le": ["20240229", "99999999"]})]
    assert [str(day) for day in cells(bench.run(batch_of({"Code": ["1", "2"]}), {"t": side}), "jour")] == [
        "2024-02-29",
        "None",
    ]


def test_lookup_in_an_empty_side():
    bench = looked_up({"texte": "t.Nom"}, {"Code": "N"})
    assert cells(bench.run(batch_of({"Code": ["1", ""]}), {"t": []}), "texte") == [None, None]


UNPIVOT = {"columns": ["Jan", "Fev"], "name": "Mois", "value": "Montant"}
MONTHS = {"Id": ["a", "b", "c"], "Jan": ["1", "", ""], "Fev": ["2", "3", " "]}


def test_unpivot_makes_a_row_a_column_and_drops_empty_cells(encoded):
    bench = Bench(
        {"texte": "Id", "autre": "Mois", "montant": "Montant", "nombre": {"ordinal": "true"}}, {"unpivot": UNPIVOT}
    )
    mapped = bench.run(batch_of(MONTHS, encoded=encoded))
    rows = zip(*(cells(mapped, name) for name in ("texte", "autre", "montant", "nombre", "_ligne")), strict=True)
    assert list(rows) == [("a", "Jan", 1, 1, 2), ("a", "Fev", 2, 2, 2), ("b", "Fev", 3, 2, 3)]
    assert mapped.rows.tolist() == [0, 0, 1]
    assert (mapped.read, mapped.kept, mapped.filtered) == (3, 3, 0)


def test_unpivot_may_keep_empty_cells():
    bench = Bench({"texte": "Id", "autre": "Montant"}, {"unpivot": {**UNPIVOT, "drop_empty": "false"}})
    assert cells(bench.run(batch_of(MONTHS)), "autre") == ["1", "2", None, "3", None, None]


def test_unpivot_makes_no_row_of_the_texts_it_drops(encoded):
    bench = Bench({"texte": "Id", "autre": "Montant"}, {"unpivot": {**UNPIVOT, "drop": ["1", "3"]}})
    mapped = bench.run(batch_of(MONTHS, encoded=encoded))
    assert list(zip(cells(mapped, "texte"), cells(mapped, "autre"), strict=True)) == [("a", "2")]
    assert (mapped.read, mapped.kept, mapped.filtered) == (3, 3, 0)


def test_unpivot_keeps_an_empty_cell_when_one_beside_it_is_filled(encoded):
    bench = Bench(
        {"texte": "Nom", "autre": "Qui"},
        {"unpivot": {"columns": ["Père", "Mère"], "name": "Qui", "value": "Nom", "beside": {"Mère": ["Prénom mère"]}}},
    )
    people = {"Père": ["x", "", ""], "Mère": ["", "", ""], "Prénom mère": ["Anne", "", "Zoé"]}
    mapped = bench.run(batch_of(people, encoded=encoded))
    rows = list(zip(cells(mapped, "texte"), cells(mapped, "autre"), strict=True))
    assert rows == [("x", "Père"), (None, "Mère"), (None, "Mère")]


def test_explode_makes_a_row_a_piece(encoded):
    bench = Bench(
        {"texte": "Id", "autre": "Auteurs", "nombre": {"ordinal": "true"}},
        {"explode": {"column": "Auteurs", "sep": ";"}},
    )
    batch = batch_of({"Id": ["a", "b", "c", "d"], "Auteurs": ["x; y", "", "z", ";w;"]}, encoded=encoded)
    mapped = bench.run(batch)
    rows = list(zip(*(cells(mapped, name) for name in ("texte", "autre", "nombre")), strict=True))
    assert rows == [("a", "x", 1), ("a", "y", 2), ("b", None, 1), ("c", "z", 1), ("d", "w", 2)]
    assert mapped.rows.tolist() == [0, 0, 1, 2, 3]


def test_explode_after_unpivot_ranks_within_the_source_row(encoded):
    output = {"unpivot": UNPIVOT, "explode": {"column": "Montant", "sep": "+"}}
    bench = Bench({"texte": "Mois", "autre": "Montant", "nombre": {"ordinal": "true"}}, output)
    mapped = bench.run(batch_of({"Jan": ["1+2", ""], "Fev": ["3", "4+5"]}, encoded=encoded))
    rows = list(zip(*(cells(mapped, name) for name in ("texte", "autre", "nombre")), strict=True))
    assert rows == [("Jan", "1", 1), ("Jan", "2", 2), ("Fev", "3", 3), ("Fev", "4", 1), ("Fev", "5", 2)]


def test_an_issue_of_an_exploded_cell_shows_the_piece_and_its_line():
    bench = Bench({"montant": "A"}, {"explode": {"column": "A", "sep": ";"}})
    (issue,) = bench.issues(batch_of({"A": ["1;x", "y"]}))
    assert (issue.lines, issue.values) == ((2, 3), ("x", "y"))


def test_lookup_and_explode_after_where(encoded):
    output = {
        "where": {"K": "o"},
        "lookup": {"t": {"from": "tiers", "on": {"Code": "N"}}},
        "explode": {"column": "t.Noms", "sep": ","},
    }
    bench = Bench({"texte": "Code", "autre": "t.Noms"}, output, inputs=SIDE)
    batch = batch_of({"K": ["n", "o", "o"], "Code": ["1", "2", "1"]}, encoded=encoded)
    mapped = bench.run(batch, {"t": [batch_of({"N": ["1", "2"], "Noms": ["a,b", "c"]})]})
    assert list(zip(cells(mapped, "texte"), cells(mapped, "autre"), strict=True)) == [
        ("2", "c"),
        ("1", "a"),
        ("1", "b"),
    ]
    assert (mapped.read, mapped.filtered, mapped.kept, mapped.rows.tolist()) == (3, 1, 2, [1, 2, 2])
