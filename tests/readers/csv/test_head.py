"""What is found in the first lines: separator, titles, header, columns, line ends."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from collecdata.errors import InputError
from collecdata.readers.csv.options import CsvOptions


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        (b"Code;Libelle\n1;12,50\n2;13,50\n", ";"),
        (b"Code,Libelle\n1,a;b\n2,c;d\n", ","),
        (b"Code\tLibelle; suite\n1\ta;b\n", "\t"),
        (b"Code|Libelle\n1|a, b\n", "|"),
        (b"Code;Nom;Montant\n1;A;1,0\n2;B;2,0;extra\n3;C;3,0\n", ";"),
        (b'"a;b","c"\n"1;2","3"\n', ","),
        (b"sep=,\nCode,Nom;Prenom\n1,A;B\n", ","),
        (b"Edition du 1/1/2024, page 1\n\nCode;Nom;Montant\n1;A;2\n", ";"),
        (b"Nom, prenom;Ville\n", ";"),
        (b"Code;Coord\n1;48,85, 2,35\n2;48,86, 2,36\n", ";"),
        (b"Edition du 1/1/2024, page 1\n\nCode;Nom;Montant\n1;A;2,50\n2;A;3,50\n", ";"),
        (b"Edition du 1/1/2024, page 1\nCode;Montant\n1;2,50\n", ";"),
        (b"Code;Montant;\n1;2,50;\n", ";"),
    ],
)
def test_separator(content, delimiter, read):
    assert read(content).layout.facts["delimiter"] == delimiter


def test_one_column(read):
    found = read(b"Commune\nParis, 1er\nLyon\n\nNice\n")
    assert found.cells == [["Paris, 1er"], ["Lyon"], ["Nice"]]
    assert found.lines == [2, 3, 5]


@pytest.mark.parametrize(("line_end", "fact"), [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR"), ("\r\r\n", "CRCRLF")])
def test_line_ends(line_end, fact, read):
    found = read(line_end.join(["Code;Nom", "1;A", '2;"B"', ""]).encode())
    assert found.layout.facts["line_end"] == fact
    assert (found.cells, found.lines) == ([["1", "A"], ["2", "B"]], [2, 3])


def test_titles_are_counted_and_told(read):
    found = read("Liste des agents;;\nÉdition du 02/01/2024;;\n\nMatricule;Nom;Service\n001;A;B\n002;C;D\n".encode())
    assert found.columns == ("Matricule", "Nom", "Service")
    assert found.layout.facts["titles"] == "Liste des agents\nÉdition du 02/01/2024"
    assert found.issues == [("csv.title_lines", "", 4)]
    assert found.layout.issues[0].count == 2
    assert (found.tally.preamble, found.lines) == (4, [5, 6])


def test_lines_to_skip_and_titles_can_be_told(read):
    content = b"a;b;c\nx;y;z\nCode;Nom;Age\n1;A;2\n"
    assert read(content, skip_lines=2).columns == ("Code", "Nom", "Age")
    assert read(content, title_lines=2).columns == ("Code", "Nom", "Age")
    assert read(content, title_lines=0).columns == ("a", "b", "c")


def test_names_that_are_missing_or_repeated(read):
    found = read(b"Code;;Nom;Code;Nom \n1;2;3;4;5\n")
    assert found.columns == ("Code", "colonne_2", "Nom", "Code#2", "Nom#2")
    assert found.issues == [
        ("header.duplicate", "Code", 1), ("header.duplicate", "Nom", 1), ("header.unnamed", "colonne_2", 1),
    ]  # fmt: skip


def test_a_nameless_last_column_that_holds_something_is_one(read):
    assert read(b"Code;Nom;\n1;A;x\n2;B;\n").columns == ("Code", "Nom", "colonne_3")


def test_header_with_a_separator_too_many(read):
    found = read(b"Code;Nom;\n1;A\n2;B\n")
    assert found.cells == [["1", "A"], ["2", "B"]]
    assert not found.rejects


def test_header_on_two_lines(read):
    found = read(b'"Code\r\nagent";Nom\r\n1;A\r\n')
    assert (found.columns, found.lines, found.tally.preamble) == (("Code agent", "Nom"), [3], 2)


def test_our_own_columns_are_left_out(read):
    content = b"Code;Nom;_surplus;_source;_ligne;_motifs\n1;A;;f.csv;12;csv.quote\n"
    found = read(content)
    assert found.columns == ("Code", "Nom")
    assert found.rows == [{"Code": "1", "Nom": "A", "_ligne": 2}]


def test_no_header(read):
    found = read(b"1;A\n2;B\n", header=False, columns=("Code", "Nom"))
    assert (found.columns, found.cells, found.lines) == (("Code", "Nom"), [["1", "A"], ["2", "B"]], [1, 2])
    assert read(b"1;A\n2;B\n", header=False).columns == ("colonne_1", "colonne_2")
    assert read(b"1,5;A,B\n2,5;B,C\n", header=False, columns=("Code", "Nom")).cells[0] == ["1,5", "A,B"]


def test_no_header_and_nothing(read):
    with pytest.raises(InputError, match=r"file\.no_record"):
        read(b"\n\n", header=False)


def test_records_ended_by_a_sign(read):
    content = "id|acte~1|naissance\nde Paul~2|décès\r\nd'Anne~\n".encode()
    found = read(content, record_separator="~", delimiter="|", quote="none")
    assert found.cells == [["1", "naissance\nde Paul"], ["2", "décès\r\nd'Anne"]]
    assert found.lines == [2, 3]  # such a file has records, not lines
    assert found.tally.balanced


def test_records_ended_by_several_signs(read):
    found = read(b'id|acte~|~1|"a~|~b"~|~2|c~|~', record_separator="~|~", delimiter="|", block=1)
    assert found.cells == [["1", "a~|~b"], ["2", "c"]]


def test_escaped_characters(read):
    found = read(b'id;texte\n1;a\\;b\n2;"c\\"d"\n3;e\\\nf\n', escape="\\")
    assert found.cells == [["1", "a;b"], ["2", 'c"d'], ["3", "e\nf"]]
    assert found.lines == [2, 3, 4]


def test_separators_that_the_tokeniser_does_not_know(read):
    assert read("Code§Nom\n1§A\n".encode("cp1252"), delimiter="§", encoding="cp1252").cells == [["1", "A"]]
    assert read(b"Code||Nom\n1||A|B\n", delimiter="||").cells == [["1", "A|B"]]


def test_another_quote_and_none(read):
    assert read(b"Code;Nom\n1;'a;b'\n", quote="'").cells == [["1", "a;b"]]
    assert read(b'Code;Nom\n1;"a\n2;b"\n', quote="none").cells == [["1", '"a'], ["2", 'b"']]


def test_layout_and_splits_travel(read):
    found = read(b"Code;Nom\n1;A\n2;B\n", block=1)
    assert pickle.loads(pickle.dumps(found.splits)) == found.splits


@pytest.mark.parametrize(
    "options",
    [
        {"delimiter": ""},
        {"quote": "ab"},
        {"encoding": "klingon"},
        {"encoding": "base64"},
        {"footer": ["("]},
        {"title_lines": -1},
        {"max_record": 1},
        {"separator": ";"},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        CsvOptions(**options)


def test_options_as_yaml_gives_them():
    options = CsvOptions.model_validate({"delimiter": "tab", "header": "false", "columns": "Code", "skip_lines": "2"})
    assert (options.delimiter, options.header, options.columns, options.skip_lines) == ("\t", False, ("Code",), 2)


def test_columns_given_are_those_of_a_file_without_header(read):
    assert read(b"1;A\n2;B\n", columns=("Code", "Nom")).cells == [["1", "A"], ["2", "B"]]
    with pytest.raises(ValidationError, match="without header"):
        CsvOptions(header=True, columns=("Code",))
