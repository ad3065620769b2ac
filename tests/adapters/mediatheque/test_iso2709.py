"""Real ISO 2709 files, clean and broken: every record accounted for, with the text that pymarc reads where it does."""

from __future__ import annotations

import io

import pytest

from collecdata.readers.marc.block import Piece, read_block
from collecdata.readers.marc.encoding import NAMES
from collecdata.readers.marc.options import MarcSet
from collecdata.readers.marc.views import Views

pymarc = pytest.importorskip("pymarc")

EVERY = MarcSet(each="sous_zone", columns=("#zone", "#ind", "#code", "#texte"))
FILES = {  # records, repaired, refused
    "iso2709/catmandu_oschrift_me.mrc": (1, 0, 0),
    "iso2709/marc4j_not_unimarc_errors_3.mrc": (3, 0, 0),
    "iso2709/marc4j_summerland.mrc": (1, 0, 0),
    "iso2709/marc4j_u335.mrc": (1, 0, 0),
    "iso2709/marcmoose_biblios.iso2709": (2, 0, 0),
    "iso2709/marcmoose_onerecord.iso": (1, 0, 0),
    "iso2709/marcmoose_parser_iso.mrc": (1, 0, 0),
    "iso2709/pan2bq_moccam_serie-HarryPotter.pan": (7, 0, 0),
    "iso2709/pymarc_testunimarc.dat": (1, 0, 0),
    "casse/marc4j_bad_oversize_field_bad_directory.mrc": (5, 1, 0),
    "casse/marc4j_bad_too_long_plus_2.mrc": (3, 1, 0),
    "casse/marc4j_unordered-directory-entries.mrc": (1, 1, 0),
    "casse/pymarc_bad_indicator.dat": (1, 0, 0),
    "casse/pymarc_bad_subfield_code.dat": (1, 1, 0),
    "casse/pymarc_utf8_invalid.mrc": (1, 0, 0),
    "casse/pymarc_utf8_without_leader_flag.dat": (1, 0, 0),
}
STOPS = {
    "casse/marc4j_bad_too_long_plus_2.mrc",
    "casse/marc4j_bad_oversize_field_bad_directory.mrc",
    "casse/pymarc_bad_subfield_code.dat",
}
"""Where pymarc reads nothing, or not all."""


def ours(raw):
    block = read_block("f", Piece(raw), NAMES.index("cp1252"))
    batch = Views(block.records, ("001",)).batch(EVERY)
    rows: list[list[tuple[str | None, ...]]] = [[] for _ in range(len(block.records))]
    parents = batch.column("_parent").to_pylist()
    rank = {at: number for number, at in enumerate((block.records.at + block.records.start).tolist())}
    for parent, row in zip(parents, batch.select(["#zone", "#ind", "#code", "#texte"]).to_pylist(), strict=True):
        if row["#zone"] != "LDR":
            rows[rank[parent]].append(tuple(row.values()))
    return block, rows


def theirs(raw, *, utf8):
    found = []
    for record in pymarc.MARCReader(io.BytesIO(raw), force_utf8=utf8, to_unicode=True):
        if record is None:
            continue
        rows = []
        for field in record.fields:
            if field.is_control_field():
                rows.append((field.tag, "", None, field.data))
            else:
                indicators = "".join(field.indicators)
                rows += [(field.tag, indicators, one.code, one.value) for one in field.subfields]
        found.append(rows)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_accounted_for(shared, name):
    block, _ = ours((shared / "mediatheque" / name).read_bytes())
    assert (len(block.records), int(block.records.repaired.sum()), len(block.refused)) == FILES[name]
    assert block.tally.balanced


@pytest.mark.parametrize("name", [name for name in FILES if name not in STOPS])
def test_what_pymarc_reads_is_what_is_read(shared, name):
    raw = (shared / "mediatheque" / name).read_bytes()
    block, rows = ours(raw)
    utf8 = not (block.records.charsets == NAMES.index("ansel")).any()
    expected = theirs(raw, utf8=utf8)
    if name == "casse/pymarc_bad_indicator.dat":  # a field without indicators: pymarc gives it two blanks
        rows[0][0] = (rows[0][0][0], "  ", *rows[0][0][2:])
    assert rows[: len(expected)] == expected


def test_a_record_too_long_for_its_own_length_is_read_whole(shared):
    block, rows = ours((shared / "mediatheque/casse/marc4j_bad_too_long_plus_2.mrc").read_bytes())
    assert len(rows[0]) > 1500
    assert len(block.records) == 3


def test_a_subfield_code_that_is_a_letter_with_an_accent_loses_no_text(shared):
    _, rows = ours((shared / "mediatheque/casse/pymarc_bad_subfield_code.dat").read_bytes())
    assert ("245", "10", "á", "ActivePerl with ASP and ADO /") in rows[0]


def test_the_title_that_pymarc_garbles_by_default_is_right(shared):
    raw = (shared / "mediatheque/iso2709/pan2bq_moccam_serie-HarryPotter.pan").read_bytes()
    titles = [next(row[3] for row in record if row[0] == "200") for record in ours(raw)[1]]
    assert titles[0] == "Harry Potter et l'ordre du Phénix"


def test_a_field_too_long_for_its_directory_widens_its_entry(shared):
    _, rows = ours((shared / "mediatheque/casse/marc4j_bad_oversize_field_bad_directory.mrc").read_bytes())
    assert [row[0] for row in rows[1]][-2:] == ["520", "935"]
    assert max(len(row[3]) for row in rows[1]) > 9999
