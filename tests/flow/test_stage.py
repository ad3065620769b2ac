"""Rows of which one a key is kept, whatever block of the lot made them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from collecdata.catalogue.language import Dedupe
from collecdata.flow import stage as stages
from collecdata.flow.stage import Stage

SCHEMA = pa.schema([("cle", pa.string()), ("nom", pa.string()), ("_source", pa.string()), ("_ligne", pa.int64())])


def rows(keys, names, source="a.xml"):
    columns = [list(keys), list(names), [source] * len(keys), list(range(1, len(keys) + 1))]
    return pa.RecordBatch.from_arrays([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA.names)


@pytest.fixture
def stage(tmp_path):
    made = Stage(tmp_path / "rows.arrow", SCHEMA, Dedupe(key=("cle",)))
    yield made
    made.abort()


def kept(stage):
    given = list(stage.kept())
    counts = sum((by_block for _, by_block in given), type(stage.dropped)())
    return [name for batch, _ in given for name in batch.column("nom").to_pylist()], counts


def test_a_row_that_another_block_gave_is_dropped_and_counted_where_it_came_from(stage):
    stage.add(rows("ab", "AB"), "depense")
    stage.add(rows("bcb", "BCB"), "recette")
    names, counts = kept(stage)
    assert names == ["A", "B", "C"]
    assert counts == {"depense": 2, "recette": 1}
    assert stage.dropped == {"recette": 2}
    assert stage.conflicts == 0


def test_rows_of_the_same_key_that_differ_are_counted(stage):
    stage.add(rows("ab", "AB"), "depense")
    stage.add(rows("ab", "AX", "b.xml"), "recette")
    kept(stage)
    assert stage.conflicts == 1


def test_a_row_that_says_less_than_the_one_kept_does_not_differ_from_it(stage):
    stage.add(rows("ab", ["A", None]), "depense")
    stage.add(rows("ab", [None, "B"]), "recette")
    kept(stage)
    assert stage.conflicts == 1


def test_counts_hold_over_slices(stage, monkeypatch):
    monkeypatch.setattr(stages, "SLICE", 3)
    for number in range(5):
        stage.add(rows([str(number), "x", str(number + 10)], "ABC"), "paire" if number % 2 == 0 else "impaire")
    names, counts = kept(stage)
    assert len(names) == 11
    assert counts == {"paire": 7, "impaire": 4}
    assert stage.dropped == {"paire": 2, "impaire": 2}


def test_the_last_may_be_the_one_kept(tmp_path):
    stage = Stage(tmp_path / "rows.arrow", SCHEMA, Dedupe(key=("cle",), keep="last"))
    stage.add(rows("aa", "AB"), "un")
    stage.add(rows("a", "C"), "deux")
    names, counts = kept(stage)
    assert names == ["C"]
    assert (counts["un"], counts["deux"], stage.dropped) == (0, 1, {"un": 2})


def test_amounts_are_exact(tmp_path):
    schema = pa.schema([("cle", pa.string()), ("montant", pa.decimal128(18, 2))])
    stage = Stage(tmp_path / "rows.arrow", schema, Dedupe(key=("cle",)))
    amounts = pa.array([Decimal("0.10"), Decimal("9007199254740993.01")], pa.decimal128(18, 2))
    stage.add(pa.RecordBatch.from_arrays([pa.array(["a", "b"]), amounts], schema=schema), "un")
    ((batch, _),) = stage.kept()
    assert batch.column("montant").to_pylist() == [Decimal("0.10"), Decimal("9007199254740993.01")]


def test_of_a_history_only_the_changes_are_kept_whatever_the_order_of_the_files(tmp_path):
    schema = pa.schema([("cle", pa.string()), ("mois", pa.string()), ("nom", pa.string()), ("_ligne", pa.int64())])
    stage = Stage(tmp_path / "rows.arrow", schema, Dedupe(key=("cle",), keep="changes", by="mois"))
    for months, names in (("0405", "BA"), ("0102", "AA"), ("0306", "BA")):
        columns = [["c", "c"], [months[:2], months[2:]], list(names), [1, 2]]
        stage.add(pa.RecordBatch.from_arrays([pa.array(c) for c in columns], schema=schema), "paie")
    kept_rows = [(row["mois"], row["nom"]) for batch, _ in stage.kept() for row in batch.to_pylist()]
    assert sorted(kept_rows) == [("01", "A"), ("03", "B"), ("05", "A")]
    assert stage.dropped == {"paie": 3}
