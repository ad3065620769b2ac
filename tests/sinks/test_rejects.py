"""Rejected rows are written as they were: the input's columns, delimiter, encoding and line ends, then ours."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest

from collecdata.sinks.rejects import Dialect, RejectsSink

COLUMNS = ("Code", "Libellé")
CP1252 = Dialect(";", "cp1252", "\r\n", '"')


def rejected(*rows: tuple[str | None, str | None, int, str, str | None]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    kinds = (pa.string(), pa.string(), pa.int64(), pa.string(), pa.string())
    names = (*COLUMNS, "_ligne", "_motifs", "_surplus")
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def read(path, dialect: Dialect) -> list[list[str]]:
    text = path.read_bytes().decode(dialect.encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter))


def test_bytes_are_those_of_the_input_then_our_columns(tmp_path):
    sink = RejectsSink(tmp_path / "rejets" / "e.csv", COLUMNS, CP1252)
    sink.write(rejected(("01", "Éé€", 12, "row.required", None)), "été.csv")
    assert sink.commit().rows == 1
    assert sink.issues == ()
    assert (tmp_path / "rejets" / "e.csv").read_bytes() == (
        "Code;Libellé;_source;_ligne;_motifs\r\n01;Éé€;été.csv;12;row.required\r\n".encode("cp1252")
    )
    assert [entry.name for entry in (tmp_path / "rejets").iterdir()] == ["e.csv"]


def test_cells_that_need_quotes_come_back_as_they_were(tmp_path):
    sink = RejectsSink(tmp_path / "e.csv", COLUMNS, CP1252)
    nasty = '5" inox; ligne 1\r\nligne 2'
    sink.write(rejected((nasty, "", 1, "a | b", None), ("x", None, 2, "c", None)), "f;1.csv")
    sink.commit()
    assert read(tmp_path / "e.csv", CP1252)[1:] == [
        [nasty, "", "f;1.csv", "1", "a | b"],
        ["x", "", "f;1.csv", "2", "c"],
    ]


def test_surplus_cells_are_a_last_column_only_when_there_are_some(tmp_path):
    sink = RejectsSink(tmp_path / "e.csv", COLUMNS, CP1252)
    sink.write(rejected(("a", "b", 1, "row.required", None)), "f.csv")
    sink.write(rejected(("a", "b", 2, "csv.too_many_cells", "c;d")), "g.csv")
    sink.commit()
    rows = read(tmp_path / "e.csv", CP1252)
    assert rows[0][-1] == "_surplus"
    assert [row[-1] for row in rows[1:]] == ["", "c;d"]
    assert {len(row) for row in rows} == {6}


def test_an_input_without_quotes_gets_none(tmp_path):
    dialect = Dialect("\t", "utf-8", "\n", "")
    sink = RejectsSink(tmp_path / "e.txt", COLUMNS, dialect)
    sink.write(rejected(('5" inox', "b", 1, "a\tb\nc", None)), "f\t.txt")
    sink.commit()
    assert (tmp_path / "e.txt").read_text("utf-8").split("\n")[1] == '5" inox\tb\tf .txt\t1\ta b c'


def test_a_character_the_encoding_lacks_turns_the_file_to_utf8_and_is_said(tmp_path):
    sink = RejectsSink(tmp_path / "e.csv", COLUMNS, CP1252)
    sink.write(rejected(("a", "é", 1, "m", None)), "f.csv")
    sink.write(rejected(("a", "Ł", 2, "m", None)), "f.csv")
    sink.commit()
    assert [(issue.code, issue.source, issue.params) for issue in sink.issues] == [
        ("write.rejects_utf8", "f.csv", {"encoding": "cp1252"})
    ]
    assert [row[1] for row in read(tmp_path / "e.csv", Dialect())] == ["Libellé", "é", "Ł"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["e.csv"]


def test_dictionary_columns_and_several_slices_keep_their_order(tmp_path):
    count = 70_000
    rows = pa.record_batch(
        {
            "Code": pa.array([str(n) for n in range(count)]),
            "Libellé": pa.array(["é"] * count).dictionary_encode(),
            "_ligne": pa.array(range(count)),
            "_motifs": pa.array(["m"] * count),
        }
    )
    sink = RejectsSink(tmp_path / "e.csv", COLUMNS)
    sink.write(rows, "f.csv")
    assert sink.commit().rows == count
    assert [row[0] for row in read(tmp_path / "e.csv", Dialect())[1:]] == [str(n) for n in range(count)]


def test_nothing_rejected_is_no_file(tmp_path):
    sink = RejectsSink(tmp_path / "rejets" / "e.csv", COLUMNS)
    sink.write(rejected(("a", "b", 1, "m", None)).slice(0, 0), "f.csv")
    assert sink.commit() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("closed", [False, True])
def test_an_abort_leaves_nothing(tmp_path, closed):
    sink = RejectsSink(tmp_path / "e.csv", COLUMNS)
    sink.write(rejected(("a", "b", 1, "m", None)), "f.csv")
    if closed:
        sink.close()
    sink.abort()
    assert list(tmp_path.iterdir()) == []
