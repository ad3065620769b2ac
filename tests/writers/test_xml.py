"""Rows to a tree declared as data: what opens what, what cannot be written, and that lxml reads it back."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from collecdata.catalogue.export_language import XmlLayout
from collecdata.writers.xml import XmlWriter

LAYOUT = XmlLayout.model_validate(
    {"root": "Import", "repeat": {"Pieces/Piece": ["piece"], "Ligne": ["piece", "ligne"]}}
)
COLUMNS = ("Exercice", "Piece/Numero", "Piece/Tiers/Nom", "Ligne/Rang", "Ligne/Montant")
KEYS = ("Pieces/Piece", "Ligne")


def batch(*rows):
    """Make the rows of a file: the cells of its columns, then the key of each repeated element."""
    names = (*COLUMNS, *KEYS)
    keyed = [(*row, row[1], f"{row[1]}|{row[3]}") for row in rows]
    return pa.record_batch([pa.array(cells, pa.string()) for cells in zip(*keyed, strict=True)], names=list(names))


def write(*batches, layout=LAYOUT, **way):
    writer = XmlWriter(layout, COLUMNS, **way)
    encoded = [writer.write(one) for one in batches]
    data = writer.header() + b"".join(one.data for one in encoded) + writer.footer()
    return data, [issue for one in encoded for issue in one.issues], sum(one.left_out for one in encoded)


def pieces(data):
    """Read a file back: the number of each piece, the name of its third party, its lines."""
    return [
        (one.findtext("Numero"), one.findtext("Tiers/Nom"), [line.findtext("Montant") for line in one.iter("Ligne")])
        for one in etree.fromstring(data).iter("Piece")
    ]


def test_a_row_opens_the_elements_whose_key_changes():
    rows = [("2025", "1", "A", "1", "10"), ("2025", "1", "A", "2", "20"), ("2025", "2", "B", "1", "30")]
    data, issues, _ = write(batch(*rows))
    assert (pieces(data), issues) == ([("1", "A", ["10", "20"]), ("2", "B", ["30"])], [])
    assert etree.fromstring(data).findtext("Exercice") == "2025"


def test_an_element_goes_on_from_one_batch_to_the_next():
    rows = [("2025", "1", "A", "1", "10"), ("2025", "1", "A", "2", "20"), ("2025", "2", "B", "1", "30")]
    assert write(*map(batch, rows))[0] == write(batch(*rows))[0]


def test_empty_leaves_and_what_holds_nothing_else_are_not_written():
    data, _, _ = write(batch(("2025", "1", None, "1", "")))
    assert b"Tiers" not in data
    assert b"Montant" not in data


def test_values_may_be_attributes():
    layout = LAYOUT.model_copy(update={"attribute": "V", "namespaces": {"n": "urn:x"}})
    data, _, _ = write(batch(("2025", "1", 'L\'été "<&>"\n', "1", "10")), layout=layout)
    assert b'<Exercice V="2025"/>' in data
    assert etree.fromstring(data).find(".//Nom").get("V") == 'L\'été "<&>"\n'
    assert etree.fromstring(data).nsmap == {"n": "urn:x"}


def test_a_character_that_the_encoding_does_not_have_is_written_by_its_number():
    data, _, _ = write(batch(("2025", "1", "œuf €", "1", "10")), encoding="iso8859-1")
    assert b"&#339;uf &#8364;" in data
    assert pieces(data)[0][1] == "œuf €"


def test_a_row_that_says_otherwise_than_the_element_it_is_in_is_left_out_and_said():
    data, issues, left_out = write(batch(("2025", "1", "A", "1", "10"), ("2025", "1", "B", "2", "20")))
    assert ([issue.code for issue in issues], left_out) == (["write.differs"], 1)
    assert (issues[0].column, issues[0].values) == ("Piece/Tiers/Nom", ("B",))
    assert pieces(data) == [("1", "A", ["10"])]


def test_a_row_that_opens_nothing_is_left_out_and_said():
    data, issues, left_out = write(batch(("2025", "1", "A", "1", "10"), ("2025", "1", "A", "1", "20")))
    assert left_out == 1
    assert "write.same_element" in {issue.code for issue in issues} | {"write.differs"}
    assert pieces(data) == [("1", "A", ["10"])]


@pytest.mark.parametrize("control", ["\0", "\x0b", "\x1f", "￾"])
def test_a_character_that_no_xml_may_hold_leaves_its_row_out(control):
    data, issues, left_out = write(batch(("2025", "1", f"a{control}", "1", "10"), ("2025", "2", "b", "1", "20")))
    assert ([issue.code for issue in issues], left_out) == (["write.control"], 1)
    assert pieces(data) == [("2", "b", ["20"])]


def test_a_file_without_a_row_is_an_empty_root():
    data, _, _ = write()
    assert etree.fromstring(data).tag == "Import"
    assert b"2025" not in data


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"), max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(NAMES, st.integers(1, 3)), min_size=1, max_size=6), st.sampled_from(("utf-8", "iso8859-1")))
def test_lxml_reads_back_what_was_written(said, encoding):
    rows = [
        ("2025", str(number), name, str(rank), str(number * rank))
        for number, (name, lines) in enumerate(said, 1)
        for rank in range(1, lines + 1)
    ]
    data, issues, _ = write(batch(*rows), encoding=encoding)
    assert not issues
    assert pieces(data) == [
        (str(number), name or None, [str(number * rank) for rank in range(1, lines + 1)])
        for number, (name, lines) in enumerate(said, 1)
    ]
