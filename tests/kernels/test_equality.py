import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels import equality
from collecdata.kernels.equality import changes, repeated, row_labels
from kernels.forms import dictionary

ROWS = st.lists(st.tuples(st.none() | st.sampled_from(["", "a", "b"]), st.none() | st.integers(-2, 2)))


@given(ROWS, st.booleans())
def test_labels_are_equal_exactly_when_rows_are(rows, tight):
    with pytest.MonkeyPatch.context() as patch:
        if tight:
            patch.setattr(equality, "_SAFE", 3)
        texts, numbers = [a for a, _ in rows], [b for _, b in rows]
        for first in (pa.array(texts, pa.string()), dictionary(texts)):
            labels = row_labels([first, pa.array(numbers, pa.int64())]).tolist()
            seen = {}
            assert [seen.setdefault(row, label) for row, label in zip(rows, labels, strict=True)] == labels
            assert len(set(labels)) == len(set(rows))


@given(st.lists(st.integers(0, 4)))
def test_repeated_leaves_the_first_or_the_last_of_each(labels):
    array = np.array(labels, np.int64)
    assert repeated(array).tolist() == [label in labels[:k] for k, label in enumerate(labels)]
    assert repeated(array, "last").tolist() == [label in labels[k + 1 :] for k, label in enumerate(labels)]


@given(st.lists(st.none() | st.sampled_from(["", "a", "b", "é", "dates001", "dates002"])), st.integers(1, 4))
def test_changes_are_where_a_cell_is_not_the_one_before(values, times):
    cells = [value for value in values for _ in range(times)]
    expected = [bool(row) and value != cells[row - 1] for row, value in enumerate(cells)]
    plain = pa.array(cells, pa.string())
    assert changes(plain).tolist() == changes(dictionary(cells)).tolist() == expected
    assert changes(plain.dictionary_encode()).tolist() == expected


def test_no_column_is_refused():
    with pytest.raises(ValueError, match="no column"):
        row_labels([])
