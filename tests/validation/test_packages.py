"""Data Packages: each table with its schema, foreign keys followed from file to file."""

from __future__ import annotations

import json

import pytest

from collecdata import schema_export, validate
from collecdata.api import open_catalogue
from collecdata.errors import SchemaError

PARENT = {"fields": [{"name": "code"}, {"name": "nom"}], "primaryKey": "code"}
CHILD = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "tiers"}, {"name": "exercice", "type": "year"}],
    "foreignKeys": [{"fields": "tiers", "reference": {"resource": "tiers", "fields": "code"}}],
}


@pytest.fixture
def package(tmp_path):
    def write(child, parent="code,nom\nA,a\nB,b\n", schema=CHILD, **more):
        resources = [
            {"name": "tiers", "path": "tiers.csv", "schema": PARENT},
            {"name": "facture", "path": "donnees/facture.csv", "schema": schema, **more},
        ]
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
        (tmp_path / "tiers.csv").write_text(parent, encoding="utf-8")
        (tmp_path / "donnees").mkdir(exist_ok=True)
        (tmp_path / "donnees/facture.csv").write_bytes(child.encode(more.get("encoding", "utf-8")))
        return tmp_path

    return write


def found(judgement):
    return [
        (verdict.schema, one.rule, [place.row for place in one.places])
        for verdict in judgement.verdicts
        for one in verdict.findings
    ]


def test_every_parent_is_found(package):
    judgement = validate(package("id,tiers,exercice\n1,A,2024\n2,B,2024\n3,,2024\n"))
    assert judgement.valid
    assert [one.rows for one in judgement.verdicts] == [2, 3]


def test_a_child_without_parent_is_an_error_with_its_cell(package):
    judgement = validate(package("id,tiers,exercice\n1,A,2024\n2,C,2024\n3,D,2024\n") / "datapackage.json")
    assert found(judgement) == [("facture", "foreign-key", [3, 4])]
    (finding,) = judgement.verdicts[1].findings
    assert [place.cell for place in finding.places] == ["C", "D"]
    assert finding.params["reference"] == "tiers"


def test_orphans_are_counted_over_many_batches(package):
    rows = "".join(f"{rank},{'A' if rank % 2 else 'Z'}{'' if rank % 2 else rank},2024\n" for rank in range(60_000))
    judgement = validate(package(f"id,tiers,exercice\n{rows}"), max_errors=2)
    assert judgement.by_rule == {"foreign-key": 30_000}


def test_keys_of_several_fields_are_followed_together(package):
    schema = {
        "fields": [{"name": "tiers"}, {"name": "libelle"}],
        "foreignKeys": [
            {"fields": ["tiers", "libelle"], "reference": {"resource": "tiers", "fields": ["code", "nom"]}}
        ],
    }
    judgement = validate(package("tiers,libelle\nA,a\nA,b\nB,b\n", schema=schema))
    assert found(judgement) == [("facture", "foreign-key", [3])]


def test_a_reference_to_a_table_that_is_not_there(package):
    folder = package("id,tiers,exercice\n1,A,2024\n", schema={**CHILD, "foreignKeys": [
        {"fields": "tiers", "reference": {"resource": "personne", "fields": "code"}}
    ]})  # fmt: skip
    with pytest.raises(SchemaError, match=r"published\.no_resource"):
        validate(folder)


def test_dialect_and_encoding_are_those_of_the_package(package):
    text = "id|tiers|exercice\n1|A|2024\n2|é|2024\n"
    judgement = validate(package(text, encoding="cp1252", dialect={"delimiter": "|"}))
    assert found(judgement) == [("facture", "foreign-key", [3])]
    assert (judgement.verdicts[1].encoding, judgement.verdicts[1].delimiter) == ("cp1252", "|")


def test_one_table_is_judged_with_the_schema_of_a_package(package, tmp_path):
    folder = package("id,tiers,exercice\n1,A,2024\n")
    (tmp_path / "autre").mkdir()
    (tmp_path / "autre/tiers.csv").write_text("code,nom\nA,a\nA,b\n")
    judgement = validate(tmp_path / "autre/tiers.csv", schema=str(folder / "datapackage.json"))
    assert found(judgement) == [("tiers", "primary-key", [3])]


def test_a_table_of_ours_is_judged_without_those_that_it_refers_to(tmp_path):
    schema_export("compta", to=tmp_path / "depot")
    alone = tmp_path / "depot/ligne_piece/exemple-valide.csv"
    judgement = validate(alone, schema="compta.ligne_piece")
    assert judgement.valid
    assert judgement.verdicts[0].schema_version == open_catalogue().domains["compta"].version
    published = validate(alone, schema=str(tmp_path / "depot/ligne_piece/schema.json"))
    assert published.by_rule == {"resource-error": 1}  # as frictionless says of any schema of a package


def test_a_table_that_cannot_be_read_stops_no_other(package):
    folder = package("id,tiers,exercice\n1,Z,2024\n")
    (folder / "tiers.csv").write_bytes(b"a" * (5 << 20))
    judgement = validate(folder)
    assert judgement.exit_code == 1
    assert ("tiers", "source-error", [None]) in found(judgement)
