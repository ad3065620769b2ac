"""Generated files against the standard library's reader, and against ourselves cut in other ways."""

from __future__ import annotations

import csv
import io
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collecdata.readers.csv import block as block_module
from collecdata.readers.csv import inspect as inspect_module

quick = settings(max_examples=60)
cell = st.one_of(
    st.text(alphabet='ab;," é€ \u00a0\u202f', max_size=6),
    st.text(alphabet='ab,"\n\r é€ ', max_size=6),  # lines that each look like a record are told, and read as such
)


@st.composite
def tables(draw):
    """Rows of one width, none blank, and how to write them."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=12))
    rows = [row for row in rows if "".join(row).strip()]
    return rows, width, draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))


def written(rows, width, line_end, quoting):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator=line_end, quoting=quoting)
    writer.writerow([f"colonne {place}" for place in range(width)])
    writer.writerows([[_quotable(cell) for cell in row] for row in rows] if quoting == csv.QUOTE_MINIMAL else rows)
    return out.getvalue()


def _quotable(cell):
    """Give lone carriage returns, which Python writes bare and reads as line ends, their line feed."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@quick
@given(table=tables(), block=st.sampled_from([1, 5, 40, 1 << 20]))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_reads_what_python_writes(encoding, read, table, block):
    text = written(*table)
    found = read(text.encode(encoding), delimiter=";", title_lines=0, block=block)
    assert found.cells == list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert not found.issues
    assert found.tally.balanced


@quick
@given(table=tables(), block=st.sampled_from([1, 40]))
def test_lines_are_those_of_python(read, table, block):
    rows, *how = table
    text = written([[cell.replace("\r", "") for cell in row] for row in rows], *how)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    before, lines = 0, []
    for cells in reader:
        lines += [before + 1] if cells else []
        before = reader.line_num
    assert read(text.encode(), delimiter=";", title_lines=0, block=block).lines == lines[1:]


piece = st.sampled_from(
    [";", ";", "\n", "\n", "\r\n", "a", "b", "é", '"', '"', '""', "\r", "\0", " ", "Total", "\x1a", ";;\n", "\n\n",
     '"a\nb"', "h1;h2;h3\n", "\ufeff", '"a;b";', "a;b;c\n", '"a;b;c\n']
)  # fmt: skip


@settings(quick, max_examples=150)
@given(
    body=st.lists(piece, max_size=40).map("".join),
    encoding=st.sampled_from(["utf-8", "latin-1"]),
    options=st.sampled_from([{}, {}, {"quote": "none"}, {"escape": "b"}, {"record_separator": "b"}]),
    cr=st.booleans(),
)
@example(body='";x"\r;\n";;;', encoding="utf-8", options={}, cr=False)
@example(body=';\n"a\nb"\x1a', encoding="utf-8", options={}, cr=False)
@example(body='a;"b', encoding="utf-8", options={"escape": "b"}, cr=False)
def test_nothing_depends_on_where_the_file_is_cut(read, body, encoding, options, cr):
    """Small blocks, one block, and the exact reader alone: same rows, rejects, issues, account."""
    content = ("h1;h2;h3\n" + body).encode(encoding, "ignore")
    if cr:
        content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    options = {"delimiter": ";", "title_lines": 0, "encoding": "utf-8", **options}
    with mock.patch.object(inspect_module, "kind_of_head", return_value="text"):  # few bytes, many of them zero
        _compare(read, content, options)


def _compare(read, content, options):
    whole = read(content, block=1 << 20, **options)
    assert whole.tally.balanced
    for block in (1, 9):
        assert read(content, block=block, **options).same() == whole.same()
    with mock.patch.object(block_module, "_holds_exceptions", return_value=True):
        assert read(content, block=1 << 20, **options).same() == whole.same()
