"""The tokeniser is given a block a stretch at a time: what it makes of it does not depend on where they end."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.distinct import is_encoded
from collecdata.readers.csv import tokenise as module
from collecdata.readers.csv.tokenise import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.readers.csv.conftest import Outcome

CELL = st.lists(st.sampled_from(["a", "b", '"', ";", "\r", "\n", "\r\n", "é"]), max_size=6).map("".join)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STRETCH", 48)


@pytest.mark.usefixtures("short")
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_the_same_wherever_stretches_end(rows: list[tuple[str, str]], eol: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator=eol).writerows(rows)
    columns = tokenise(text.getvalue().encode(), 2, b";", b'"', (True, False))
    assert [is_encoded(column) for column in columns] == [False, True]
    read = zip(*(column.cast(pa.binary()).to_pylist() for column in columns), strict=True)
    assert list(read) == [(left.encode(), right.encode()) for left, right in rows]


@pytest.mark.usefixtures("short")
def test_a_record_longer_than_a_stretch_is_read() -> None:
    (column,) = tokenise(b"x\n" + b"y" * 500 + b"\nz\n", 1, b";", b'"')
    assert column.to_pylist() == [b"x", b"y" * 500, b"z"]


def test_a_lone_carriage_return_is_text_even_where_a_blank_line_makes_up_for_its_row(
    read: Callable[..., Outcome],
) -> None:
    outcome = read(b"a;b\n1;2\r3;4\n\n5;6\n", delimiter=";")
    assert outcome.cells == [["5", "6"]]
    assert [reject["_ligne"] for reject in outcome.rejects] == [2]
    assert outcome.lines == [4]


def test_a_lone_carriage_return_in_a_file_of_one_column_is_text(read: Callable[..., Outcome]) -> None:
    outcome = read(b"a\nx\ry\n\nz\n", delimiter=";")
    assert outcome.cells == [["x\ry"], ["z"]]
    assert outcome.lines == [2, 4]
