import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.codepages import code_page
from collecdata.kernels.text import transcode
from kernels.forms import forms

ENCODINGS = [
    "utf-8",
    "cp1252",
    "latin-1",
    "iso8859-15",
    "cp850",
    "cp437",
    "mac-roman",
    "ascii",
    "cp500",
    "cp1253",
    "utf-16-le",
]
FRENCH = "aéàœ€’É\u00a0\x81"


def oracle(value, encoding):
    try:
        return None if value is None else value.decode(encoding)
    except UnicodeDecodeError:
        return None


def check(values, encoding):
    for array in forms(values, pa.binary()):
        result, bad = transcode(array, encoding)
        result.validate(full=True)
        expected = [oracle(value, encoding) for value in values]
        wrong = [e is None and v is not None for e, v in zip(expected, values, strict=True)]
        assert result.to_pylist() == expected
        assert np.array_equal(bad if bad is not None else np.zeros(len(values), bool), wrong)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
def test_transcode_agrees_with_python(encoding, data):
    good = st.text(alphabet=FRENCH, max_size=6).map(lambda text: text.encode(encoding, "ignore"))
    check(data.draw(st.lists(st.none() | st.binary(max_size=6) | good)), encoding)


@given(st.lists(st.binary(max_size=4)))
@example([b"\xc3", b"\xa9"])
@example([b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"])
def test_a_character_cut_between_two_cells_is_not_one(values):
    check(values, "utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "cp850"])
def test_every_byte(encoding):
    check([bytes([byte]) for byte in range(256)], encoding)


def test_the_five_undefined_bytes_of_cp1252():
    result, bad = transcode(pa.array([bytes([byte]) for byte in range(256)], pa.binary()), "cp1252")
    assert np.flatnonzero(bad).tolist() == [0x81, 0x8D, 0x8F, 0x90, 0x9D]
    assert result.null_count == 5


def test_ascii_is_not_copied():
    array = pa.array([b"abc", b"", b"d"], pa.binary())
    for encoding in ("cp1252", "utf-8"):
        assert transcode(array, encoding)[0].buffers()[2].address == array.buffers()[2].address


def test_an_unknown_encoding_is_refused():
    with pytest.raises(LookupError):
        transcode(pa.array([b"a"], pa.binary()), "cp125")


def test_encodings_of_several_bytes_are_not_code_pages():
    assert [code_page(name) for name in ("utf-8", "utf-16", "cp932", "utf-7", "iso2022_jp", "mbcs")] == [None] * 6


def test_a_long_cell_among_short_ones():
    check([b"\xe9" * 100_000, b"", b"\x80" * 70_000 + b"\x81", b"a"], "cp1252")
