"""Nested inputs: the rank within a parent, columns of ancestors."""

from __future__ import annotations

from decimal import Decimal

from collecdata.issues import Severity
from collecdata.mapping.ancestors import Ancestor
from collecdata.mapping.children import Children
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


def test_the_rank_of_a_row_and_of_its_ancestors_are_columns():
    ranked = {"_id": [10, 20, 60], "_parent": [0, 0, 50], "_rang": [4, 5, 1]}
    agents = batch_of({"Nom": ["Léa", "Ali", "Zoé"], "Grade": ["A", "B", "C"]}, numbers=ranked, record_set="Agent")
    primes = batch_of(
        {"Code": ["p", "q", "r"], "Montant": ["1", "2", "3"]},
        numbers={"_id": [11, 12, 21], "_parent": [10, 10, 20], "_rang": [1, 2, 1]},
        record_set="Prime",
    )
    plan = Bench({"nombre": "Agent/_rang", "texte": "_rang"}, {"record_set": "Prime"}).plan(SETS)
    batches = {"Declaration": [DECLARATION], "Agent": [agents]}
    sides = {one.name: Ancestor.load(batches[one.record_set], one) for one in plan.ancestors}
    mapped = run_output(plan, primes, sides)
    assert cells(mapped, "nombre") == [4, 4, 5]
    assert cells(mapped, "texte") == ["1", "2", "1"]


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


def test_rows_are_chosen_by_their_ancestors():
    _, mapped = run({"texte": "Code", "autre": "Agent/Nom"}, {"where": {"Agent/Grade": {"not": ["A"]}}})
    assert cells(mapped, "texte") == ["r", "s"]
    assert cells(mapped, "autre") == ["Ali", "Zoé"]
    assert (mapped.read, mapped.filtered, mapped.kept) == (4, 2, 2)


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


def held(output, batch=PRIMES, where=None, fields=None):
    lookup = {"from": "principal", "record_set": "Prime", "on": {"_id": "_parent"}, "where": where or {}}
    bench = Bench(fields or {"texte": "Nom", "montant": "p.Montant"}, {"record_set": "Agent", "lookup": {"p": lookup}})
    plan = bench.plan(SETS)
    (one,) = plan.lookups
    return run_output(plan, AGENTS, {"p": Children.load([batch], one.there)})


def test_what_a_row_holds_is_read_through_its_position():
    mapped = held({}, where={"Code": ["q", "r", "s"]})
    assert cells(mapped, "texte") == ["Léa", "Ali", "Zoé"]
    assert cells(mapped, "montant") == [Decimal(2), Decimal(3), Decimal(4)]
    assert mapped.issues == ()


def test_a_row_that_holds_none_has_an_empty_cell_and_no_issue():
    mapped = held({}, where={"Code": ["s"]})
    assert cells(mapped, "montant") == [None, None, Decimal(4)]
    assert mapped.issues == ()


def test_several_held_that_differ_are_an_error_at_the_line_of_the_holder():
    mapped = held({})
    assert cells(mapped, "montant") == [Decimal(1), Decimal(3), Decimal(4)]
    (issue,) = mapped.issues
    assert (issue.code, issue.severity, issue.lines) == ("lookup.duplicate", Severity.ERROR, (2,))


def test_several_held_that_say_the_same_are_for_information():
    same = batch_of(
        {"Code": ["p", "q"], "Montant": ["1", "1"]}, numbers={"_id": [61, 62], "_parent": [60, 60]}, record_set="Prime"
    )
    (issue,) = held({}, same).issues
    assert (issue.severity, issue.lines) == (Severity.INFO, (4,))
