"""What all nested formats share: which elements are records, how their columns are named, what holds them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from collecdata.readers.nested.rules import ColumnRule, Path, RecordSet, Rules
from collecdata.readers.nested.shape import ABOVE, Shape
from collecdata.readers.source import Source
from collecdata.readers.xml import READER
from nested_reading import read_file


def rules(**sets):
    return Rules.of({name: RecordSet.model_validate({"path": path}) for name, path in sets.items()}, "/")


@pytest.mark.parametrize(
    ("written", "path", "found"),
    [
        ("Tiers", ("Flux", "Ligne", "Tiers"), True),
        ("Ligne/Tiers", ("Flux", "Ligne", "Tiers"), True),
        ("Piece/Tiers", ("Flux", "Ligne", "Tiers"), False),
        ("*/Tiers", ("Flux", "Ligne", "Tiers"), True),
        ("/Flux/Tiers", ("Flux", "Ligne", "Tiers"), False),
        ("/", ("Flux",), True),
        ("/", ("Flux", "Ligne"), False),
    ],
)
def test_a_path_is_the_end_of_that_of_the_elements_it_means(written, path, found):
    assert Path.of(written).matches(path) is found


def test_the_most_precise_path_wins():
    both = rules(tiers="Tiers", debiteur="Ligne/Tiers")
    names = [one.name for one in both.sets]
    assert names[both.set_of(("Flux", "Ligne", "Tiers"))] == "debiteur"
    assert names[both.set_of(("Flux", "Piece", "Tiers"))] == "tiers"


def test_what_is_in_no_record_set_is_of_the_root():
    shape = Shape(rules(ligne="Ligne"))
    leaf = shape.leaf(shape.at(("Flux", "EnTete", "IdColl")), "")
    assert (shape.rules.sets[shape.set_of(leaf)].name, shape.leaves[leaf].path) == ("entete", ("EnTete", "IdColl"))


def test_a_path_is_understood_once():
    shape = Shape(rules(ligne="Ligne"))
    root = shape.child(ABOVE, "Flux")
    assert shape.child(root, "Ligne") == shape.at(("Flux", "Ligne"))
    assert len(shape.nodes) == 2


def test_a_column_is_a_leaf_or_a_part_of_one():
    assert ColumnRule.of("InfoTiers/Nom", "/").matches(("Tiers", "InfoTiers", "Nom"), "")
    assert not ColumnRule.of("InfoTiers/Nom", "/").matches(("Nom",), "")
    assert ColumnRule.of("@Id", "/").matches((), "@Id")
    assert not ColumnRule.of("@Id", "/").matches(("PJ",), "@Id")


def test_a_record_set_needs_a_path():
    with pytest.raises(ValidationError):
        RecordSet.model_validate({"path": []})


@pytest.fixture
def read(tmp_path):
    def run(content, **options):
        path = tmp_path / "exemple.xml"
        path.write_text(content, "utf-8")
        return read_file(READER, path, **options)

    return run


LINES = {"record_sets": {"Ligne": "Ligne"}}
TWICE = "<Flux><Ligne><InfoTiers><Nom V='a'/></InfoTiers><Banque><Nom V='b'/></Banque></Ligne></Flux>"


def test_a_name_that_two_leaves_have_is_lengthened_until_it_tells_them_apart(read):
    found = read(TWICE, record_sets={"Ligne": "Ligne"})
    assert found.cells("Ligne") == [{"InfoTiers/Nom": "a", "Banque/Nom": "b"}]


def test_the_adapter_names_columns_as_it_wants_and_has_them_even_where_the_file_does_not(read):
    found = read(TWICE, record_sets={"Ligne": {"path": "Ligne", "columns": ["InfoTiers/Nom", "Nom", "Ville"]}})
    assert found.cells("Ligne") == [{"InfoTiers/Nom": "a", "Nom": "b", "Ville": None}]


def test_a_name_of_ours_is_told_apart_from_one_of_the_file(read):
    found = read("<Flux><Ligne><_id V='x'/></Ligne></Flux>", record_sets={"Ligne": "Ligne"})
    assert found.rows["Ligne"][0]["_id#2"] == "x"
    assert isinstance(found.rows["Ligne"][0]["_id"], int)


def test_the_name_of_an_element_may_be_a_column(read):
    options = {"record_sets": {"acte": {"path": ["Mandat", "Titre"], "columns": ["#name"]}}}
    found = read("<Flux><Titre/><Mandat/></Flux>", **options)
    assert found.cells("acte") == [{"#name": "Titre"}, {"#name": "Mandat"}]


def test_a_column_that_only_comes_late_in_a_long_file_is_said_and_its_value_is_not_lost(read):
    line = "<Ligne><N V='1'/></Ligne>"
    found = read("<Flux>" + line * 100_000 + "<Ligne><Obj V='tard'/></Ligne></Flux>", **LINES, block=100_000)
    (issue,) = found.issues
    assert (issue.code, issue.column, issue.values) == ("column.late", "Obj", ("tard",))
    assert len(found.rows["Ligne"]) == 100_001


def test_a_record_longer_than_a_piece_is_given_once_and_its_children_climb_to_it(read):
    pieces = "<Piece><Num V='{}'/>{}</Piece>"
    data = "".join(pieces.format(number, "<Ligne><N V='1'/></Ligne>" * 30) for number in range(3))
    found = read(
        f"<Flux>{data}</Flux>", record_sets={"Piece": "Piece", "Ligne": "Ligne"}, split_at=["Ligne"], block=200
    )
    assert found.pieces > 9
    assert [row["Num"] for row in found.rows["Piece"]] == ["0", "1", "2"]
    assert [row["_rang"] for row in found.rows["Ligne"]] == [*range(1, 31)] * 3
    parents = {row["_id"] for row in found.rows["Piece"]}
    assert {row["_parent"] for row in found.rows["Ligne"]} == parents
    assert {row["_id"] for row in found.above["Piece"]} <= parents


def test_cells_of_which_each_is_another_have_no_dictionary_and_hold_on_to_nothing_else(tmp_path):
    path, count = tmp_path / "flux.xml", 20_000
    lines = "".join(f'<Ligne><Num V="{number}"/><Libelle V="toujours le meme"/></Ligne>\n' for number in range(count))
    path.write_text(f"<Flux>{lines}</Flux>", "utf-8")
    options = READER.options.model_validate({"record_sets": {"ligne": {"path": "Ligne"}}})
    layout = READER.inspect(Source(path, path.name), options)
    (data,) = (
        batch.data
        for split in READER.splits(layout, lambda _: None)
        for batch in READER.read(split)
        if batch.record_set == "ligne"
    )
    number, label = data.column("Num"), data.column("Libelle")
    assert (str(number.type), str(label.type)) == ("string", "dictionary<values=string, indices=int32, ordered=0>")
    assert number.get_total_buffer_size() < 2 * number.nbytes
