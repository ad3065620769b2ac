"""Whatever the pieces, every cell, place, parent and rank is that of a reader that goes line by line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.readers.dsn.form import DECLARED, SAID
from readers.dsn.reading import DECLARATION, HEAD, closed, read
from suite.generate.dsn import declaration, envoi
from suite.plain_dsn import blocks_of

MADE = {*DECLARED, *SAID}


def _file(seed: int, people: list[int]) -> bytes:
    rng = random.Random(seed)
    lines = envoi()
    for month, count in enumerate(people, start=1):
        lines += declaration(rng, 1, (2025, month), range(1, count + 1))
    return closed("\r\n".join(lines) + "\r\n", len(people))


def _equal(path, block):
    with path.open("rb") as stream:
        expected = blocks_of(stream)
    found = read(path, block)
    assert found.rows.keys() == expected.keys()
    for name, rows in expected.items():
        mine = sorted(found.rows[name], key=lambda row: row["_id"])
        plain = [{key: value for key, value in row.items() if key not in MADE} for row in mine]
        assert plain == [{key: value for key, value in row.items() if value is not None} for row in rows]
    assert found.tally.balanced
    return found


@pytest.mark.parametrize("block", [700, 6_000, 8 << 20])
def test_pieces_of_any_size_give_the_same_rows(tmp_path, block):
    path = tmp_path / "a.dsn"
    path.write_bytes(_file(1, [12, 0, 9]))
    found = _equal(path, block)
    assert (found.pieces == 1) == (block == 8 << 20)


@settings(max_examples=10)
@given(
    seed=st.integers(0, 1 << 30),
    people=st.lists(st.integers(0, 4), min_size=1, max_size=3),
    block=st.integers(700, 20_000),
)
def test_any_file_gives_the_rows_of_plain_python(tmp_path_factory, seed, people, block):
    path = tmp_path_factory.getbasetemp() / "any.dsn"
    path.write_bytes(_file(seed, people))
    _equal(path, block)


def test_the_synthetic_file_kept_beside_the_project_reads_as_plain_python_does(shared):
    _equal(shared / "rh" / "dsn" / "synthetic_dsn_P25V01_2decl_5agents.dsn", 8 << 20)


@pytest.mark.parametrize("count", range(2, 12))
def test_values_of_any_length_and_any_byte_are_those_of_plain_python(tmp_path, count):
    names = ["", "A", "12345678", "123456789", "É", "ÉÉÉÉÉÉÉÉ", "a'b", "x" * 300, "A\0", "\0", "\0" * 8]
    people = [f"S21.G00.30.001,'{at}'\nS21.G00.30.002,'{name}'\n" for at, name in enumerate(names[:count])]
    people.append("S21.G00.30.001,'1234567890123'\n")  # has no cell of the other column
    path = tmp_path / "a.dsn"
    path.write_bytes(closed(HEAD + DECLARATION + "".join(people), 1))
    _equal(path, 8 << 20)
