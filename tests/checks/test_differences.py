"""Two versions of a table, compared cell by cell, whatever the order of their rows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.checks import differences as module
from collecdata.checks.differences import ADDED, CHANGED, REMOVED, differences

CELL = st.none() | st.sampled_from(["a", "b"])
TABLE = st.dictionaries(st.integers(0, 8), st.tuples(CELL, CELL), max_size=9)


def reader(rows, name="f.csv"):
    """Read rows (key, text, amount) three at a time, texts as dictionaries."""
    keys, texts, amounts = zip(*rows, strict=True) if rows else ((), (), ())
    table = pa.record_batch(
        {
            "cle": pa.array(keys, pa.int64()),
            "texte": pa.array(texts, pa.string()).dictionary_encode(),
            "montant": pa.array(amounts, pa.decimal128(18, 2)),
            "_source": pa.array([name] * len(keys), pa.string()),
            "_ligne": pa.array(np.arange(len(keys)) + 2, pa.int64()),
        }
    )

    def read(names):
        for start in range(0, len(keys), 3):
            yield table.slice(start, 3).select(list(names))

    return read


def compared(old, new, tmp_path):
    found = list(differences(["cle"], ["texte", "montant"], reader(old), reader(new, "g.csv"), tmp_path))
    return [row for one in found for row in one.cells.to_pylist()], found


@given(old=TABLE, new=TABLE, data=st.data())
def test_every_difference_is_found_as_a_dictionary_of_rows_would(tmp_path_factory, old, new, data):
    amount = {None: None, "a": Decimal("1.00"), "b": Decimal("-2.50")}
    before, after = (
        [(key, text, amount[value]) for key, (text, value) in data.draw(st.permutations(list(side.items())))]
        for side in (old, new)
    )
    cells, found = compared(before, after, tmp_path_factory.getbasetemp())
    assert {int(row["cle"]) for row in cells if row["changement"] == REMOVED} == old.keys() - new.keys()
    assert {int(row["cle"]) for row in cells if row["changement"] == ADDED} == new.keys() - old.keys()
    expected = {
        (key, name)
        for key in old.keys() & new.keys()
        for place, name in enumerate(("texte", "montant"))
        if old[key][place] != new[key][place]
    }
    changed = [row for row in cells if row["changement"] == CHANGED]
    assert {(int(row["cle"]), row["champ"]) for row in changed} == expected
    assert len(changed) == len(expected)
    assert sum(one.changed for one in found) == len({key for key, _ in expected})


def test_a_changed_cell_says_both_values_and_both_places(tmp_path):
    cells, _ = compared([(1, "x", Decimal("1.00"))], [(0, "y", None), (1, "x", Decimal("2.50"))], tmp_path)
    changed, added = sorted(cells, key=lambda row: row["changement"], reverse=True)
    assert changed == {
        "changement": CHANGED,
        "cle": "1",
        "champ": "montant",
        "ancienne": "1.00",
        "nouvelle": "2.50",
        "ancienne_source": "f.csv",
        "ancienne_ligne": 2,
        "nouvelle_source": "g.csv",
        "nouvelle_ligne": 3,
    }
    assert (added["changement"], added["ancienne_source"], added["nouvelle_ligne"]) == (ADDED, None, 2)


def test_rows_that_share_a_key_are_compared_as_many_as_there_are(tmp_path):
    old = [(1, "x", None), (1, "x", None), (1, "y", None)]
    cells, _ = compared(old, [(1, "y", None), (1, "z", None)], tmp_path)
    assert [(row["changement"], row["champ"], row["nouvelle"]) for row in cells] == [
        (CHANGED, "texte", "z"),
        (REMOVED, None, None),
    ]


def test_keys_that_share_a_hash_by_accident_are_two_rows(tmp_path, monkeypatch):
    hashes = iter([7, 1, 7, 2])  # the key then the rest, of one side then the other
    monkeypatch.setattr(module, "hash_rows", lambda columns: np.full(len(columns[0]), next(hashes), np.uint64))
    cells, _ = compared([(1, "x", None)], [(2, "x", None)], tmp_path)
    assert [(row["changement"], row["cle"]) for row in cells] == [(REMOVED, "1"), (ADDED, "2")]


@pytest.mark.parametrize("at_once", [1, 2])
def test_more_differences_than_are_read_at_once_are_all_given(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    monkeypatch.setattr("collecdata.kernels.spill._FEW", 0)
    cells, found = compared([(key, "x", None) for key in range(50)], [], tmp_path)
    assert sorted(int(row["cle"]) for row in cells) == list(range(50))
    assert len(found) > 1
