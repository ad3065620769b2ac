"""Elements that are lists of properties become rows, and no property is lost."""

from __future__ import annotations

import pytest

from collecdata.errors import InputError
from collecdata.kernels.stream import SURPLUS, Tally
from collecdata.readers.properties import READER
from collecdata.readers.properties.options import PropertiesOptions
from collecdata.readers.source import Source


def item(**properties):
    return "<item>" + "".join(f'<property name="{n}" value="{v}"/>' for n, v in properties.items()) + "</item>"


@pytest.fixture
def read(tmp_path):
    def reading(*items, end="</items>", **options):
        path = tmp_path / "bib.xml"
        path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<items>{"".join(items)}{end}', "utf-8")
        layout = READER.inspect(Source(path, path.name), PropertiesOptions(**options))
        batches, fault = [], ""
        try:
            for split in READER.splits(layout, len):
                batches += READER.read(split)
        except InputError as error:
            fault = error.code
        assert sum((batch.tally for batch in batches), Tally()).balanced
        rows = [row for batch in batches for row in batch.data.select(layout.record_sets["item"]).to_pylist()]
        return rows, [issue.code for batch in batches for issue in batch.issues], batches, fault

    return reading


def test_each_name_is_a_column_and_what_is_not_there_is_empty(read):
    rows, issues, _, _ = read(item(Titre="Été &amp; hiver", Tome="1"), item(Tome=""), item(Titre="b"))
    assert rows == [
        {"Titre": "Été & hiver", "Tome": "1"},
        {"Titre": None, "Tome": ""},
        {"Titre": "b", "Tome": None},
    ]
    assert issues == []


def test_a_file_in_pieces_says_the_same(read):
    items = [item(Titre=f"t{n}", Cote=str(n)) for n in range(200)]
    whole, pieces = read(*items), read(*items, block=1_000)
    assert len(pieces[2]) > 5
    assert pieces[0] == whole[0]
    assert [row["Cote"] for row in pieces[0]] == [str(n) for n in range(200)]


def test_a_name_that_comes_twice_keeps_the_first_and_says_the_other(read):
    rows, issues, _, _ = read('<item><property name="a" value="1"/><property name="a" value="2"/></item>')
    assert (rows, issues) == ([{"a": "1"}], ["cell.repeated"])


def test_a_name_met_after_the_head_is_said_with_its_value(read):
    many = [item(a="x" * 1_000)] * 1_100
    rows, issues, batches, _ = read(*many, item(a="1", b="2"))
    assert (rows[-1], issues) == ({"a": "1"}, ["column.late"])
    (issue,) = batches[-1].issues
    assert (issue.column, issue.values) == ("b", ("2",))


def test_a_property_without_a_name_is_said(read):
    rows, issues, _, _ = read('<item><property name="a" value="1"/><property value="2"/></item>')
    assert (rows, issues) == ([{"a": "1"}], ["column.late"])


def test_an_item_that_is_cut_is_set_aside_with_what_it_said(read):
    rows, _, batches, fault = read(item(a="1"), '<item><property name="a" value="2"/><property name="b" va', end="")
    assert [row["a"] for row in rows] == ["1"]
    assert fault
    (rejects,) = [batch.rejects for batch in batches if batch.rejects is not None]
    assert any("2" in text for text in rejects.column(SURPLUS).to_pylist())


def test_other_xml_is_no_list_of_properties(tmp_path):
    path = tmp_path / "autre.xml"
    path.write_text("<a><b name='x' value='y'/></a>")
    with pytest.raises(InputError):
        READER.inspect(Source(path, path.name), PropertiesOptions())
