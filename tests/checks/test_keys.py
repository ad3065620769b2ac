"""Keys over whole tables: proof when rows are in order, exact comparison when they are not."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.table import ForeignKey
from collecdata.checks import keys
from collecdata.checks.keys import foreign_key, unique_key


def reader(columns, size, *, encoded=False, source="f.csv"):
    """A table that can be read again, `size` rows a batch."""
    length = len(next(iter(columns.values())))
    whole = {name: pa.array(cells) if cells and not isinstance(cells[0], str | None) else pa.array(cells, pa.string())
             for name, cells in columns.items()}  # fmt: skip
    sources = source if isinstance(source, list) else [source] * length
    whole |= {"_source": pa.array(sources, pa.string()), "_ligne": pa.array(range(2, 2 + length), pa.int64())}

    def read(names):
        for start in range(0, length, size):
            batch = {name: whole[name].slice(start, size) for name in names}
            if encoded:
                batch = {name: column.dictionary_encode() for name, column in batch.items()}
            yield pa.record_batch(batch)

    return read


def places(issues):
    return Counter((line, value) for issue in issues for line, value in zip(issue.lines, issue.values, strict=True))


def test_rows_in_strict_order_are_proof_and_are_read_once(tmp_path):
    reads = []
    read = reader({"a": ["1", "1", "2"], "b": [1, 2, 1]}, 2)

    def counted(names):
        reads.append(tuple(names))
        return read(names)

    assert list(unique_key("t.x", ("a", "b"), counted, tmp_path)) == []
    assert reads == [("a", "b")]


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("size", [1, 2, 7])
def test_every_row_that_repeats_a_key_is_told(tmp_path, size, encoded):
    read = reader({"a": ["x", "y", "x", "z", "x", "y"], "b": [1, 2, 1, 1, 3, 2]}, size, encoded=encoded)
    issues = list(unique_key("t.x", ("a", "b"), read, tmp_path))
    assert places(issues) == {(4, "x | 1"): 1, (7, "y | 2"): 1}
    assert {(issue.code, issue.table, issue.field, issue.source) for issue in issues} == {
        ("key.duplicate", "t.x", "a, b", "f.csv")
    }


def test_rows_are_said_some_at_a_time_and_counted_all(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "SAID", 2)
    issues = list(unique_key("t.x", ("a",), reader({"a": ["x"] * 6}, 6), tmp_path))
    assert [(issue.count, issue.lines) for issue in issues] == [(2, (3, 4)), (2, (5, 6)), (1, (7,))]


def test_issues_name_the_file_of_each_row(tmp_path):
    read = reader({"a": ["x", "x", "x"]}, 3, source=["un", "un", "deux"])
    assert [(i.source, i.lines) for i in unique_key("t.x", ("a",), read, tmp_path)] == [("un", (3,)), ("deux", (4,))]


def test_null_repeats_in_a_primary_key_not_in_a_unique_field(tmp_path):
    read = reader({"a": [None, "x", None]}, 2)
    assert places(unique_key("t.x", ("a",), read, tmp_path)) == {(4, ""): 1}
    assert list(unique_key("t.x", ("a",), read, tmp_path, null_repeats=False)) == []


def test_keys_with_one_hash_are_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "hash_rows", lambda columns: hash_all_alike(len(columns[0])))
    read = reader({"a": ["c", "b", "a", "b"]}, 1)
    assert places(unique_key("t.x", ("a",), read, tmp_path)) == {(5, "b"): 1}


def hash_all_alike(length):
    import numpy as np

    return np.zeros(length, np.uint64)


ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 3)), min_size=1, max_size=30)


@given(ROWS, st.integers(1, 8), st.sampled_from([1, 3, 1 << 20]))
def test_duplicates_agree_with_a_dict(tmp_path_factory, rows, size, at_once):
    read = reader({"a": [a for a, _ in rows], "b": [b for _, b in rows]}, size)
    seen, expected = set(), Counter()
    for line, key in enumerate(rows, 2):
        if key in seen:
            expected[line, f"{key[0] or ''} | {key[1]}"] += 1
        seen.add(key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "AT_ONCE", at_once)
        assert places(unique_key("t.x", ("a", "b"), read, tmp_path_factory.mktemp("cles"))) == expected


@given(
    st.lists(st.sampled_from(["a", "b", "c", None]), max_size=20),
    st.lists(st.sampled_from(["a", "b", None]), max_size=5),
    st.integers(1, 8),
    st.sampled_from([1, 1 << 20]),
)
def test_orphans_agree_with_a_set(tmp_path_factory, children, parents, size, at_once):
    child, parent = reader({"lien": children}, size, encoded=True), reader({"code": parents}, size)
    key = ForeignKey(("lien",), "t.parent", ("code",))
    expected = {(line, cell): 1 for line, cell in enumerate(children, 2) if cell is not None and cell not in parents}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "AT_ONCE", at_once)
        issues = list(foreign_key("t.x", key, child, parent, tmp_path_factory.mktemp("cles")))
    assert places(issues) == expected
    assert {issue.params["reference"] for issue in issues} <= {"t.parent"}


def test_a_null_in_a_foreign_key_is_no_reference(tmp_path):
    child = reader({"a": ["x", None, "x"], "b": [1, 1, 2]}, 2)
    parent = reader({"c": ["x"], "d": [1]}, 2)
    key = ForeignKey(("a", "b"), "t.parent", ("c", "d"))
    assert places(foreign_key("t.x", key, child, parent, tmp_path)) == {(4, "x | 2"): 1}


def test_an_empty_table_has_no_issue(tmp_path):
    empty = reader({"id": [], "lien": []}, 2)
    assert list(unique_key("t.x", ("id",), empty, tmp_path)) == []
    assert list(foreign_key("t.x", ForeignKey(("lien",), "t.x", ("id",)), empty, empty, tmp_path)) == []
