"""What the reader `json` makes of objects, and of files that are not what they should be; the oracle is `json`."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.errors import InputError
from collecdata.readers.json import READER
from collecdata.readers.source import Source
from nested_reading import read_file, same_rows

MARKETS = {"record_sets": {"marche": "marches.marche[*]", "titulaire": "titulaires[*]"}}


@pytest.fixture
def read(tmp_path):
    def run(content, **options):
        path = tmp_path / "exemple.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(READER, path, **(options or MARKETS))

    return run


def test_objects_of_an_array_are_rows_and_members_are_columns(read):
    found = read('{"marches": {"marche": [{"id": "1", "lieu": {"code": "01001"}}, {"id": "2"}]}}')
    assert found.cells("marche") == [{"id": "1", "lieu.code": "01001"}, {"id": "2", "lieu.code": None}]


def test_texts_in_an_array_are_rows_too(read):
    found = read('{"techniques": ["Concours", "Enchère"]}', record_sets={"technique": "techniques[*]"})
    assert found.cells("technique") == [{"#text": "Concours"}, {"#text": "Enchère"}]


def test_numbers_are_what_is_written_without_an_exponent(read):
    found = read('{"marches": {"marche": [{"a": 1.50, "b": -0, "c": 1.2345678E7, "d": 1e-2, "e": 1e999999}]}}')
    assert found.cells("marche") == [{"a": "1.50", "b": "-0", "c": "12345678", "d": "0.01", "e": "1e999999"}]


def test_nothing_true_and_null_are_told_apart(read):
    found = read('{"marches": {"marche": [{"a": "", "b": null, "c": true, "d": "null"}]}}')
    assert found.cells("marche") == [{"a": "", "b": None, "c": "true", "d": "null"}]


def test_escapes_stand_for_their_characters(read):
    found = read(r'{"marches": {"marche": [{"a": "caf\u00e9 \"\\\/\n\ud83d\ude00"}]}}')
    assert found.cells("marche") == [{"a": 'café "\\/\n😀'}]


def test_a_text_that_means_no_character_is_null_and_said(read):
    found = read(r'{"marches": {"marche": [{"a": "\ud800", "b": "1"}]}}')
    assert found.cells("marche") == [{"a": None, "b": "1"}]
    assert found.codes() == {"encoding.undecodable": 1}


def test_each_row_knows_its_line_its_rank_and_what_holds_it(read):
    data = '{"marches": {"marche": [\n {"titulaires": [{"id": 2},\n  {"id": 3}]},\n {"titulaires": [{"id": 4}]}]}}'
    found = read(data)
    assert [(row["_ligne"], row["_rang"]) for row in found.rows["titulaire"]] == [(2, 1), (3, 2), (4, 1)]
    first, second = (row["_id"] for row in found.rows["marche"])
    assert [row["_parent"] for row in found.rows["titulaire"]] == [first, first, second]


def test_one_object_a_line_is_json_lines(read):
    found = read('{"id": 1}\n{"id": 2}\n', record_sets={"ligne": "[*]"})
    assert (found.layout.facts["lines"], found.cells("ligne")) == ("true", [{"id": "1"}, {"id": "2"}])


def test_a_bad_line_of_json_lines_is_left_and_the_next_are_read(read):
    found = read('{"id": 1}\n{id: 2}\n{"id": 3}\n', record_sets={"ligne": "[*]"}, lines=True)
    assert found.cells("ligne") == [{"id": "1"}, {"id": "3"}]
    assert found.codes()["json.malformed"] == 1
    assert found.tally.rejected > 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_accents_live_in_every_encoding(read, encoding):
    found = read('{"marches": {"marche": [{"objet": "Été"}]}}'.encode(encoding))
    assert found.cells("marche") == [{"objet": "Été"}]


@pytest.mark.parametrize(
    ("data", "code"),
    [("", "file.empty"), ("id;objet\n1;2\n", "json.other"), ('"texte"', "json.other"), ("<a/>", "json.other")],
)
def test_a_file_that_is_no_object_and_no_array_says_why(read, data, code):
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("", "json.truncated"),
        (", {", "json.truncated"),
        (', {"id": "', "json.truncated"),
        ("}", "json.malformed"),
        ("]}} {}", "json.malformed"),
        (", {id: 1}]}}", "json.malformed"),
        (", {'id': 1}]}}", "json.malformed"),
        (', {"id": 01}]}}', "json.malformed"),
        (', {"id": 1,}]}}', "json.malformed"),
    ],
)
def test_what_is_no_json_is_a_fault_and_what_is_before_is_kept(read, end, code):
    found = read('{"marches": {"marche": [{"id": "1"}' + end)
    assert code in found.codes()
    assert found.cells("marche")[:1] == [{"id": "1"}]


def test_a_tower_of_arrays_does_not_break_the_reader(read):
    found = read('{"marches": {"marche": [{"id": ' + "[" * 5_000 + "]" * 5_000 + "}]}}")
    assert len(found.rows["marche"]) == 1


def test_only_objects_and_arrays_are_taken_for_json(tmp_path):
    source = Source(tmp_path / "x", "x")
    heads = [b' {"a": 1}', b"\xef\xbb\xbf[1]", '{"a": 1}'.encode("utf-16"), b"a;b\n", b"<a/>", b""]
    assert [READER.fits(source, head) for head in heads] == [True, True, True, False, False, False]


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.decimals(-9, 9, places=2)
    | st.text('aé"\\{[,:]}/\n€', max_size=6)
)
MARKET = st.dictionaries(st.sampled_from(("id", "objet", "é", "montant")), SCALARS)
FILE = st.fixed_dictionaries(
    {"version": SCALARS, "marches": st.fixed_dictionaries({"marche": st.lists(MARKET, max_size=6)})}
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return tmp_path_factory.mktemp("json") / "exemple.json"


def written(value, **way):
    return json.dumps(value, default=lambda number: float(number) if isinstance(number, Decimal) else number, **way)


def shown(value):
    """Show a value as a text: the one of a number is what `json` writes."""
    return value if value is None or isinstance(value, str) else written(value)


@settings(max_examples=60)
@given(said=FILE, indent=st.sampled_from((None, 0, 2)), ascii_only=st.booleans())
def test_any_file_is_read_as_json_reads_it(here, said, indent, ascii_only):
    here.write_text(written(said, indent=indent, ensure_ascii=ascii_only), "utf-8")
    found = read_file(READER, here, **MARKETS)
    expected = [
        {name: shown(value) for name, value in one.items() if value is not None} for one in said["marches"]["marche"]
    ]
    assert [{name: cell for name, cell in row.items() if cell is not None} for row in found.cells("marche")] == expected
    assert not found.codes()


@settings(max_examples=40)
@given(said=FILE, block=st.integers(1, 60))
def test_a_file_read_in_pieces_gives_the_same_rows(here, said, block):
    here.write_text(written(said), "utf-8")
    same_rows(read_file(READER, here, **MARKETS, block=block), read_file(READER, here, **MARKETS))


@settings(max_examples=60)
@given(said=FILE, kept=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_never_taken_for_whole(here, said, kept):
    data = written(said).encode()
    here.write_bytes(data[: int(len(data) * kept)])
    try:
        found = read_file(READER, here, **MARKETS)
    except InputError:
        return
    assert found.stopped is not None
    assert found.stopped.code in ("json.truncated", "json.malformed")
