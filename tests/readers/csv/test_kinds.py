"""Records of several types in one file: each goes to its own columns, with the line it stands on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.stream import LINE, REASONS, Tally
from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.csv.reader import READER
from collecdata.readers.source import Source

SETS = {
    "a": {"when": {"column": 2, "equals": "A"}, "columns": ["X", "T", "Y"]},
    "b": {"when": {"column": 2, "equals": ["B", "C"]}, "columns": ["X", "T", "Y", "Z"]},
}
CELLS = st.text("xé A", max_size=2)
LINES = st.lists(st.lists(CELLS | st.sampled_from("ABC"), min_size=1, max_size=5), min_size=1, max_size=12)


def read(path, **options):
    given = {"delimiter": ";", "quote": "none", "record_sets": SETS, "encoding": "utf-8", **options}
    layout = READER.inspect(Source(path, path.name), CsvOptions.model_validate(given))
    assert layout.record_sets == {"a": ("X", "T", "Y"), "b": ("X", "T", "Y", "Z")}
    batches = [batch for split in READER.splits(layout, lambda _: None) for batch in READER.read(split)]
    rows, rejects = [], []
    for batch in batches:
        columns = [batch.data.column(name).to_pylist() for name in batch.data.schema.names if name != LINE]
        lines = batch.data.column(LINE).to_pylist()
        rows += [(line, batch.record_set, row) for line, *row in zip(lines, *columns, strict=True)]
        if batch.rejects is not None:
            reasons = batch.rejects.column(REASONS).to_pylist()
            rejects += zip(batch.rejects.column(LINE).to_pylist(), reasons, strict=True)
    return sorted(rows), sorted(rejects), sum((batch.tally for batch in batches), Tally())


def plainly(lines, fewest=0):
    rows, rejects = [], []
    for number, cells in enumerate(lines, 1):
        name = "a" if cells[1:2] == ["A"] else "b" if cells[1:2] in (["B"], ["C"]) else ""
        width = {"a": 3, "b": 4}.get(name, 0)
        if not any(cell.strip() for cell in cells):
            continue
        if not name:
            rejects.append((number, "csv.unknown_record"))
        elif len(cells) < (fewest or width):
            rejects.append((number, "csv.too_few_cells"))
        elif any(cells[width:]):
            rejects.append((number, "csv.too_many_cells"))
        else:
            rows.append((number, name, [*cells, *[""] * (width - len(cells))][:width]))
    return rows, rejects


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([16, 1 << 20]))
def test_every_line_is_a_record_of_its_type_or_rejected(tmp_path_factory, lines, end, ended, block):
    path = tmp_path_factory.mktemp("sortes") / "melange.txt"
    # The first line has a character, so that the file is not blank.
    lines = [["x", "A", "y"], *lines]
    path.write_bytes((end.join(map(";".join, lines)) + end * ended).encode())
    rows, rejects, tally = read(path, block=block)
    assert (rows, rejects) == plainly(lines)
    assert tally.balanced
    assert tally.records == len(rows)


def test_the_last_cells_may_be_missing_where_the_format_says_so(tmp_path):
    lines = [["1", "B", "é"], ["2", "A", "y"], ["3", "B", "y", "z"], ["4", "C"], ["5", "B", "y", "", ""]]
    (tmp_path / "m.txt").write_bytes("\r\n".join(map(";".join, lines)).encode())
    rows, rejects, _ = read(tmp_path / "m.txt", optional=["Z"])
    assert (rows, rejects) == plainly(lines, 3)


def test_quotes_may_hold_separators_and_line_ends(tmp_path):
    (tmp_path / "m.txt").write_bytes(b'"a;b";"B";"c\r\nd";e\r\nx;"A";y\r\nx;Z;y\r\n')
    rows, rejects, tally = read(tmp_path / "m.txt", quote='"')
    assert rows == [(1, "b", ["a;b", "B", "c\r\nd", "e"]), (3, "a", ["x", "A", "y"])]
    assert rejects == [(4, "csv.unknown_record")]
    assert tally.balanced


def test_columns_are_those_of_the_types_alone():
    with pytest.raises(ValueError, match="columns"):
        CsvOptions.model_validate({"quote": "none", "record_sets": SETS, "columns": ["X"]})


def test_each_type_has_its_own_columns_in_the_counts(tmp_path):
    (tmp_path / "m.txt").write_bytes(b"x;A;y\nx;B;y;z\nx;A;y\n")
    rows, _, _ = read(tmp_path / "m.txt")
    assert Counter(name for _, name, _ in rows) == {"a": 2, "b": 1}
