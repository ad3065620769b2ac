"""Delimited text: what is written reads back the same; what cannot be written is left out and said."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.export_language import ExportFile
from collecdata.errors import UsageError
from collecdata.issues import Severity
from collecdata.kernels.delimited import holds, join_rows, quoted
from collecdata.writers import CsvWriter, writer_of

CELLS = st.text(st.sampled_from('ab;,\t"\r\né €'), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)


def table(rows, *encoded: int, names=("a", "b", "c")) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(
        [column.dictionary_encode() if i in encoded else column for i, column in enumerate(columns)], names=names
    )


def reads(data: bytes, encoding: str, delimiter: str) -> list[tuple[str, ...]]:
    text = data.decode(encoding)
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


@given(ROWS, st.sampled_from([";", "\t", ",", "|"]), st.sampled_from(["minimal", "all"]))
def test_what_is_written_with_quotes_reads_back_the_same(rows, delimiter, quote):
    writer = CsvWriter(["a", "b", "c"], delimiter=delimiter, encoding="cp1252", quote=quote)
    encoded = writer.write(table(rows, 1))
    assert (encoded.rows, encoded.left_out, encoded.issues) == (len(rows), 0, ())
    assert reads(encoded.data, "cp1252", delimiter) == rows


@given(ROWS)
def test_minimal_quotes_are_those_of_the_standard_library(rows):
    data = CsvWriter(["a", "b", "c"], encoding="utf-8").write(table(rows)).data
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    assert data.decode() == stream.getvalue()


@given(ROWS)
def test_without_quotes_a_row_is_as_it_is_or_left_out(rows):
    encoded = CsvWriter(["a", "b", "c"], delimiter="\t", quote="none", line_end="\n").write(table(rows, 0, 2))
    fine = [row for row in rows if not any(set(cell) & {"\t", "\r", "\n"} for cell in row)]
    assert encoded.data.decode() == "".join("\t".join(row) + "\n" for row in fine)
    assert (encoded.rows, encoded.left_out) == (len(fine), len(rows) - len(fine))


def test_each_column_that_cannot_be_written_is_said_once_with_its_rows():
    rows = [("1", "ok", "x"), ("2", "a;b", "c;d"), ("3", "e\nf", None)]
    encoded = CsvWriter(["a", "b", "c"], quote="none").write(table(rows))
    assert [(issue.code, issue.column, issue.lines, issue.values) for issue in encoded.issues] == [
        ("write.control", "b", (2, 3), ("a;b", "e\nf")),
        ("write.control", "c", (2,), ("c;d",)),
    ]
    assert (encoded.data, encoded.rows, encoded.left_out) == (b"1;ok;x\r\n", 1, 2)


def test_a_character_the_encoding_lacks_leaves_its_row_out():
    rows = [("1", "Łódź", "é"), ("2", "b", "c"), ("3", None, "Ł")]
    encoded = CsvWriter(["a", "b", "c"], encoding="cp1252").write(table(rows, 1))
    assert encoded.data == b"2;b;c\r\n"
    assert [(issue.code, issue.column, issue.lines, issue.params) for issue in encoded.issues] == [
        ("write.encoding", "b", (1,), {"encoding": "cp1252"}),
        ("write.encoding", "c", (3,), {"encoding": "cp1252"}),
    ]


def test_issues_say_the_file_and_line_a_row_came_from():
    batch = pa.record_batch(
        {
            "a": ["x;y", "ok", "z;t"],
            "_source": pa.array(["un.csv", "un.csv", "deux.csv"]).dictionary_encode(),
            "_ligne": [12, 13, 2],
        }
    )
    encoded = CsvWriter(["a"], quote="none").write(batch)
    assert [(issue.source, issue.lines, issue.values) for issue in encoded.issues] == [
        ("un.csv", (12,), ("x;y",)),
        ("deux.csv", (2,), ("z;t",)),
    ]


def test_rows_are_numbered_over_batches():
    writer = CsvWriter(["a"], quote="none")
    writer.write(pa.record_batch({"a": ["x"] * 10}))
    assert writer.write(pa.record_batch({"a": ["y", "a;b"]})).issues[0].lines == (12,)


def test_many_rows_in_one_batch_keep_their_order_and_number():
    cells = [str(number) for number in range(150_000)]
    cells[140_000] = "a;b"
    encoded = CsvWriter(["a"], quote="none", line_end="\n").write(pa.record_batch({"a": cells}))
    assert encoded.issues[0].lines == (140_001,)
    assert encoded.data.decode().splitlines() == [cell for cell in cells if cell != "a;b"]


def test_a_mark_at_the_head_is_written_once():
    writer = CsvWriter(["é"], encoding="utf-8-sig")
    assert writer.header() == b"\xef\xbb\xbf\xc3\xa9\r\n"
    assert writer.write(pa.record_batch({"é": ["à"]})).data == "à\r\n".encode()


def test_quotes_everywhere_enclose_empty_cells_and_the_header_too():
    writer = CsvWriter(["a", "b"], quote="all", line_end="\n")
    assert writer.header() == b'"a";"b"\n'
    assert writer.write(table([("1", None), ("", '"')], names=("a", "b"))).data == b'"1";""\n"";""""\n'


def test_an_empty_cell_alone_on_its_row_is_not_a_blank_line():
    assert CsvWriter(["a"], line_end="\n").write(pa.record_batch({"a": ["x", "", None]})).data == b'x\n""\n""\n'


def test_no_header_is_no_line():
    assert CsvWriter(["a"], header=False).header() == b""


@pytest.mark.parametrize(("name", "encoding"), [("a;b", "utf-8"), ("Łódź", "cp1252")])
def test_a_header_that_cannot_be_written_is_misuse(name, encoding):
    with pytest.raises(UsageError) as caught:
        CsvWriter([name], quote="none", encoding=encoding).header()
    assert caught.value.code == "write.header"


def test_no_rows_are_no_bytes():
    encoded = CsvWriter(["a"]).write(pa.record_batch({"a": pa.array([], pa.string())}))
    assert (encoded.data, encoded.rows, encoded.left_out, encoded.issues) == (b"", 0, 0, ())


def test_the_way_out_of_an_adapter_gives_its_writer():
    file = ExportFile.model_validate(
        {
            "name": "x.txt",
            "from": "compta.ecriture",
            "options": {"delimiter": "\t", "encoding": "iso8859-15", "quote": "none", "line_end": "\n"},
            "columns": {"JournalCode": "journal_code", "Debit": {"from": "debit", "decimal": ","}},
        }
    )
    writer = writer_of(file)
    assert writer.header() == b"JournalCode\tDebit\n"
    data = writer.write(pa.record_batch({"Debit": ["1,50 €"], "JournalCode": ["AC"]})).data
    assert data == b"AC\t1,50 \xa4\n"


@given(st.lists(st.none() | CELLS, min_size=1), st.integers(0, 3))
def test_kernels_agree_with_plain_python_on_slices_and_dictionaries(values, start):
    plain = pa.array(values, pa.string()).slice(start)
    expected = plain.to_pylist()
    for column in (plain, plain.dictionary_encode()):
        assert holds(column, '";\r\n').tolist() == [bool(set(v or "") & set('";\r\n')) for v in expected]
        special = [v is not None and bool(set(v) & set('";\r\n')) for v in expected]
        doubled = [f'"{v.replace(chr(34), chr(34) * 2)}"' if s else v for v, s in zip(expected, special, strict=True)]
        assert quoted(column, ";").to_pylist() == doubled
        joined = "".join(f"{v or ''};{v or ''}\n" for v in expected)
        assert join_rows([column, column], ";", "\n").to_pybytes().decode() == joined


def test_what_the_format_cannot_hold_is_replaced_and_told():
    replaced = {"\r\n": " ", ";": ","}
    writer = CsvWriter(["a"], quote="none", header=False, replace=replaced)
    encoded = writer.write(table([("x ; y",), ("ligne\r\nsuivante",), ("reste\n",), ("z",)], names=("a",)))
    assert encoded.data == b"x , y\r\nligne suivante\r\nz\r\n"
    assert [(one.code, one.severity, one.lines) for one in encoded.issues] == [
        ("write.replaced", Severity.WARNING, (1, 2)),
        ("write.control", Severity.ERROR, (3,)),
    ]
    assert encoded.issues[0].params["texts"] == "`\\r\\n`, `;`"
