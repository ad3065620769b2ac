"""Lines of a N4DS to rows: where one begins, what holds it, what is said of what is wrong."""

from __future__ import annotations

import gzip
import pickle
from typing import TYPE_CHECKING

import pytest

from collecdata.errors import InputError
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source
from readers.dsn.reading import read_layout

if TYPE_CHECKING:
    from pathlib import Path

    from readers.dsn.reading import Read

N4DS = READERS["n4ds"]
HEAD = "S10.G01.00.001.001,'999999990'\nS10.G01.00.010,'02'\nS10.G01.00.011,'V01X12'\n"
TOWN = "S20.G01.00.001,'123456782'\nS20.G01.00.008,'00010'\n"
OTHER_TOWN = "S20.G01.00.001,'987654324'\nS20.G01.00.008,'00010'\n"
AGENT = "S30.G01.00.001,'1990199999001'\nS30.G01.00.002,'D'ALMEIDA, DIT L'AUTRE'\nS30.G01.00.008.012,'EXEMPLE'\n"
PERIOD = "S40.G01.00.001,'01012016'\nS40.G01.00.002.001,'097'\nS40.G10.10.024,'101'\n"
BONUS = "S40.G28.20.001,'601'\nS40.G28.20.002,'10.00'\n"
OPTIONS = {
    "record_sets": {
        "envoi": {"blocks": "S10.G01.00"},
        "employeur": {"blocks": "S20.G01.00", "parent": "envoi"},
        "agent": {"blocks": "S30.G01.00", "parent": "employeur"},
        "periode": {"blocks": ["S40.G01.00", "S40.G10.10"], "parent": "agent", "rubrics": ["S40.G10.10.002.002"]},
        "prime": {"blocks": "S40.G28.20", "parent": "periode"},
        "total": {"blocks": "S90.G01.00", "parent": "envoi"},
    }
}


@pytest.fixture
def n4ds(tmp_path: Path):
    """Read a N4DS that has these lines below its head, and the total above nothing."""

    def made(body: str | bytes, *, total: bool = True) -> Read:
        whole = HEAD.encode() + (body if isinstance(body, bytes) else body.encode("latin-1"))
        if total:
            lines = whole.count(b"\n") + 2
            whole += f"S90.G01.00.001,'{lines}'\nS90.G01.00.002,'1'\n".encode()
        path = tmp_path / "n4ds.txt"
        path.write_bytes(whole)
        return read_layout(layout(path))

    return made


def layout(path: Path, block: int = 8 << 20):
    source = Source(path, path.name, compression="gz" if path.suffix == ".gz" else "")
    return N4DS.inspect(source, N4DS.options(block=block, **OPTIONS))


def test_rubrics_have_four_parts_or_five(n4ds):
    (agent,) = n4ds(TOWN + AGENT).rows["agent"]
    assert agent["S30.G01.00.001"] == "1990199999001"
    assert agent["S30.G01.00.008.012"] == "EXEMPLE"


def test_apostrophes_and_commas_are_part_of_the_value(n4ds):
    assert n4ds(TOWN + AGENT).rows["agent"][0]["S30.G01.00.002"] == "D'ALMEIDA, DIT L'AUTRE"


def test_other_blocks_of_a_set_continue_its_row(n4ds):
    found = n4ds(TOWN + AGENT + PERIOD + PERIOD)
    assert [row["S40.G10.10.024"] for row in found.rows["periode"]] == ["101", "101"]
    assert [row["_rang"] for row in found.rows["periode"]] == [1, 2]


def test_a_row_is_held_by_the_last_that_may(n4ds):
    found = n4ds(TOWN + AGENT + PERIOD + BONUS + BONUS + AGENT + PERIOD + BONUS)
    periods = [row["_id"] for row in found.rows["periode"]]
    assert [row["_parent"] for row in found.rows["prime"]] == [periods[0], periods[0], periods[1]]
    assert [row["_rang"] for row in found.rows["prime"]] == [1, 2, 1]


def test_rubrics_of_blocks_that_nothing_names_are_rows_of_their_own(n4ds):
    found = n4ds(TOWN + AGENT + "S44.G03.05.001,'A700'\nS44.G03.05.001,'C039'\n")
    assert [row["valeur"] for row in found.rows["hors_norme"]] == ["A700", "C039"]
    assert found.rows["hors_norme"][0]["rubrique"] == "S44.G03.05.001"
    assert found.rows["hors_norme"][0]["_parent"] == found.rows["agent"][0]["_id"]
    assert found.tally.balanced


def test_a_rubric_without_what_holds_it_is_said_and_kept(n4ds):
    found = n4ds(TOWN + AGENT + BONUS)
    assert found.said("n4ds.orphan") == [("S40.G28.20.001", 9), ("S40.G28.20.002", 10)]
    assert [row["valeur"] for row in found.rows["hors_norme"]] == ["601", "10.00"]
    assert found.tally.balanced


def test_a_line_that_is_no_rubric_is_rejected_at_its_line(n4ds):
    found = n4ds(TOWN + AGENT + "S30.G01.00.009,'0101\n")
    assert found.said("n4ds.line") == [("", 9)]
    assert found.rejects["illisible"][0]["ligne"] == "S30.G01.00.009,'0101"
    assert found.tally.rejected == 1
    assert found.tally.balanced


def test_what_s90_says_is_compared(n4ds):
    found = n4ds(TOWN + AGENT + "S90.G01.00.001,'9'\nS90.G01.00.002,'3'\n", total=False)
    said = {one.code: one.params for one in found.issues}
    assert said["n4ds.total_lines"] == {"declared": "9", "counted": "10"}
    assert said["n4ds.total_employers"] == {"declared": "3", "counted": "1"}


def test_a_file_without_its_end_is_said(n4ds):
    assert n4ds(TOWN + AGENT, total=False).said("n4ds.no_total") == [("", 8)]


def test_blank_lines_and_windows_letters_are_read_for_what_they_are(n4ds):
    found = n4ds(b"\r\n" + TOWN.encode() + b"S30.G01.00.002,'C\x8cUR'\r\n\x1a\n")
    assert found.rows["agent"][0]["S30.G01.00.002"] == "CŒUR"
    assert found.tally.blank == 2
    assert found.tally.balanced


def test_each_employer_is_a_lot_of_its_own(tmp_path: Path):
    path = tmp_path / "n4ds.txt"
    path.write_text(HEAD + TOWN + AGENT + OTHER_TOWN + AGENT + AGENT, encoding="latin-1")
    parts = layout(path).parts
    assert [part.facts["siren"] for part in parts] == ["123456782", "987654324"]
    assert [len(read_layout(part).rows["agent"]) for part in parts] == [1, 2]
    assert sum(read_layout(part).tally.physical for part in parts) == 16


@pytest.mark.parametrize("name", ["n4ds.txt", "n4ds.txt.gz"])
def test_a_large_employer_is_cut_between_agents_and_says_the_same(tmp_path: Path, name: str):
    path = tmp_path / name
    content = (HEAD + TOWN + (AGENT + PERIOD + BONUS) * 50 + OTHER_TOWN + AGENT + PERIOD).encode("latin-1")
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    whole, cut = layout(path), layout(path, block=300)
    for one, other in zip(whole.parts, cut.parts, strict=True):
        at_once, in_pieces = read_layout(one), read_layout(pickle.loads(pickle.dumps(other)))
        assert in_pieces.rows == at_once.rows
        assert in_pieces.tally == at_once.tally
    assert read_layout(cut.parts[0]).pieces > 20 > read_layout(whole.parts[0]).pieces


def test_a_dsn_is_no_n4ds(tmp_path: Path):
    path = tmp_path / "dsn.txt"
    path.write_text("S10.G00.00.001,'PAIE'\n")
    assert not N4DS.fits(Source(path, path.name), path.read_bytes())
    with pytest.raises(InputError, match="n4ds"):
        layout(path)
