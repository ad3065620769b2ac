import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.text import clean, escape
from kernels.forms import forms

BLANKS = " \t\n\u00a0\u202f\u2003\u3000\x85\x1c"
ACCENTS = st.text(alphabet=BLANKS + "aeéE\u0301\u0323\u0300œ’€–\u2000\u2126Å한글\ufeff\u200b\U0001f600", max_size=6)


def oracle(value):
    return None if value is None else unicodedata.normalize("NFC", value.strip()) or None


@given(st.lists(st.none() | ACCENTS | st.text(alphabet="ab \t\x00", max_size=4)))
@example([" a", None, ""])
@example(["a", "b"])
@example([])
def test_clean_trims_composes_and_makes_empty_null(values):
    for array in forms(values):
        result = clean(array)
        result.validate(full=True)
        assert result.to_pylist() == [oracle(value) for value in values]


def test_clean_agrees_with_python_on_every_letter_and_blank():
    values = [before + chr(code) + after for code in range(0x3100) for before, after in (("", "a"), ("e", ""))]
    assert clean(pa.array(values)).to_pylist() == [oracle(value) for value in values]


def test_clean_does_not_copy_what_is_clean():
    array = pa.array(["MAIRIE", "Rue de la Mairie"])
    assert clean(array).buffers()[2].address == array.buffers()[2].address


@pytest.mark.parametrize(
    ("raw", "encoding", "shown"),
    [
        (b"caf\xe9", "utf-8", r"caf\xE9"),
        (b"\xc3\xa9\xff", "utf-8", r"é\xFF"),
        (b"\xe2\x82", "utf-8", r"\xE2\x82"),
        (b"caf\xe9\x81", "cp1252", r"café\x81"),
        (b"", "utf-8", ""),
    ],
)
def test_escape_shows_bytes_that_are_not_text(raw, encoding, shown):
    assert escape(raw, encoding) == shown
