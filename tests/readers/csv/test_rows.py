"""Rows that are not records, records that are not well formed: told, counted, kept apart, never lost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest

from collecdata.readers.csv.reader import READER

HEAD = b"Code;Nom;Montant\n"


def test_too_few_and_too_many_cells_keep_their_cells(read):
    found = read(HEAD + b"1;A;5\n2;B\n3;C;7;x;y\n4;D;8\n")
    assert found.cells == [["1", "A", "5"], ["4", "D", "8"]]
    assert found.lines == [2, 5]
    assert found.rejects == [
        {"Code": "2", "Nom": "B", "Montant": None, "_surplus": None, "_ligne": 3, "_motifs": "csv.too_few_cells"},
        {"Code": "3", "Nom": "C", "Montant": "7", "_surplus": "x;y", "_ligne": 4, "_motifs": "csv.too_many_cells"},
    ]
    assert found.tally.rejected == 2


NAMED = {"columns": ("Code", "Nom", "Montant", "Note"), "optional": ("Montant", "Note", "Autre")}


@pytest.mark.parametrize("usual", [b"9;Z;0;n\n", b"9;Z;0\n", b"9;Z\n"])
def test_columns_that_may_be_absent_may_lack_at_the_end_of_a_line(read, usual):
    found = read(b"1;A;5;n\n2;B\n3;C;7\n4\n5;E;8;n;x\n" + usual * 20, **NAMED)
    assert found.cells[:3] == [["1", "A", "5", "n"], ["2", "B", "", ""], ["3", "C", "7", ""]]
    assert len(found.cells) == 23
    assert [(row["Code"], row["_motifs"]) for row in found.rejects] == [
        ("4", "csv.too_few_cells"),
        ("5", "csv.too_many_cells"),
    ]
    assert [code for code, *_ in found.issues] == ["csv.too_few_cells", "csv.too_many_cells"]


def test_a_file_that_names_its_columns_has_as_many_cells(read):
    found = read(HEAD + b"1;A;5\n2;B\n", optional=("Montant",))
    assert found.tally.rejected == 1


def test_counts_of_cells_are_told(tmp_path, read):
    layout = read(HEAD + b"1;A;5\n2;B\n").layout
    issues = [one for split in READER.splits(layout, len) for batch in READER.read(split) for one in batch.issues]
    assert [(one.code, dict(one.params)) for one in issues] == [("csv.too_few_cells", {"found": "2", "expected": "3"})]


def test_empty_cells_beyond_the_columns_are_tolerated(read):
    found = read(HEAD + b"1;A;5\n2;B;6;;\n3;C;7\n")
    assert [cells[0] for cells in found.cells] == ["1", "2", "3"]
    assert found.issues == [("csv.trailing_separator", "", 3)]


def test_a_filled_cell_after_a_usual_last_separator_is_too_many(read):
    found = read(HEAD + b"1;A;5;\n2;B;6;x\n3;C;7;\n4;D;8\n")
    assert [cells[0] for cells in found.cells] == ["1", "3", "4"]
    assert [row["_surplus"] for row in found.rejects] == ["x"]


@pytest.mark.parametrize("blank", [b"\n", b";;\n", b" ; ;\n", b"   \n", b'"";"";""\n', "\u00a0;;\n".encode()])
def test_blank_rows(blank, read):
    found = read(HEAD + b"1;A;5\n" + blank + b"2;B;6\n" + blank * 2)
    assert (found.lines, found.tally.blank, found.rejects) == ([2, 4], 3, [])
    assert [line for _, _, line, _ in found.of("csv.blank_row")] == ([3, 5, 6] if b";" in blank else [])


def test_repeated_header(read):
    found = read(HEAD + b"1;A;5\n" + HEAD + b"2;B;6\nCode;Nom;x\n")
    assert (found.lines, found.tally.repeated) == ([2, 4, 5], 1)


def test_footer_at_the_end_only(read):
    found = read(HEAD + b"TOTAL;;5\n1;A;5\n2;TOTAL;6\nTotal general :;;11\n\nEdite le 02/01/2024;;\n")
    assert [cells[0] for cells in found.cells] == ["TOTAL", "1", "2"]
    assert [line for _, _, line, _ in found.of("csv.footer")] == [5, 7]
    assert [(row["_ligne"], row["_motifs"]) for row in found.rejects] == [(5, "csv.footer"), (7, "csv.footer")]
    assert (found.tally.footer, found.tally.blank) == (2, 1)


def test_a_supplier_named_total_is_no_footer(read):
    found = read(HEAD + b"1;A;5\nTOTAL;Energies;6\nTOTAL ENERGIES;;7\n")
    assert len(found.rows) == 3


def test_footer_in_the_words_of_the_adapter(read):
    found = read(HEAD + b"1;A;5\n*** FIN ***;;\n", footer=(r"\*+ FIN \*+",))
    assert (len(found.rows), found.tally.footer) == (1, 1)


def test_ragged_footer(read):
    found = read(HEAD + b"1;A;5\nTOTAL;5\n")
    assert [row["_motifs"] for row in found.rejects] == ["csv.footer"]


@pytest.mark.parametrize(
    ("end", "records", "blank"),
    [(b"\x1a", 2, 0), (b"\n\x1a", 2, 1), (b"\n\x1a\x1a\x1a\r\n", 2, 1), (b"\n\x1a\n\n", 2, 2)],
)
def test_end_of_file_mark(end, records, blank, read):
    found = read(HEAD + b"1;A;5\n2;B;6" + end)
    assert (found.cells[-1], found.tally.blank) == (["2", "B", "6"], blank)
    assert len(found.of("csv.ctrl_z")) == 1


def test_nul_makes_the_cell_null_and_is_told(read):
    found = read(HEAD + (b"1;A;5\n2;B\0B;6\n" + b"3;C;7\n" * 30) * 50)
    assert found.cells[1] == ["2", None, "6"]
    assert found.of("csv.nul")[0] == ("warning", "Nom", 3, "B\\x00B")
    assert len(found.of("csv.nul")) == 50


def test_nul_in_a_quoted_cell_of_two_lines(read):
    found = read(HEAD + b"1;A;5\n" * 40 + b'2;"B\0\nB";6\n3;C;7\n')
    assert found.cells[-2:] == [["2", None, "6"], ["3", "C", "7"]]
    assert found.lines[-2:] == [42, 44]


def test_quote_closed_too_early(read):
    found = read(HEAD + b'1;"Mme" DUPONT;5\n2;"B;C" D;6\n')
    assert found.cells == [["1", '"Mme" DUPONT', "5"], ["2", '"B;C" D', "6"]]
    assert found.of("csv.quote") == [("warning", "Nom", 2, '"Mme" DUPONT'), ("warning", "Nom", 3, '"B;C" D')]


def test_quote_in_the_middle_is_text(read):
    found = read(HEAD + b'1;Vis 5" inox;5\n2;Le "Grand" Meaulnes;6\n3;"a;b";7\n')
    assert [cells[1] for cells in found.cells] == ['Vis 5" inox', 'Le "Grand" Meaulnes', "a;b"]
    assert not found.issues


def test_quote_never_closed(read):
    found = read(HEAD + b'1;A;5\n2;"B;6\n3;C;7\n')
    assert found.cells == [["1", "A", "5"], ["2", '"B', "6"], ["3", "C", "7"]]
    assert found.of("csv.quote") == [("error", "Nom", 3, '"B')]


def test_quote_closed_by_another_record(read):
    """The stray quote of line 2 meets one of line 4. Together they make a record; but every line is one, alone."""
    found = read(HEAD + b'1;"A;5\n2;B;6\n3;12 pouces";7\n4;D;8\n')
    assert found.cells == [["1", '"A', "5"], ["2", "B", "6"], ["3", '12 pouces"', "7"], ["4", "D", "8"]]
    assert found.of("csv.quote") == [("error", "Nom", 2, '"A')]


def test_lines_of_a_cell_that_are_no_records_stay_together(read):
    found = read(HEAD + b'1;"A;5\n2;B;6\nfin";7\n')
    assert found.cells == [["1", "A;5\n2;B;6\nfin", "7"]]


def test_line_ends_in_cells_are_kept(read):
    found = read(HEAD + b'1;"A\r\nB\nC\rD";5\n2;"x\r\n";6\n')
    assert [cells[1] for cells in found.cells] == ["A\r\nB\nC\rD", "x\r\n"]
    assert found.lines == [2, 5]
    assert found.tally.records == 5


def test_a_lone_carriage_return_is_text(read):
    found = read(HEAD + b"1;A\rB;5\r\n2;C;6\r\n")
    assert found.cells == [["1", "A\rB", "5"], ["2", "C", "6"]]


def test_a_carriage_return_in_a_file_without_quotes(read):
    found = read(b"Code|Nom\n1|A\rB\n2|C\n", quote="none", delimiter="|")
    assert found.cells == [["1", "A\rB"], ["2", "C"]]


def test_a_mark_of_order_in_the_middle_of_the_file_is_text(read):
    """Files put end to end: the tokeniser would eat the mark, at the beginning of a block."""
    content = HEAD + b"1;A;5\n" + "\ufeff2;B;6\n".encode()
    for block in (1, 1 << 20):
        assert [cells[0] for cells in read(content, block=block).cells] == ["1", "\ufeff2"]


def test_columns_are_dictionaries_unless_mostly_unique(read):
    rows = b"".join(b"%d;%s;5\n" % (number, b"AB"[number % 2 : number % 2 + 1]) for number in range(1000))
    found = read(HEAD + rows, block=500)
    batches = [batch for split in found.splits for batch in READER.read(split)]
    encoded = pa.dictionary(pa.int32(), pa.string())
    assert len(batches) > 5
    assert {tuple(batch.data.schema.types) for batch in batches} == {(pa.string(), encoded, encoded, pa.int64())}


def test_nothing_imports_pandas(tmp_path):
    """It takes a second, where it is installed, and Arrow imports it at the least occasion."""
    path = tmp_path / "liste.csv"
    path.write_bytes(HEAD + b'1;A;5\n2;"B\nC";6\n;;\n3;\xe9;7\n4;5\n' + b"5;B;8\n" * 100 + b"TOTAL;;9\n")
    script = (
        "import sys, pathlib\n"
        "from collecdata.readers.csv.options import CsvOptions\n"
        "from collecdata.readers.csv.reader import READER\n"
        "from collecdata.readers.source import Source\n"
        "layout = READER.inspect(Source(pathlib.Path(sys.argv[1]), 'x'), CsvOptions(encoding='utf-8'))\n"
        "batches = [batch for split in READER.splits(layout, len) for batch in READER.read(split)]\n"
        "assert batches[0].issues and batches[0].rejects is not None\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def test_two_threads_read_what_one_does(read):
    found = read(HEAD + b"".join(b"%d;nom %d;5\n" % (number, number % 9) for number in range(20_000)), block=20_000)
    with ThreadPoolExecutor(2) as pool:
        read_again = list(pool.map(lambda split: next(iter(READER.read(split))).data.to_pylist(), found.splits))
    assert [row for rows in read_again for row in rows] == found.rows
