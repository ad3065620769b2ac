"""Rows refused with every reason, cells made null, all of it counted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.table import Constraints, Field, Table
from collecdata.checks.apply import apply
from collecdata.issues import Severity

TABLE = Table(
    "x",
    "t",
    fields=(
        Field("cle", "string", constraints=Constraints(required=True, pattern="[a-z]+")),
        Field("jour", "integer", constraints=Constraints(required=True, minimum="1")),
        Field("note", "string", constraints=Constraints(maxLength=2, pattern="[0-9]*")),
        Field("siren", "string"),
    ),
)


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


def batch(cle, jour, note, *, encoded=False):
    columns = {
        "cle": pa.array(cle, pa.string()),
        "jour": pa.array(jour, pa.int64()),
        "note": pa.array(note, pa.string()),
    }
    columns["siren"] = pa.array(["123456789"] * len(cle))
    if encoded:
        columns = {name: column.dictionary_encode() for name, column in columns.items()}
    columns["_source"] = pa.array(["f.csv"] * len(cle)).dictionary_encode()
    columns["_ligne"] = pa.array(np.arange(2, 2 + len(cle)))
    return pa.record_batch(columns)


def places(data):
    return np.arange(data.num_rows), ("f.csv", np.arange(2, 2 + data.num_rows))


def test_a_bad_required_cell_rejects_the_row_with_every_reason(encoded):
    data = batch(["a", None, "A", "b"], [1, 0, 0, 2], ["1", "2", "3", "4"], encoded=encoded)
    checked = apply(TABLE, {}, data, *places(data))
    assert checked.rejected == {
        1: ("row.required: cle", "cell.minimum: jour"),
        2: ("cell.pattern: cle", "cell.minimum: jour"),
    }
    assert checked.data.column("cle").to_pylist() == ["a", "b"]


def test_a_bad_optional_cell_becomes_null_with_an_issue(encoded):
    data = batch(["a", "b", "c"], [1, 1, 1], ["1", "123", "x"], encoded=encoded)
    checked = apply(TABLE, {}, data, *places(data), {"note": "Note"})
    assert checked.rejected == {}
    assert checked.data.column("note").to_pylist() == ["1", None, None]
    told = [(i.code, i.severity, i.field, i.column, i.source, i.lines, i.values) for i in checked.issues]
    assert told[:2] == [
        ("cell.pattern", Severity.ERROR, "note", "Note", "f.csv", (4,), ("x",)),
        ("cell.length", Severity.ERROR, "note", "Note", "f.csv", (3,), ("123",)),
    ]


def test_a_wrong_checksum_keeps_the_cell(encoded):
    data = batch(["a"], [1], ["1"], encoded=encoded)
    checked = apply(TABLE, {}, data, *places(data))
    assert [(i.code, i.severity) for i in checked.issues] == [("cell.checksum", Severity.WARNING)]
    assert checked.data.column("siren").to_pylist() == ["123456789"]


def test_clean_rows_are_given_back_untouched():
    data = batch(["a", "b"], [1, 1], ["1", "2"], encoded=True).drop_columns(["siren"])
    assert apply(TABLE, {}, data, *places(data)).data is data


def test_what_was_rejected_or_emptied_leaves_nothing_in_dictionaries():
    data = batch(["a", "SECRET", "b"], [1, 1, 1], ["1", "2", "bad"], encoded=True)
    kept = apply(TABLE, {}, data, *places(data)).data
    assert kept.column("cle").dictionary.to_pylist() == ["a", "b"]
    assert kept.column("note").dictionary.to_pylist() == ["1"]


def test_a_source_row_is_rejected_whole():
    data = batch(["a", None, "b", "c"], [1, 1, 1, 1], ["1"] * 4)
    checked = apply(TABLE, {}, data, np.array([0, 0, 1, 1]), ("f.csv", np.array([2, 3])))
    assert checked.rejected == {0: ("row.required: cle",)}
    assert checked.data.column("cle").to_pylist() == ["b", "c"]


CELLS = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "A"]),
        st.sampled_from([None, 0, 1, 2]),
        st.sampled_from([None, "1", "12", "123", "x"]),
    ),
    min_size=1,
    max_size=12,
)


@given(CELLS, st.booleans())
def test_checks_agree_with_one_row_at_a_time(rows, as_dictionary):
    data = batch(*(list(column) for column in zip(*rows, strict=True)), encoded=as_dictionary)
    checked = apply(TABLE, {}, data, *places(data))
    kept, refused = [], {}
    for place, (cle, jour, note) in enumerate(rows):
        why = ["row.required: cle"] * (cle is None) + ["cell.pattern: cle"] * (cle == "A")
        why += ["row.required: jour"] * (jour is None) + ["cell.minimum: jour"] * (jour == 0)
        if why:
            refused[place] = tuple(why)
        else:
            kept.append((cle, jour, None if note in ("123", "x") else note))
    assert checked.rejected == refused
    assert list(zip(*(checked.data.column(name).to_pylist() for name in ("cle", "jour", "note")), strict=True)) == kept
    assert checked.data.num_rows + len(checked.rejected) == len(rows)
