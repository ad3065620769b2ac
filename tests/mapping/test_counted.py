"""A file that is a count: one row a combination, whatever the batches."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from collecdata.mapping.counted import Counted

ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", "z"]), st.text("kl", max_size=2)))


def batch(rows) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    return pa.RecordBatch.from_arrays([*arrays, pa.array([""] * len(rows))], names=["a", "b", "autre", "nombre"])


@given(ROWS, st.integers(1, 4), st.integers(1, 4))
def test_counts_are_those_of_the_standard_library(rows, size, at_least):
    counted = Counted("nombre", ("a", "b"))
    for start in range(0, len(rows), size):
        counted.add(batch(rows[start : start + size]))
    expected = Counter((a, b) for a, b, _ in rows)
    first = {(a, b): other for a, b, other in reversed(rows)}
    wanted = [(a, b, first[a, b], str(n)) for (a, b), n in expected.items() if n >= at_least]
    data, below = counted.result(at_least)
    found = [] if data is None else list(zip(*(column.to_pylist() for column in data.columns), strict=True))
    assert found == wanted
    assert below == sum(n for n in expected.values() if n < at_least)
