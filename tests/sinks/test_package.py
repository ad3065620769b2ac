"""The Data Package says what was written, is valid for others, and is the same for the same run."""

from __future__ import annotations

import hashlib
import json

import frictionless
import pyarrow as pa
import pytest

from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.table import Constraints, Field, ForeignKey, Table
from collecdata.errors import InputError, UsageError
from collecdata.sinks.package import AdapterMark, InputMark, Provenance, Resource, write_package
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import read_package

SIREN = Field("siren", "string", "SIREN", "Collectivité.", "213500010", Constraints(required=True))
TIERS = Table(
    "tiers",
    "compta",
    "Tiers",
    "Fournisseurs et redevables.",
    (SIREN, Field("code", "string", "Code"), Field("nom", "string", "Nom", confidentialite=3)),
    ("siren", "code"),
)
ECRITURE = Table(
    "ecriture",
    "compta",
    "Écritures",
    fields=(
        SIREN,
        Field("tiers_code", "string", "Tiers"),
        Field("sens", "string", "Sens", vocabulaire="compta.sens"),
        Field("montant", "number", "Montant", decimales=2),
    ),
    foreign_keys=(ForeignKey(("siren", "tiers_code"), "compta.tiers", ("siren", "code")),),
)
CODES = {"compta.sens": CodeList("sens", "compta", (Code("debit", "Débit"), Code("credit", "Crédit")))}
PROVENANCE = Provenance(
    "0.1.0",
    (AdapterMark("fec", "1.0.0", "ab" * 32, "spec"),),
    (InputMark("dépôt/écritures 2024.txt", "cd" * 32, 1234),),
    {"compta": "1.0.0"},
    ("213500010",),
)


def write(path, table, *rows, columns=()):
    names = columns or [field.name for field in table.output_fields]
    schema = pa.schema([(name, pa.int64() if name == "_ligne" else pa.string()) for name in names])
    with ParquetSink(path, schema) as sink:
        sink.write(pa.RecordBatch.from_pylist(list(rows), schema))
    return sink.close()


def convert(folder):
    agent = {"siren": "1", "code": "a", "nom": "Zoé", "_ligne": 2}
    tiers = write(folder / "compta" / "tiers.parquet", TIERS, agent)
    ecriture = write(folder / "compta" / "ecriture.parquet", ECRITURE)
    resources = [Resource(TIERS, (tiers,)), Resource(ECRITURE, (ecriture,))]
    return write_package(folder, resources, PROVENANCE, CODES, title="Comptabilité")


@pytest.fixture
def folder(tmp_path):
    convert(tmp_path)
    return tmp_path


def test_frictionless_takes_it_as_valid(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert list(frictionless.Package.metadata_validate(descriptor)) == []
    package = frictionless.Package(str(folder / "datapackage.json"))
    assert package.resource_names == ["compta.tiers", "compta.ecriture"]
    assert package.get_resource("compta.ecriture").schema.foreign_keys[0]["reference"]["resource"] == "compta.tiers"


def test_it_says_what_was_written_and_by_what(folder):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package["collecdata"] == {
        "version": "0.1.0",
        "adapters": [{"id": "fec", "version": "1.0.0", "digest": "ab" * 32, "evidence": "spec"}],
        "schemas": {"compta": "1.0.0"},
        "lots": ["213500010"],
    }
    assert package["sources"] == [{"title": "dépôt/écritures 2024.txt", "bytes": 1234, "hash": f"sha256:{'cd' * 32}"}]
    tiers = package["resources"][0]
    data = (folder / "compta" / "tiers.parquet").read_bytes()
    assert tiers["path"] == "compta/tiers.parquet"
    assert (tiers["bytes"], tiers["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    assert tiers["collecdata"] == {"rows": 1, "confidentialite": 3}
    assert [field["name"] for field in tiers["schema"]["fields"]][-2:] == ["_source", "_ligne"]


def test_code_lists_stand_in_the_schema(folder):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    fields = {field["name"]: field for field in package["resources"][1]["schema"]["fields"]}
    assert fields["sens"]["constraints"]["enum"] == ["debit", "credit"]
    assert "sens_source" in fields


def test_the_same_run_gives_the_same_bytes(tmp_path):
    assert convert(tmp_path / "a").sha256 == convert(tmp_path / "b").sha256


def test_left_out_columns_take_their_keys_along(tmp_path):
    columns = ("siren", "montant")
    file = write(tmp_path / "e.parquet", ECRITURE, columns=columns)
    write_package(tmp_path, [Resource(ECRITURE, (file,), columns)], PROVENANCE)
    schema = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == ["siren", "montant"]
    assert "foreignKeys" not in schema


def test_a_key_to_a_table_that_is_not_there_is_left_out(tmp_path):
    file = write(tmp_path / "e.parquet", ECRITURE)
    write_package(tmp_path, [Resource(ECRITURE, (file,))], PROVENANCE)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert "foreignKeys" not in descriptor["resources"][0]["schema"]
    assert list(frictionless.Package.metadata_validate(descriptor)) == []


def test_parts_are_one_resource(tmp_path):
    files = []
    for value in ("a", "b"):
        with ParquetSink(tmp_path / "t" / f"{value}.parquet", pa.schema([("siren", pa.string())])) as sink:
            sink.write(pa.record_batch({"siren": [value]}))
        files.append(sink.close())
    write_package(tmp_path, [Resource(TIERS, tuple(files), ("siren",))], PROVENANCE)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert package.resources[0].paths == ["t/a.parquet", "t/b.parquet"]
    stored = read_package(tmp_path).tables["compta.tiers"]
    assert stored.rows == 2
    assert [row for batch in stored.batches() for row in batch.to_pylist()] == [{"siren": "a"}, {"siren": "b"}]


def test_a_package_is_read_again(folder):
    package = read_package(folder)
    assert list(package.tables) == ["compta.tiers", "compta.ecriture"]
    tiers = package.tables["compta.tiers"]
    assert (tiers.title, tiers.rows, tiers.columns[:2]) == ("Tiers", 1, ("siren", "code"))
    assert next(tiers.batches(["nom"])).to_pylist() == [{"nom": "Zoé"}]
    assert read_package(folder / "datapackage.json").path == folder


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "package.absent"),
        ("{", "package.foreign"),
        ("[]", "package.foreign"),
        ('{"name": "x"}', "package.foreign"),
        ('{"collecdata": {}, "resources": [{"name": "x"}]}', "package.foreign"),
        ('{"collecdata": {}, "resources": 3}', "package.foreign"),
    ],
)
def test_anything_else_is_misuse(tmp_path, text, code):
    if text is not None:
        (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        read_package(tmp_path)
    assert caught.value.code == code


def test_a_missing_or_damaged_file_of_a_package_is_said(folder):
    tiers = read_package(folder).tables["compta.tiers"]
    tiers.files[0].write_bytes(b"PAR1")
    with pytest.raises(InputError) as caught:
        list(tiers.batches())
    assert caught.value.code == "file.unreadable"
    tiers.files[0].unlink()
    with pytest.raises(InputError):
        _ = tiers.rows
