from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels import buffers
from kernels.forms import dictionary, forms

TEXTS = st.lists(st.none() | st.text(max_size=5))


@given(TEXTS)
def test_cells_are_the_bytes_of_each_value_and_none_under_null(values):
    for array in forms(values):
        seen = buffers.cells(array)
        raw = bytes(seen.data)
        assert [raw[a:b] for a, b in zip(seen.starts, seen.ends, strict=True)] == [(v or "").encode() for v in values]
        assert [bool(x) for x in buffers.nulls(array)] == [v is None for v in values]
        assert len(seen) == len(values)


@given(TEXTS)
def test_strings_and_texts_give_the_values_back(values):
    for array in forms(values):
        seen = buffers.cells(array)
        again = buffers.strings(seen.offsets, seen.data, seen.null)
        again.validate(full=True)
        assert again.to_pylist() == values
    assert buffers.texts(values).to_pylist() == values


@given(st.lists(st.none() | st.booleans(), max_size=40), st.integers(0, 20))
def test_bools_of_a_slice_and_of_a_dictionary(values, start):
    array = pa.array(values, pa.bool_()).slice(start)
    assert buffers.bools(array).tolist() == [bool(v) for v in values[start:]]
    encoded = dictionary(values, pa.bool_())
    assert buffers.bools(encoded).tolist() == [bool(v) for v in values]
    made = buffers.from_bools(np.array([bool(v) for v in values], bool), np.array([v is None for v in values], bool))
    assert made.to_pylist() == values


def test_nulls_inside_a_dictionary_are_seen():
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, None], pa.int32()), pa.array(["a", None]))
    assert buffers.nulls(column).tolist() == [False, True, True]


def test_nulls_of_a_null_array():
    assert buffers.nulls(pa.nulls(2)).tolist() == [True, True]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([-3, 1, 2], pa.int16()),
        pa.array([date(1, 1, 1), date(1970, 1, 1), date(9999, 12, 31)]).cast(pa.date32()),
        pa.array([1, 2, 3], pa.timestamp("us")),
        pa.array([1, 2, 3], pa.time32("s")),
    ],
)
def test_integers_are_what_is_stored(array):
    stored = array.cast(pa.int16() if array.type == pa.int16() else f"int{array.type.bit_width}")
    assert buffers.integers(array.slice(1)).tolist() == stored.to_pylist()[1:]


@pytest.mark.parametrize("array", [pa.array([1.5]), pa.array([1], pa.uint8())])
def test_integers_of_another_type_are_refused(array):
    with pytest.raises(TypeError, match="expected integers"):
        buffers.integers(array)


@pytest.mark.parametrize("array", [pa.array(["a"], pa.large_string()), pa.array([1])])
def test_cells_of_another_type_are_refused(array):
    with pytest.raises(TypeError, match="expected string or binary"):
        buffers.cells(array)


@given(st.lists(st.integers(-(10**18) + 1, 10**18 - 1)))
def test_decimals_hold_unscaled_values(unscaled):
    array = buffers.decimals(np.array(unscaled, np.int64), 18, 2)
    array.validate(full=True)
    assert array.to_pylist() == [Decimal(value).scaleb(-2) for value in unscaled]


@given(st.lists(st.binary(max_size=20)))
def test_counts_of_high_bytes(values):
    seen = buffers.cells(pa.array(values, pa.binary()))
    counted = buffers.counts(seen.offsets, seen.data & np.uint8(0x80))
    assert counted.tolist() == [sum(byte >= 0x80 for byte in value) for value in values]
    assert buffers.running(counted).tolist() == [sum(counted[:k]) for k in range(len(values) + 1)]


def test_more_than_two_gigabytes_of_text_is_refused(monkeypatch):
    monkeypatch.setattr(buffers, "_INT32_MAX", 3)
    with pytest.raises(OverflowError):
        buffers.strings(np.array([0, 4]), b"abcd")
