import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.booleans import parse_boolean
from kernels.forms import forms


@given(st.lists(st.none() | st.sampled_from(["O", "N", "o", "", "Oui", "x"])))
def test_words_and_no_other(values):
    words = {"O": True, "Oui": True, "N": False}
    for array in forms(values):
        result, bad = parse_boolean(array, ["O", "Oui"], ["N"])
        assert result.to_pylist() == [words.get(v) for v in values]
        assert bad.tolist() == [bool(v) and v not in words for v in values]


def test_the_empty_string_may_be_a_word():
    result, bad = parse_boolean(pa.array(["X", "", None]), ["X"], [""])
    assert result.to_pylist() == [True, False, None]
    assert not bad.any()


def test_a_word_is_not_both():
    with pytest.raises(ValueError, match="both true and false: O"):
        parse_boolean(pa.array(["O"]), ["O"], ["O", "N"])
