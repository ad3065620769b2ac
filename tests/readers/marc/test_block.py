"""Records of ISO 2709: clean, repaired or refused, each with all its text, whatever became of it on the way."""

from __future__ import annotations

import io
from itertools import accumulate
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.prefixed import charset
from collecdata.readers.marc.block import Piece, read_block
from collecdata.readers.marc.encoding import NAMES
from collecdata.readers.marc.options import MarcSet
from collecdata.readers.marc.pieces import cuts, pieces
from collecdata.readers.marc.views import Views
from readers.marc.records import data, iso2709

EVERY = MarcSet(each="sous_zone", columns=("#id", "#zone", "#ind", "#rang", "#sous_rang", "#code", "#texte"))
TITLE = MarcSet(columns=("#id", "#lecture", "#codage", "200$a"))
BOOK = (("001", "n1"), data("200", "aL'été à Nîmes", "fÉlise Noël", indicators="1 "), data("606", "aŒuvres"))
iso5426 = charset("iso5426").encode


def read(raw, **options):
    block = read_block("f.mrc", Piece(raw, **options), NAMES.index("cp1252"))
    assert block.tally.balanced
    return block, Views(block.records, ("001",))


def rows(raw):
    return [
        (one["#zone"], one["#ind"], one["#code"], one["#texte"])
        for one in read(raw)[1].batch(EVERY).to_pylist()
        if one["#zone"] != "LDR"
    ]


def titles(raw):
    block, views = read(raw)
    found = [(one["#lecture"], one["#codage"], one["200$a"]) for one in views.batch(TITLE).to_pylist()]
    return found, [issue.code for issue in block.issues]


BOOK_ROWS = [
    ("001", "", None, "n1"),
    ("200", "1 ", "a", "L'été à Nîmes"),
    ("200", "1 ", "f", "Élise Noël"),
    ("606", "  ", "a", "Œuvres"),
]


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", iso5426], ids=["utf-8", "cp1252", "iso5426"])
def test_a_record_says_the_same_in_any_encoding(codec):
    assert rows(iso2709(*BOOK, codec=codec)) == BOOK_ROWS


def test_each_record_has_its_own_encoding():
    raw = b"".join(iso2709(*BOOK, codec=codec) for codec in (iso5426, "utf-8", "cp1252"))
    assert [codage for _, codage, _ in titles(raw)[0]] == ["iso5426", "utf-8", "cp1252"]


def test_egypte_in_windows_is_not_iso_5426():
    raw = iso2709(("001", "n1"), data("200", "aÉgypte"), codec="cp1252")
    assert titles(raw)[0] == [("intacte", "cp1252", "Égypte")]


def test_some_bytes_pasted_into_utf_8_are_read_and_said():
    raw = iso2709(*BOOK).replace("Nîmes".encode(), "Nîmes".encode("latin-1") + b" ")
    assert titles(raw) == ([("intacte", "utf-8", "L'été à Nîmes ")], ["marc.encoding"])


def test_text_recoded_without_its_lengths_is_read_by_its_marks():
    found, codes = titles(iso2709(*BOOK, lie=-3))
    assert found == [("reparee", "utf-8", "L'été à Nîmes")]
    assert codes == ["marc.length", "marc.directory"]


def test_a_directory_in_another_order_is_followed():
    raw = bytearray(iso2709(("001", "n1"), data("200", "aB"), data("606", "aC")))
    raw[36:48], raw[48:60] = raw[48:60], raw[36:48]
    assert [(tag, text) for tag, _, _, text in rows(bytes(raw))] == [("001", "n1"), ("606", "C"), ("200", "B")]
    assert titles(bytes(raw))[1] == ["marc.order"]


def test_a_field_that_holds_the_end_of_a_field_keeps_its_text():
    raw = iso2709(("001", "n1"), data("200", "aA\x1eB"), data("606", "aC"))
    assert rows(raw)[1:] == [("200", "  ", "a", "A\x1eB"), ("606", "  ", "a", "C")]
    assert titles(raw)[1] == ["marc.rebuilt"]


def test_a_field_of_the_directory_that_is_not_there_is_passed_over():
    raw = iso2709(("001", "n1"), data("300", "a" * 40), data("606", "aC")).replace(b"  \x1f" + b"a" * 40 + b"\x1e", b"")
    assert [row[0] for row in rows(raw)] == ["001", "606"]


def test_what_cannot_be_read_without_guessing_is_kept_with_its_bytes():
    lost = iso2709(("001", "n1"), data("200", "aT")).replace(b"0010003", b"\x1e010003")
    block, _ = read(iso2709(*BOOK) + lost + iso2709(*BOOK))
    assert len(block.records) == 2
    assert [(one.number, one.raw) for one in block.refused] == [(2, lost)]
    assert [issue.code for issue in block.issues] == ["marc.unreadable"]


def test_the_last_record_may_lack_its_end():
    found, codes = titles(iso2709(*BOOK)[:-1])
    assert found == [("intacte", "utf-8", "L'été à Nîmes")]
    assert codes == ["marc.unended"]


def test_line_ends_and_padding_between_records_are_blank():
    block, _ = read(iso2709(*BOOK) + b"\r\n" + iso2709(*BOOK) + b"\n\x00\x1a   ")
    assert (len(block.records), block.tally.blank) == (2, 8)


def test_blanks_are_kept():
    assert rows(iso2709(data("100", "a  20 ", indicators=" 1"))) == [("100", " 1", "a", "  20 ")]


def test_text_outside_of_subfields_has_a_row_of_its_own():
    raw = iso2709(data("995", "aA", indicators="  dehors"), ("FMT", "BK"), ("245", "10seul"))
    assert rows(raw) == [
        ("995", "  ", None, "dehors"),
        ("995", "  ", "a", "A"),
        ("FMT", "", None, "BK"),
        ("245", "10", None, "seul"),
    ]


def test_columns_join_or_take_the_first_and_positions_are_cut():
    wanted = MarcSet(columns=("606$a", "100$a/2-3", "LDR/6"), join={"610$a": "|"})
    raw = iso2709(data("100", "a0123"), data("606", "aA", "aB"), data("606", "aC"), data("610", "ax", "ay"))
    batch = read(raw)[1].batch(wanted).to_pylist()[0]
    assert [batch[name] for name in wanted.names] == ["A", "23", "a", "x|y"]


def test_marks_of_what_is_not_sorted_go_from_columns_and_stay_in_subfields():
    raw = iso2709(data("200", "a\x98L'\x9cété"), codec=iso5426)
    assert titles(raw)[0][0][2] == "L'été"
    assert rows(raw)[0][3] == "\x98L'\x9cété"


def test_a_record_without_a_number_is_named_after_its_place():
    found = read(iso2709(data("200", "aT")) * 2, first=7)[1].batch(TITLE).column("#id").to_pylist()
    assert found == ["#7", "#8"]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from([*b"\x1d\x1e\x1f09a \xc3\xa9", -1])), max_size=12),
    st.sampled_from(["utf-8", iso5426]),
)
def test_no_damage_loses_a_byte_or_makes_text_that_is_not(damage, codec):
    raw = bytearray(iso2709(*BOOK, codec=codec) * 2)
    for place, byte in damage:
        if byte < 0:
            del raw[place % len(raw)]
        else:
            raw[place % len(raw)] = byte
    block, views = read(bytes(raw))
    for wanted in (EVERY, TITLE):
        views.batch(wanted).validate(full=True)
    assert len(block.records) + len(block.refused) <= bytes(raw).count(b"\x1d") + 1


@given(st.lists(st.sampled_from(["clean", "cut", "stray", "odd", "unordered"]), min_size=1, max_size=6))
def test_a_damaged_record_changes_nothing_of_those_beside_it(states):
    whole = iso2709(*BOOK)
    damaged = {
        "clean": whole,
        "cut": whole[:30] + whole[31:],  # the directory has a hole
        "stray": whole[:26] + b"\x1f" + whole[27:],  # a mark where there is no field
        "odd": whole[:24] + b"a\xe91" + whole[27:],
        "unordered": whole[:24] + whole[36:48] + whole[24:36] + whole[48:],
    }
    alone = {state: rows(raw) for state, raw in damaged.items()}
    assert rows(b"".join(damaged[state] for state in states)) == [row for state in states for row in alone[state]]


def test_more_tags_than_a_byte_can_number():
    wanted = MarcSet(columns=tuple(f"{tag:03}$a" for tag in range(10, 400)))
    (row,) = read(iso2709(("001", "n1"), data("010", "aun"), data("300", "adeux")))[1].batch(wanted).to_pylist()
    assert {name: text for name, text in row.items() if text and "$" in name} == {"010$a": "un", "300$a": "deux"}


SIZES = st.lists(st.integers(0, 300), min_size=1, max_size=8)


def marked(sizes):
    return b"".join(b"x" * size + b"\x1d" for size in sizes) + b"rest"


@given(st.integers(1, 400), SIZES)
def test_pieces_hold_every_byte_whatever_their_size(block, sizes):
    raw = marked(sizes)
    found = [(bytes(one.data), one.start) for one in pieces(io.BytesIO(raw), block)]
    assert b"".join(data for data, _ in found) == raw
    assert [start for _, start in found] == [0, *accumulate(len(data) for data, _ in found)][:-1]
    assert all(data.endswith(b"\x1d") for data, _ in found[:-1])


@given(st.integers(1, 400), SIZES, st.integers(1, 90))
def test_a_file_is_cut_between_records_and_its_cuts_in_pieces(block, sizes, piece):
    raw, seen = marked(sizes), bytearray()
    with NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        with Path(file.name).open("rb", buffering=0) as stream:
            found = list(cuts(stream, block, seen.extend))
            assert bytes(seen) == raw
            assert [0, *(one.stop for one in found)] == [*(one.start for one in found), len(raw)]
            for one in found:
                assert one.start == 0 or raw[one.start - 1] == 0x1D
                assert one.first == raw[: one.start].count(b"\x1d") + 1
                stream.seek(one.start)
                held = b"".join(bytes(got.data) for got in pieces(stream, piece, one.stop - one.start))
                assert held == raw[one.start : one.stop]
