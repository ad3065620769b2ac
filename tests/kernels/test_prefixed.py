"""Character sets whose diacritics come first, held against Python's own composition and against pymarc's tables."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.prefixed import charset, composes, rewritten

NAMES = ("iso5426", "ansel", "cp1252")
FRENCH = "L'Égypte à l'œuvre : Noël, façade, île, où, Æsop, «été»"


def utf8(data, name="iso5426"):
    places = np.flatnonzero(data >= 0x80).astype(np.int32)
    pairs = data[places].astype(np.uint16) << np.uint16(8) | data.take(places + 1, mode="clip")
    return rewritten(data, places, np.full(len(places), NAMES.index(name), np.int8), pairs)


@pytest.mark.parametrize("name", NAMES)
@given(raw=st.lists(st.sampled_from([*b"aeouc \x1e\x1f", *range(0x80, 0x100)]), max_size=40).map(bytes))
def test_a_block_is_rewritten_as_its_bytes_are_decoded(name, raw):
    data = np.frombuffer(raw + b"\x1d", np.uint8)
    text = utf8(data, name).data.tobytes().decode()
    assert unicodedata.normalize("NFC", text) == charset(name).decode(raw + b"\x1d")


def test_what_is_looked_up_in_several_times_says_the_same():
    raw = b"\xfa\xc2e\xc2\xc8e\xd0c" * 20_000
    data = np.frombuffer(raw, np.uint8)
    text = utf8(data).data.tobytes().decode()
    assert unicodedata.normalize("NFC", text) == charset("iso5426").decode(raw)


def test_what_stays_is_found_where_it_has_moved():
    data = np.frombuffer(b"a\xfab\xc2ec\xeac\xc2\xc8d\x1d", np.uint8)
    changed = utf8(data)
    kept = np.array([data.tobytes().index(byte) for byte in (b"a", b"b", b"c", b"\x1d")], np.int32)
    assert changed.data.take(changed.moved(kept)).tobytes() == b"abc\x1d"


@pytest.mark.parametrize("name", ["iso5426", "cp1252"])
def test_french_comes_back_as_it_was_written(name):
    written = charset(name).encode(FRENCH)
    assert written is not None
    assert charset(name).decode(written) == FRENCH


@given(st.text(st.sampled_from("aeEcnoœŒßłØ éèçñÅĳ’")))
def test_what_iso_5426_can_write_it_reads_back(text):
    text = unicodedata.normalize("NFC", text)
    written = charset("iso5426").encode(text)
    assert written is None or charset("iso5426").decode(written) == text


def test_a_character_that_the_set_lacks_is_not_written():
    assert charset("iso5426").encode("Ω") is None
    assert charset("ansel").encode("Ж") is None


def test_ansel_is_the_table_that_pymarc_uses():
    mapping = pytest.importorskip("pymarc.marc8_mapping").CODESETS[0x45]
    ours = charset("ansel").spacing | charset("ansel").combining
    ligatures = {0xEB, 0xEC, 0xFA, 0xFB}  # one mark over both letters here, two halves there
    assert {byte: text for byte, text in ours.items() if byte not in ligatures} == {
        byte: chr(point) for byte, (point, _) in mapping.items() if byte not in ligatures
    }


def test_letters_that_take_a_diacritic_tell_the_set():
    assert composes("iso5426")[0xC2 << 8 | ord("e")]
    assert not composes("iso5426")[0xC9 << 8 | ord("g")]  # the E acute of Windows, in Égypte
    assert not composes("ansel")[0xE9 << 8 | ord("t")]  # its e acute, in été
