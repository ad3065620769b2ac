import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.distinct import decode, encode, mask_on_distinct, on_distinct, parse_on_distinct, spread
from kernels.forms import dictionary

VALUES = st.lists(st.none() | st.sampled_from(["", "a", "b", "C", "dd"]), max_size=20)


def lengths(values):
    return pc.binary_length(values)


def without_a(values):
    return pa.array([None if v == "a" else v for v in values.to_pylist()], pa.string())


def is_b(values):
    return np.array([v == "b" for v in values.to_pylist()], bool)


@given(VALUES)
def test_plain_and_dictionary_agree(values):
    plain, encoded = pa.array(values, pa.string()), dictionary(values)
    assert on_distinct(plain, lengths).to_pylist() == on_distinct(encoded, lengths).to_pylist()
    assert mask_on_distinct(plain, is_b).tolist() == mask_on_distinct(encoded, is_b).tolist()
    assert decode(encoded).equals(plain)
    assert encode(plain).to_pylist() == encode(encoded).to_pylist() == values


@given(VALUES, st.integers(1, 5), st.integers(0, 3), st.sampled_from([pa.string(), pa.binary()]))
def test_runs_of_equal_cells_are_encoded_as_arrow_would(values, times, start, kind):
    cells = [value for value in values if value is not None or times > 4 for _ in range(times)]
    column = pa.array(cells, pa.string()).cast(kind).slice(start)
    assert encode(column).equals(column.dictionary_encode())


@given(st.integers(0, 10), st.data(), st.integers(0, 3), st.sampled_from([pa.string(), pa.binary()]))
def test_cells_of_one_width_are_encoded_as_arrow_would(width, data, start, kind):
    words = data.draw(st.lists(st.text("01\0é", min_size=width, max_size=width), min_size=1, max_size=4))
    cells = data.draw(st.lists(st.sampled_from(words), max_size=20))
    column = pa.array(["x" * data.draw(st.integers(0, 9)), *cells], pa.string()).cast(kind).slice(1).slice(start)
    assert encode(column).equals(column.dictionary_encode())
    encode(column).validate(full=True)


@given(VALUES)
def test_a_dictionary_stays_one_with_the_same_indices(values):
    encoded = dictionary(values)
    result = on_distinct(encoded, lengths)
    assert result.indices.equals(encoded.indices)
    assert result.type == pa.dictionary(pa.int32(), pa.int32())


@given(VALUES, st.integers(0, 5))
def test_values_made_null_leave_the_dictionary(values, start):
    result = on_distinct(dictionary(values).slice(start), without_a)
    assert result.to_pylist() == [None if v == "a" else v for v in values[start:]]
    assert result.dictionary.null_count == 0
    result.validate(full=True)


def test_values_made_null_can_be_written_to_parquet():
    result = on_distinct(dictionary(["a", "b", None]), without_a)
    file = io.BytesIO()
    pq.write_table(pa.table({"x": result}), file)
    assert pq.read_table(file)["x"].to_pylist() == [None, "b", None]


@given(VALUES, st.integers(0, 5))
def test_parse_gives_the_column_and_the_rows_that_are_bad(values, start):
    def op(array):
        return without_a(array), np.array([v == "a" for v in array.to_pylist()], bool)

    expected = values[start:]
    for column in (pa.array(values, pa.string()).slice(start), dictionary(values).slice(start)):
        parsed, bad = parse_on_distinct(column, op)
        assert parsed.to_pylist() == [None if v == "a" else v for v in expected]
        assert bad.tolist() == [v == "a" for v in expected]


def test_no_mask_marks_no_row():
    assert spread(dictionary(["a"]), None).tolist() == [False]


def test_an_unused_bad_value_marks_no_row():
    assert mask_on_distinct(dictionary(["a", "b"]).slice(0, 1), is_b).tolist() == [False]
