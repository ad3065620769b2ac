from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.hashing import hash_rows
from kernels.forms import dictionary, forms

TEXTS = st.lists(st.none() | st.text(max_size=20) | st.text(alphabet="ab\x00", max_size=20))


@given(TEXTS)
def test_the_same_values_have_the_same_hash_in_any_form(values):
    expected = hash_rows([pa.array(values, pa.string())]).tolist()
    for array in [*forms(values), dictionary(values), *(form.cast(pa.binary()) for form in forms(values))]:
        assert hash_rows([array]).tolist() == expected
    assert [hash_rows([pa.array([value], pa.string())])[0] for value in values] == expected


@given(TEXTS)
def test_different_values_have_different_hashes(values):
    distinct = list(dict.fromkeys(values))
    assert len(set(hash_rows([pa.array(distinct, pa.string())]).tolist())) == len(distinct)


def test_long_cells_among_short_ones():
    values = ["a" * n for n in (0, 1, 7, 8, 9, 16, 255, 256, 257, 5000)] + ["a" * 4999 + "b"]
    together = hash_rows([pa.array(values)])
    assert together.tolist() == [hash_rows([pa.array([value])])[0] for value in values]
    assert len(set(together.tolist())) == len(values)


def test_hashes_are_those_of_any_other_process():
    columns = [pa.array(["213500010", None, ""]), pa.array([1, 2, 3], pa.int16())]
    assert [f"{h:016x}" for h in hash_rows(columns).tolist()] == [
        "1791f5799271ea7b",
        "cdf84e22d5ff0d4a",
        "d7f030fc3e74beda",
    ]


def test_columns_are_told_apart():
    a, b = pa.array(["x", "", "xy"]), pa.array(["", "x", None])
    assert len({*hash_rows([a, b]).tolist(), *hash_rows([b, a]).tolist()}) == 4


def test_null_is_not_the_empty_string():
    first, second = hash_rows([pa.array([None, ""], pa.string())])
    assert first != second


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([1, None, -5], [pa.int8(), pa.int16(), pa.int32(), pa.int64()]),
        ([date(2024, 1, 1), None], [pa.date32()]),
        ([True, None, False], [pa.bool_()]),
        ([Decimal("1.50"), None, Decimal("-1.50")], [pa.decimal128(18, 2), pa.decimal128(30, 2)]),
    ],
)
def test_typed_columns_plain_sliced_and_encoded(values, kinds):
    found = {
        tuple(hash_rows([form]).tolist())
        for kind in kinds
        for form in (pa.array(values, kind), pa.array([values[0], *values], kind).slice(1), dictionary(values, kind))
    }
    assert len(found) == 1
    assert len(set(next(iter(found)))) == len(values)


def test_hashes_spread_over_high_and_low_bits():
    hashes = hash_rows([pa.array([f"{n:015d}" for n in range(20_000)])])
    for shift in (0, 24, 58):
        buckets = np.bincount(((hashes >> np.uint64(shift)) & np.uint64(63)).astype(np.int64), minlength=64)
        assert abs(buckets - 20_000 / 64).max() < 6 * (20_000 / 64) ** 0.5


def test_other_types_and_no_column_are_refused():
    with pytest.raises(TypeError):
        hash_rows([pa.array([1.5])])
    with pytest.raises(ValueError, match="no column"):
        hash_rows([])
