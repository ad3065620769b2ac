"""High bytes are found wherever they stand, and each record is decided on its own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collecdata.readers.marc import encoding
from collecdata.readers.marc.encoding import CP1252, ISO5426, NAMES, UTF8, decide


@given(st.integers(0, 300), st.floats(0, 1), st.integers(0, 99))
def test_what_is_scattered_is_all_found(size, share, seed):
    wanted = np.random.default_rng(seed).random(size) < share
    assert encoding._scattered(wanted).tolist() == np.flatnonzero(wanted).tolist()


TEXTS = {UTF8: "été".encode(), NAMES.index(ISO5426): b"\xc2et\xc2e", NAMES.index(CP1252): b"\xe9t\xe9 \x92"}


@given(st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=9))
def test_each_record_is_decided_by_its_own_bytes(sets):
    parts = [TEXTS[one] for one in sets]
    starts = np.cumsum([0, *map(len, parts)])[:-1]
    found = decide(np.frombuffer(b"".join(parts), np.uint8), starts)
    assert found.which.tolist() == sets
    assert len(found.places) == len(found.sets) == len(found.pairs)
    assert not found.damaged.any()
