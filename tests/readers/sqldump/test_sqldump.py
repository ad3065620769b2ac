"""A dump is read without a server: every row of every table, each value as the server had it, every byte explained."""

from __future__ import annotations

import gzip
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.errors import InputError
from collecdata.readers.source import Source
from collecdata.readers.sqldump import READER
from collecdata.readers.sqldump.structure import rows_of
from collecdata.readers.sqldump.walk import walk
from readers.sqldump.reading import read

HEADER = """-- MariaDB dump 10.19
--
-- Host: localhost    Database: biblio
-- Server version\t10.11.3-MariaDB

/*!40101 SET NAMES {} */;
"""
TABLE = """CREATE TABLE `empr` (
  `id_empr` int(8) NOT NULL,
  `empr_nom` varchar(255) DEFAULT 'a,b)',
  PRIMARY KEY (`id_empr`)
);
"""


@pytest.fixture
def file(tmp_path):
    def make(content, name="biblio.sql"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def test_columns_come_from_the_table_definition_or_from_the_statement(file):
    found = read(
        file(TABLE + "INSERT INTO `empr` VALUES (1,'Zoé'),(2,'Noé');\nINSERT INTO pret (a, `b`) VALUES (1, 2);\n")
    )
    assert found.layout.record_sets == {"empr": ("id_empr", "empr_nom"), "pret": ("a", "b")}
    assert found.tables == {"empr": [("1", "Zoé"), ("2", "Noé")], "pret": [("1", "2")]}


def test_columns_that_the_file_does_not_say_come_from_the_adapter_or_are_numbered(file):
    path = file("INSERT INTO `pret` VALUES (1,2);\n")
    assert read(path, columns={"pret": ["a", "b"]}).layout.record_sets == {"pret": ("a", "b")}
    assert read(path, columns={"pret": ["a"]}).layout.record_sets == {"pret": ("colonne_1", "colonne_2")}


def test_statements_that_name_other_columns_fill_those(file):
    found = read(file("INSERT INTO t (a, b) VALUES (1, 2);\nINSERT INTO t (c, a) VALUES (3, 4);\n"))
    assert found.layout.record_sets["t"] == ("a", "b", "c")
    assert found.tables["t"] == [("1", "2", None), ("4", None, "3")]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NULL", None), ("''", ""), ("'NULL'", "NULL"), ("-1.50", "-1.50"),
        ("'0000-00-00'", "0000-00-00"), ("1997", "1997"),
        (r"'L\'été'", "L'été"), ("'L''été'", "L'été"),
        (r"'a\\'", "a\\"), (r"'a\\\'b'", "a\\'b"), (r"'a\nb\tc'", "a\nb\tc"),
        ("''''", "'"), (r"'100\%'", r"100\%"), ("'a;(b),c'", "a;(b),c"), ("'-- non'", "-- non"), ("'`'", "`"),
        ("'\"'", '"'),
        ("_binary 'abc'", "abc"), ("0x4A6F", "Jo"), ("x'4a6f'", "Jo"), ("b'101'", "5"),
        ("TRUE", "1"), ("1e-05", "1e-05"),
        ("\"guillemets, (ici)\"", "guillemets, (ici)"), ("'deux\nlignes'", "deux\nlignes"),
    ],
)  # fmt: skip
def test_a_value_is_what_the_server_had(file, written, value):
    found = read(file(f"INSERT INTO `t` (a, b, c) VALUES (1,{written},2),( 3 , {written} , 4 );\n"))
    assert found.tables["t"] == [("1", value, "2"), ("3", value, "4")]


def test_an_expression_is_null_and_an_issue(file):
    found = read(file("INSERT INTO t (a, b) VALUES (1, NOW()), (2, CONCAT('x', ')', 'y'));\n"))
    assert found.tables["t"] == [("1", None), ("2", None)]
    (issue,) = found.issues
    assert (issue.code, issue.column, issue.values) == ("sqldump.expression", "b", ("NOW()", "CONCAT('x', ')', 'y')"))


def test_the_encoding_is_what_the_file_says_and_its_latin1_is_that_of_windows(file):
    content = (HEADER.format("latin1") + "INSERT INTO t (a) VALUES ('Zoé – 5 €');\n").encode("cp1252")
    found = read(file(content))
    assert (found.layout.facts["encoding"], found.tables["t"]) == ("cp1252", [("Zoé – 5 €",)])


def test_a_cell_that_cannot_be_decoded_is_null_and_an_issue(file):
    found = read(
        file(HEADER.format("utf8mb4").encode() + b"INSERT INTO t (a, b) VALUES (1,'Zo\xe9'),(2,'No\xc3\xa9');\n")
    )
    assert found.tables["t"] == [("1", None), ("2", "Noé")]
    assert [(one.code, one.values) for one in found.issues] == [("encoding.undecodable", ("Zo\\xE9",))]


def test_text_encoded_twice_is_kept_and_said(file):
    twice = "DÃ©fense de l’Ã‰tat"
    found = read(file(f"INSERT INTO t (a, b) VALUES (1,'{twice}'),(2,'SÃO PAULO');\n"))
    assert found.tables["t"][0] == ("1", twice)
    assert [(one.code, one.lines) for one in found.issues] == [("encoding.twice", (1,))]


def test_a_row_of_another_width_is_rejected_with_its_cells(file):
    found = read(file("INSERT INTO t (a, b) VALUES (1,2),\n(3),\n(4,5,6),\n(7,8);\n"))
    assert (found.tables["t"], found.lines["t"]) == ([("1", "2"), ("7", "8")], [1, 4])
    assert [(row["a"], row["b"], row["_surplus"], row["_ligne"], row["_motifs"]) for row in found.rejects] == [
        ("3", None, None, 2, "sqldump.width"), ("4", "5", "6", 3, "sqldump.width"),
    ]  # fmt: skip


def test_what_is_no_row_is_passed_over(file):
    found = read(
        file(
            HEADER.format("utf8") + TABLE + "LOCK TABLES `empr` WRITE;\n-- l'apostrophe; d'un commentaire\n"
            "/*!40000 ALTER TABLE `empr` DISABLE KEYS */;\n"
            "INSERT INTO `empr` VALUES (1,'a');\n# qu'un\nUNLOCK TABLES;\n"
            "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN INSERT INTO empr VALUES (9,'non'); END ;;\nDELIMITER ;\n"
            "INSERT INTO `empr` VALUES (2,'b') ON DUPLICATE KEY UPDATE empr_nom='c';\n"
            "-- Dump completed on 2024-05-06  7:08:09\n"
        )
    )
    assert found.tables == {"empr": [("1", "a"), ("2", "b")]}
    assert found.layout.facts["date"] == "2024-05-06"
    assert found.codes() == []


def test_a_comment_between_rows_does_not_stop_them(file):
    found = read(file("INSERT INTO t (a) VALUES (1), -- l'un\n(2), /* (3), */ (4);\n"))
    assert found.tables["t"] == [("1",), ("2",), ("4",)]


def test_a_statement_that_only_begins_as_rows_do_is_set_aside(file):
    found = read(
        file("INSERT INTO t (a) VALUES (1);\nINSERT INTO t (a) VALUES (2) x (3;\nINSERT INTO t (a) VALUES (4);\n")
    )
    assert found.tables["t"] == [("1",), ("2",), ("4",)]
    assert found.tally.rejected or found.tally.preamble


def test_tables_that_are_not_read_are_said_unless_left_out_by_name(file):
    path = file(
        "INSERT INTO empr (a) VALUES (1);\nINSERT INTO sessions (a) VALUES (1),(2);\n"
        "INSERT INTO divers (a) VALUES (3);\n"
    )
    found = read(path, tables=["empr"], ignore_tables=["session*"])
    assert found.tables == {"empr": [("1",)]}
    assert [issue.params for issue in found.layout.issues] == [{"table": "divers", "rows": "1"}]


def test_a_dump_of_mysqldump_without_its_last_line_is_suspect(file):
    assert read(file(HEADER.format("utf8") + "INSERT INTO t (a) VALUES (1);\n")).codes() == ["sqldump.no_end"]


def test_compressed_dumps_are_read_as_they_are(tmp_path):
    content = (TABLE + "INSERT INTO `empr` VALUES (1,'Zoé');\n").encode()
    (tmp_path / "a.sql.gz").write_bytes(gzip.compress(content))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.sql", content)
    assert read(tmp_path / "a.sql.gz", compression="gz").tables == {"empr": [("1", "Zoé")]}
    assert read(tmp_path / "a.zip", compression="zip", member="a.sql").tables == {"empr": [("1", "Zoé")]}


def test_a_dump_whose_compression_is_cut_gives_what_it_has(tmp_path):
    content = "".join(f"INSERT INTO t (a) VALUES ({n});\n" for n in range(20_000)).encode()
    packed = gzip.compress(content)
    (tmp_path / "a.sql.gz").write_bytes(packed[: len(packed) // 2])
    found = read(tmp_path / "a.sql.gz", compression="gz")
    assert found.fault is not None
    assert found.fault.code == "archive.truncated"
    assert 0 < len(found.tables["t"]) < 20_000


WHOLE = "INSERT INTO `t` VALUES (1,'l\\'un;'),(2,'d''eux'),\n(3,NULL);\nINSERT INTO `t` VALUES (4,'q(x)');\n"


@pytest.mark.parametrize("size", range(8, len(WHOLE)))
def test_wherever_a_dump_is_cut_its_whole_rows_are_read_and_the_cut_is_said(file, size):
    content = TABLE.replace("empr", "t") + WHOLE[:size]
    found = read(file(content))
    rows = found.tables.get("t", [])
    assert rows == [("1", "l'un;"), ("2", "d'eux"), ("3", None), ("4", "q(x)")][: len(rows)]
    assert bool(found.fault) == (WHOLE[:size].rstrip()[-1:] not in (";", ")") or _inside_a_string(WHOLE[:size]))
    assert len(rows) + len(found.rejects) >= 1 or found.fault


def _inside_a_string(text):
    bare = text.replace("\\'", "")
    return bare.count("'") % 2 == 1


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"{}", b"<a/>", b"select", b"\x00\x01"])
def test_other_files_are_not_dumps(content, tmp_path):
    assert not READER.fits(Source(tmp_path / "a.sql", "a.sql"), content)


def test_a_file_without_a_table_says_so(file):
    path = file("SET NAMES utf8;\n")
    with pytest.raises(InputError, match=r"sqldump\.no_table"):
        READER.inspect(Source(path, path.name), READER.options())


CELL = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(["'", "\\", "');", "\\'", "--", "(", '"', "`"]),
)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12)


def _written(cell, *, doubled):
    if cell is None:
        return "NULL"
    text = (
        cell.replace("\\", "\\\\").replace("\0", "\\0").replace("\x1a", "\\Z").replace("\n", "\\n").replace("\r", "\\r")
    )
    return "'" + text.replace("'", "''" if doubled else "\\'") + "'"


@given(ROWS, st.booleans(), st.booleans(), st.sampled_from([1, 40, 1 << 20]))
@settings(max_examples=150)
def test_what_is_written_is_read_again_whatever_it_holds(tmp_path, rows, doubled, extended, block):
    tuples = ["(" + ",".join(_written(cell, doubled=doubled) for cell in row) + ")" for row in rows]
    head = "INSERT INTO `t` (`a`,`b`,`c`) VALUES "
    text = head + ",".join(tuples) + ";\n" if extended else "".join(f"{head}{one};\n" for one in tuples)
    path = tmp_path / "t.sql"
    path.write_bytes(text.encode())
    found = read(path, block=block)
    assert found.tables["t"] == rows
    assert [code for code in found.codes() if code != "encoding.twice"] == []


@given(ROWS, st.booleans())
@settings(max_examples=100)
def test_both_ways_of_finding_rows_agree(rows, doubled):
    head = b"INSERT INTO `t` VALUES "
    text = (
        head
        + ",\n".join("(" + ", ".join(_written(cell, doubled=doubled) for cell in row) + ")" for row in rows).encode()
        + b";"
    )
    for size in (len(text), len(text) - 1, len(text) * 2 // 3):
        for last in (True, False):
            fast, slow = rows_of(text[:size], head, last=last), walk(text[:size], head, last=last)
            assert (fast.opens.tolist(), fast.closes.tolist()) == (slow.opens, slow.closes)
            assert (fast.commas.tolist(), fast.stop, fast.ended) == (slow.commas, slow.stop, slow.ended)


def test_the_dumps_of_library_systems_are_read_whole(shared):
    pmb = read(shared / "mediatheque/pmb/data_test.sql", tables=["notices", "exemplaires", "empr"], ignore_tables=["*"])
    assert {name: len(rows) for name, rows in pmb.tables.items()} == {"notices": 48, "exemplaires": 33, "empr": 7}
    koha = read(shared / "mediatheque/koha/misc4dev_unimarc_biblio.sql")
    assert len(koha.tables["biblio"]) == 4849
    assert pmb.codes() == koha.codes() == []
