"""Columns made of words are those made of bytes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collecdata.readers.dsn.lines import PADDING
from collecdata.readers.dsn.values import DsnValues
from collecdata.readers.nested.tree import Span

VALUES = st.lists(
    st.binary(max_size=10) | st.sampled_from([b"", b"01", b"27112025", b"1234.56"]), min_size=1, max_size=12
)


@given(VALUES, st.data())
def test_any_columns_are_the_values_asked_for(values, data):
    stops = np.cumsum([len(value) for value in values], dtype=np.int64)
    room = bytearray().join([*values, bytes(PADDING)])
    held = DsnValues(room, np.append(np.int64(0), stops)[: len(values)], stops)
    cells = data.draw(st.lists(st.integers(-1, len(values) - 1), min_size=4, max_size=30))
    cut, flat = data.draw(st.integers(1, len(cells) - 1)), data.draw(st.booleans())
    spans = [[Span(0, cut, flat)], [Span(cut, len(cells), not flat)]]
    texts, bad = [], []
    for (columns, places), (span,) in zip(held.columns(np.array(cells), spans), spans, strict=True):
        texts += columns[0].to_pylist()
        bad += (places + span.start).tolist()
    alone = [held.take(np.array([cell])) for cell in cells]
    assert texts == [text[0].as_py() for text, _ in alone]
    assert bad == [place for place, (_, wrong) in enumerate(alone) if wrong[0]]
