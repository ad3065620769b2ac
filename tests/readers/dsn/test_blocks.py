"""Lines to instances of blocks: where one begins, what holds it, and what is said of what is wrong."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from collecdata.errors import InputError
from collecdata.issues import Severity
from collecdata.readers.source import Source
from readers.dsn.reading import DECLARATION, HEAD, READER, closed, layout_of, read, read_layout

if TYPE_CHECKING:
    from pathlib import Path

    from readers.dsn.reading import Read

AGENT = "S21.G00.30.001,'1990199000001'\nS21.G00.30.002,'D'ALMEIDA, DIT L'AUTRE'\n"
CONTRACT = "S21.G00.40.001,'01012020'\nS21.G00.40.009,'A1'\n"


@pytest.fixture
def dsn(tmp_path: Path):
    """Read a DSN of one declaration that has these lines."""

    def made(body: str | bytes, *, total: bool = True) -> Read:
        path = tmp_path / "test.dsn"
        whole = (HEAD + DECLARATION).encode() + (body.encode("latin-1") if isinstance(body, str) else body)
        path.write_bytes(closed(whole.decode("latin-1")) if total else whole)
        return read(path)

    return made


def test_apostrophes_and_commas_are_part_of_the_value(dsn):
    assert dsn(AGENT).rows["S21.G00.30"][0]["S21.G00.30.002"] == "D'ALMEIDA, DIT L'AUTRE"


def test_an_instance_begins_where_the_rank_does_not_grow(dsn):
    rates = "S21.G00.50.001,'28112025'\nS21.G00.51.011,'001'\nS21.G00.51.013,'1.00'\nS21.G00.51.011,'002'\n"
    found = dsn(AGENT + rates)
    assert [row["S21.G00.51.011"] for row in found.rows["S21.G00.51"]] == ["001", "002"]
    assert [row["_rang"] for row in found.rows["S21.G00.51"]] == [1, 2]


def test_an_instance_need_not_begin_with_its_first_rubric(dsn):
    found = dsn(AGENT + CONTRACT + "S21.G00.71.002,'RUAA'\nS21.G00.71.002,'IRCANTEC'\n")
    assert [row["S21.G00.71.002"] for row in found.rows["S21.G00.71"]] == ["RUAA", "IRCANTEC"]


def test_a_block_belongs_to_the_last_instance_that_may_hold_it(dsn):
    found = dsn(AGENT + CONTRACT + AGENT + CONTRACT + "S21.G00.60.001,'01'\n")
    assert found.rows["S21.G00.60"][0]["_parent"] == found.rows["S21.G00.40"][1]["_id"]
    assert found.rows["S21.G00.30"][1]["_parent"] == found.rows["S21.G00.11"][0]["_id"]


def test_positions_and_lines_are_those_of_the_file(dsn):
    found = dsn(AGENT)
    agent = found.rows["S21.G00.30"][0]
    assert (agent["_id"], agent["_ligne"]) == (len(HEAD + DECLARATION), (HEAD + DECLARATION).count("\n") + 1)


def test_a_block_without_its_parent_is_rejected_with_what_it_holds_and_the_rest_is_read(dsn):
    found = dsn(AGENT + "S21.G00.60.001,'01'\nS21.G00.66.003,'1.00'\n" + AGENT)
    assert [row["_motifs"] for row in found.rejects["S21.G00.60"] + found.rejects["S21.G00.66"]] == ["dsn.orphan"] * 2
    assert found.said("dsn.orphan") == [("S21.G00.60.001", 15)]
    assert len(found.rows["S21.G00.30"]) == 2
    assert found.tally.rejected == 2
    assert found.tally.balanced


def test_the_contract_of_another_agent_is_not_a_parent(dsn):
    found = dsn(AGENT + CONTRACT + AGENT + "S21.G00.60.001,'01'\n")
    assert not found.rows["S21.G00.60"]
    assert found.said("dsn.orphan") == [("S21.G00.60.001", 19)]


def test_a_rubric_that_the_norm_does_not_know_is_kept_whole(dsn):
    found = dsn(AGENT + "S21.G00.30.555,'x'\n" + CONTRACT)
    (row,) = found.rows["hors_norme"]
    assert (row["bloc"], row["rubrique"], row["valeur"]) == ("S21.G00.30", "S21.G00.30.555", "x")
    assert row["_parent"] == found.rows["S21.G00.30"][0]["_id"]
    assert found.said("dsn.unknown_rubric") == [("S21.G00.30.555", 15)]


def test_rubrics_of_software_and_concentrators_are_kept_and_only_told(dsn):
    found = dsn("S20.G00.96.902,'1'\nS21.G00.06.903,'x'\n" + AGENT)
    assert [row["rubrique"] for row in found.rows["hors_norme"]] == ["S20.G00.96.902", "S21.G00.06.903"]
    assert {one.severity for one in found.issues if one.code == "dsn.vendor_rubric"} == {Severity.INFO}


def test_an_unknown_rubric_does_not_cut_the_instance_around_it(dsn):
    found = dsn("S21.G00.30.001,'1990199000001'\nS21.G00.30.555,'x'\nS21.G00.30.002,'NOM'\n")
    assert len(found.rows["S21.G00.30"]) == 1


def test_what_is_no_rubric_is_rejected_at_its_line(dsn):
    found = dsn(AGENT + "n'importe quoi\n" + CONTRACT)
    (row,) = found.rejects["illisible"]
    assert (row["ligne"], row["_ligne"], row["_motifs"]) == ("n'importe quoi", 15, "dsn.line")
    assert found.tally.balanced


def test_a_last_line_that_is_cut_is_rejected_and_the_total_missed(dsn):
    found = dsn(AGENT + "S21.G00.30.004,'CAM", total=False)
    assert found.said("dsn.line") == [("", 15)]
    assert found.said("dsn.no_total") == [("", 15)]
    assert "S21.G00.30.004" not in found.rows["S21.G00.30"][0]
    assert found.tally.balanced


def test_blanks_around_a_line_and_blank_lines_change_nothing(dsn):
    found = dsn("  S21.G00.30.001 , '1990199000001'  \n\n" + CONTRACT)
    assert found.rows["S21.G00.30"][0]["S21.G00.30.001"] == "1990199000001"
    assert found.tally.blank == 1
    assert not found.said("dsn.line")


@pytest.mark.parametrize(
    ("written", "read_as", "code"),
    [
        ("MÂCON".encode("latin-1"), "MÂCON", None),
        ("MÂCON n° 1".encode("latin-1"), "MÂCON n° 1", None),
        ("L’ÉGLISE".encode("cp1252"), "L’ÉGLISE", "dsn.windows"),
        ("MÂCON".encode(), "MÂCON", "dsn.unicode"),
    ],
)
def test_each_value_is_read_in_its_own_encoding(dsn, written, read_as, code):
    found = dsn(b"S21.G00.30.002,'" + written + b"'\nS21.G00.30.004,'" + "NOËL".encode("latin-1") + b"'\n")
    agent = found.rows["S21.G00.30"][0]
    assert (agent["S21.G00.30.002"], agent["S21.G00.30.004"]) == (read_as, "NOËL")
    told = {one.code for one in found.issues} - {"dsn.total_lines"}
    assert told == ({code} if code else set())


def test_a_byte_of_no_encoding_makes_its_value_null_and_is_told(dsn):
    found = dsn(b"S21.G00.30.002,'A\x81B'\nS21.G00.30.004,'C'\n")
    assert "S21.G00.30.002" not in found.rows["S21.G00.30"][0]
    assert found.said("encoding.undecodable") == [("S21.G00.30.002", 13)]


def test_a_value_too_long_is_kept_and_told(dsn):
    found = dsn("S21.G00.30.001,'19901990000019'\n")
    assert found.said("dsn.too_long") == [("S21.G00.30.001", 13)]
    assert found.rows["S21.G00.30"][0]["S21.G00.30.001"] == "19901990000019"


def test_a_code_is_judged_by_the_norm_of_the_year(dsn, tmp_path):
    body = AGENT + CONTRACT + "S21.G00.50.001,'28112025'\nS21.G00.51.011,'026'\n"
    found = dsn(body)
    assert found.said("dsn.code") == [("S21.G00.51.011", 18)]
    path = tmp_path / "2024.dsn"
    path.write_bytes(closed((HEAD + DECLARATION + body).replace("P25V01", "P24V01")))
    assert not read(path).said("dsn.code")


@pytest.mark.parametrize(
    ("total", "code", "line"),
    [
        ("S90.G00.90.001,'99'\nS90.G00.90.002,'1'\n", "dsn.total_lines", 15),
        ("S90.G00.90.001,'16'\nS90.G00.90.002,'2'\n", "dsn.total_declarations", 16),
        ("", "dsn.no_total", 14),
    ],
)
def test_what_the_end_declares_is_what_there_is(dsn, total, code, line):
    found = dsn(AGENT + total, total=False)
    assert found.said(code) == [("", line)]
    assert {one.code for one in found.issues} == {code}


def test_the_envelope_of_a_lot_goes_round_its_envois(tmp_path):
    one = closed(HEAD + DECLARATION + AGENT).decode("latin-1")
    body = "S05.G51.00.001,'X'\nS06.G51.00.001,'Y'\n" + one + one + "S96.G51.00.001,'2'\nS95.G51.00.001,'1'\n"
    path = tmp_path / "lot.dsn"
    path.write_bytes(body.encode("latin-1"))
    found = read(path)
    assert [row["rubrique"] for row in found.rows["hors_norme"]] == [
        "S05.G51.00.001", "S06.G51.00.001", "S96.G51.00.001", "S95.G51.00.001",
    ]  # fmt: skip
    assert [row["lignes_comptees"] for row in found.rows["S10.G00.00"]] == ["16", "16"]
    assert not found.said("dsn.total_lines")
    assert found.tally.balanced


def test_each_employer_of_a_file_has_its_own_layout_and_no_line_is_in_two(tmp_path):
    other = DECLARATION.replace("123456782", "210000012")
    path = tmp_path / "cdg.dsn"
    path.write_bytes(closed(HEAD + DECLARATION + AGENT + other + AGENT + DECLARATION + AGENT, 3))
    layout = layout_of(path)
    parts = {part.facts["siren"]: read_layout(part) for part in layout.parts}
    assert list(parts) == ["123456782", "210000012"]
    assert [len(part.rows["S21.G00.30"]) for part in parts.values()] == [2, 1]
    assert sum(part.tally.physical for part in parts.values()) == path.read_bytes().count(b"\n")
    assert all(part.tally.balanced for part in parts.values())


def test_a_compressed_file_reads_the_same(tmp_path):
    other = DECLARATION.replace("123456782", "210000012")
    content = closed(HEAD + DECLARATION + AGENT * 40 + other + AGENT * 40, 2)
    plain, packed = tmp_path / "a.dsn", tmp_path / "a.dsn.gz"
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    layout = READER.inspect(Source(packed, packed.name, compression="gz"), READER.options(block=500))
    for mine, theirs in zip(layout.parts, layout_of(plain, 500).parts, strict=True):
        assert read_layout(mine).rows == read_layout(theirs).rows


def test_a_file_that_is_no_dsn_is_refused(tmp_path):
    path = tmp_path / "a.dsn"
    path.write_text("S21.G00.30.001,'1'\n")
    with pytest.raises(InputError):
        layout_of(path)
