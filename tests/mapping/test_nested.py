"""Nested inputs: the rank within a parent, columns of ancestors."""

from __future__ import annotations

from collecdata.mapping.ancestors import Ancestor
from collecdata.mapping.run import run_output
from mapping.bench import Bench, batch_of, cells

SETS = {"Declaration": ("Mois",), "Agent": ("Nom", "Grade"), "Prime": ("Code", "Montant")}
DECLARATION = batch_of(
    {"Mois": ["01", "02"]}, numbers={"_id": [0, 50], "_parent": [None, None]}, record_set="Declaration"
)
AGENTS = batch_of(
    {"Nom": [" Léa ", "Ali", "Zoé"], "Grade": ["A", "B", "C"]},
    numbers={"_id": [10, 20, 60], "_parent": [0, 0, 50]},
    record_set="Agent",
)
PRIMES = batch_of(
    {"Code": ["p", "q", "r", "s"], "Montant": ["1", "2", "3", "4"]},
    numbers={"_id": [11, 12, 21, 61], "_parent": [10, 10, 20, 60]},
    record_set="Prime",
)


def run(fields, output=None, batch=PRIMES, record_set="Prime"):
    plan = Bench(fields, {"record_set": record_set, **(output or {})}).plan(SETS)
    batches = {"Declaration": [DECLARATION], "Agent": [AGENTS], "Prime": [PRIMES]}
    sides = {one.name: Ancestor.load(batches[one.record_set], one) for one in plan.ancestors}
    return plan, run_output(plan, batch, sides)


def test_ordinal_is_the_rank_within_the_parent():
    _, mapped = run({"texte": "Code", "nombre": {"ordinal": "true"}})
    assert cells(mapped, "nombre") == [1, 2, 1, 1]


def test_ordinal_is_what_the_reader_counted_where_a_batch_is_a_piece_of_the_parent():
    piece = batch_of(
        {"Code": ["r", "s"], "Montant": ["3", "4"]},
        numbers={"_id": [21, 61], "_parent": [20, 60], "_rang": [8, 1]},
        record_set="Prime",
    )
    _, mapped = run({"nombre": {"ordinal": "true"}}, batch=piece)
    assert cells(mapped, "nombre") == [8, 1]


def test_ordinal_does_not_depend_on_the_rows_kept():
    _, mapped = run({"nombre": {"ordinal": "true"}}, {"where": {"Code": ["q", "s"]}})
    assert cells(mapped, "nombre") == [2, 1]


def test_an_ancestor_is_read_through_those_between():
    plan, mapped = run({"texte": "Agent/Nom", "autre": "Declaration/Mois", "montant": "Montant"})
    assert cells(mapped, "texte") == ["Léa", "Léa", "Ali", "Zoé"]
    assert cells(mapped, "autre") == ["01", "01", "01", "02"]
    assert {one.record_set: one.columns for one in plan.ancestors} == {"Declaration": ("Mois",), "Agent": ("Nom",)}


def test_ancestors_after_a_filter_and_an_explode():
    _, mapped = run(
        {"texte": "Agent/Nom"}, {"where": {"Code": {"not": ["p"]}}, "explode": {"column": "Code", "sep": ";"}}
    )
    assert cells(mapped, "texte") == ["Léa", "Ali", "Zoé"]


def test_no_ancestor_is_loaded_when_none_is_read():
    plan, _ = run({"texte": "Code"})
    assert plan.ancestors == ()


def test_an_orphan_has_empty_ancestors():
    orphan = batch_of({"Code": ["z"], "Montant": ["1"]}, numbers={"_id": [99], "_parent": [77]}, record_set="Prime")
    _, mapped = run({"texte": "Agent/Nom"}, batch=orphan)
    assert cells(mapped, "texte") == [None]


def test_an_ancestor_that_the_file_does_not_have_is_absent():
    plan, _ = run({"texte": "Contrat/Nom"})
    assert [(i.code, i.column) for i in plan.issues] == [("column.absent", "Contrat/Nom")]
