from datetime import date
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.order import strictly_increasing
from kernels.forms import dictionary

ROWS = st.lists(st.tuples(st.sampled_from(["", "a", "ab", "b", "é", "\U0001f600", "\uffff"]), st.integers(-2, 2)))


def columns(rows, *, encoded):
    texts, numbers = [a for a, _ in rows], [b for _, b in rows]
    if encoded:
        return [dictionary(texts), dictionary(numbers, pa.int16())]
    return [pa.array(texts, pa.string()), pa.array(numbers, pa.int64())]


@given(
    rows=ROWS | ROWS.map(sorted) | ROWS.map(lambda rows: sorted(set(rows))),
    encoded=st.booleans(),
    cut=st.integers(0, 5),
)
@example(rows=[("a", 1), ("a", 1)], encoded=False, cut=0)
def test_agrees_with_python_in_one_or_two_batches(rows, encoded, cut):
    expected = all(a < b for a, b in pairwise(rows))
    first, second = rows[:cut], rows[cut:]
    good, last = strictly_increasing(columns(first, encoded=encoded), None)
    assert last == (first[-1] if first else None)
    again, last = strictly_increasing(columns(second, encoded=encoded), last)
    assert (good and again) == expected
    assert last == (rows[-1] if rows else None)


@pytest.mark.parametrize(
    "values",
    [[date(2023, 1, 1), date(2024, 1, 1)], [Decimal("-1.5"), Decimal("2.5")], [False, True], [b"a", b"\xff"]],
)
def test_any_type_that_has_an_order(values):
    for column in (pa.array(values), dictionary(values, pa.array(values).type)):
        assert strictly_increasing([column], None) == (True, (values[-1],))
        assert not strictly_increasing([column], (values[0],))[0]


def test_a_dictionary_longer_than_the_column():
    column = pa.DictionaryArray.from_arrays(pa.array([2, 0], pa.int32()), pa.array(["c", "b", "a"]))
    assert strictly_increasing([column], None) == (True, ("c",))


@pytest.mark.parametrize("column", [pa.array(["a", None]), dictionary(["a", None])])
def test_null_proves_nothing(column):
    assert strictly_increasing([column], None) == (False, (None,))


def test_a_batch_after_one_that_ends_with_null_proves_nothing():
    good, last = strictly_increasing([pa.array([None], pa.string())], None)
    assert not good
    assert not strictly_increasing([pa.array(["a"])], last)[0]
