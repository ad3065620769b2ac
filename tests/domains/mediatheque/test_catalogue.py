"""A catalogue with slips: each is said at its place, none removes a row."""

from __future__ import annotations

import pytest

import collecdata
from readers.marc.records import data, iso2709

RIGHT = (("001", "n1"), data("010", "a978-2-07-054127-0"), data("011", "a2049-3630"), data("073", "a9782070541270"))


def said(tmp_path, *fields, codes=("mediatheque.",)):
    path = tmp_path / "notices.mrc"
    path.write_bytes(iso2709(*fields, data("200", "aTitre")))
    result = collecdata.convert(path, to=tmp_path / "out", siren="000000042")
    assert result["mediatheque.notice"].num_rows == 1
    return [(issue.code, issue.values) for issue in result.issues if issue.code.startswith(codes)]


def test_numbers_with_right_check_digits_are_not_said(tmp_path):
    assert said(tmp_path, *RIGHT) == []


CHECKED = ("cell.checksum", "mediatheque.check_digit")


@pytest.mark.parametrize(
    ("tag", "number"), [("010", "978-2-07-054127-1"), ("011", "2049-3631"), ("073", "9782070541271")]
)
def test_a_wrong_check_digit_is_said_once(tmp_path, tag, number):
    assert said(tmp_path, ("001", "n1"), data(tag, "a" + number), codes=CHECKED) == [("cell.checksum", (number,))]


def test_a_wrong_check_digit_of_another_number_of_the_record_is_said_too(tmp_path):
    wrong = "978-2-07-054127-1", "978-2-07-054127-2"
    found = said(tmp_path, ("001", "n1"), *(data("010", "a" + number) for number in wrong), codes=CHECKED)
    assert found == [("cell.checksum", wrong[:1]), ("mediatheque.check_digit", wrong[1:])]


def test_a_number_that_the_record_says_wrong_is_not_said_again(tmp_path):
    assert said(tmp_path, ("001", "n1"), data("010", "z978-2-07-054127-1")) == []


def test_a_year_that_cannot_be_is_said(tmp_path):
    assert said(tmp_path, ("001", "n1"), data("210", "dDL 0217")) == [("mediatheque.year", ("217",))]


def test_accents_read_in_another_encoding_are_said(tmp_path):
    assert said(tmp_path, ("001", "n1"), data("200", "abâebâe")) == [("mediatheque.iso5426_residue", ("bâebâe",))]


@pytest.mark.parametrize("title", ["bãete", "bientãot", "oáu", "áa la plage", "Noèel", "garðcon", "Âetoile"])
def test_each_french_accent_read_in_another_encoding_is_said(tmp_path, title):
    assert said(tmp_path, ("001", "n1"), data("200", "a" + title)) == [("mediatheque.iso5426_residue", (title,))]


@pytest.mark.parametrize(
    "title", ["São Paulo", "As mães", "Áustria, áudio", "Pâques", "où", "crèche", "Ça ira", "João"]
)
def test_words_of_other_languages_are_not_taken_for_it(tmp_path, title):
    assert said(tmp_path, ("001", "n1"), data("200", "a" + title)) == []


@pytest.fixture
def items(tmp_path):
    """Convert records, each with its items; return what is said."""

    def convert(*records):
        path = tmp_path / "notices.mrc"
        path.write_bytes(
            b"".join(
                iso2709(("001", name), data("200", "aTitre"), *(data("995", "f" + code) for code in codes))
                for name, *codes in records
            )
        )
        result = collecdata.convert(path, to=tmp_path / "out", siren="000000042", adapter="unimarc-reco995")
        return [
            (issue.code, issue.field, issue.values, issue.params.get("count"))
            for issue in result.issues
            if issue.code.startswith("mediatheque.")
        ]

    return convert


def test_a_barcode_of_two_items_is_said(items):
    said = items(("n1", "100", "200"), ("n2", "100"))
    assert ("mediatheque.barcode_twice", "code_barres", ("100", "100"), None) in said


def test_a_book_without_an_item_is_counted(items):
    assert items(("n1", "100"), ("n2",), ("n3",)) == [("mediatheque.record_without_item", "", (), "2")]


def test_where_there_are_no_items_none_is_missing(items):
    assert items(("n1",), ("n2",)) == []
