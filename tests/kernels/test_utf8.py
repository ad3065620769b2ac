"""What is UTF-8 is what Python decodes, wherever the stretches that are looked at together end."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels import utf8

PIECES = ["a", "é", "ÿ", "œ", "\u0080", "\u07ff", "’", "\ufffd", "𝄞"]
BROKEN = [b"\x80", b"\xbf", b"\xc0", b"\xc1\x80", b"\xc3", b"\xdf", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf5", b"\xff"]


def decodes(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(
    st.lists(st.sampled_from([one.encode() for one in PIECES]) | st.sampled_from([*BROKEN, *[b"a"] * 9]), max_size=12),
    st.integers(1, 9),
)
def test_it_is_what_python_decodes(pieces, stretch):
    raw = b"".join(pieces)
    with patch.object(utf8, "_STRETCH", stretch):
        assert utf8.is_utf8(np.frombuffer(raw, np.uint8)) == decodes(raw)


@given(st.binary(max_size=6), st.integers(1, 4))
def test_it_is_what_python_decodes_of_any_bytes(raw, stretch):
    with patch.object(utf8, "_STRETCH", stretch):
        assert utf8.is_utf8(np.frombuffer(raw, np.uint8)) == decodes(raw)


@pytest.mark.parametrize("raw", [b"\x80" * 40, "é".encode() * 40 + b"\xc3", b"\xc3" + "é".encode() * 40])
def test_a_character_cut_is_not_utf8(raw):
    with patch.object(utf8, "_STRETCH", 8):
        assert not utf8.is_utf8(np.frombuffer(raw, np.uint8))
