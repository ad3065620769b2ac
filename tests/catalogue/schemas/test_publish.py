"""A domain published as a schema repository stands alone."""

from __future__ import annotations

import json

import frictionless
import pytest

from collecdata.catalogue.publish import publish
from collecdata.errors import UsageError

from .conftest import ROOT

DOMAINS = ["commun", "compta"]


@pytest.mark.parametrize("name", DOMAINS)
def test_frictionless_validates_what_is_published_with_its_examples(catalogue, tmp_path, name):
    written = publish(catalogue.domains[name], catalogue.codes, tmp_path / "depot")
    assert {"datapackage.json", "README.md", "CHANGELOG.md"} <= {path.as_posix() for path in written}
    report = frictionless.validate(str(tmp_path / "depot" / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
    assert report.stats["tasks"] == len(catalogue.domains[name].tables)


@pytest.mark.parametrize("name", DOMAINS)
def test_frictionless_validates_the_sources_themselves(name):
    report = frictionless.validate(str(ROOT / "schemas" / name / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []


def test_a_published_schema_needs_no_other_file(catalogue, tmp_path):
    publish(catalogue.domains["compta"], catalogue.codes, tmp_path)
    schema = json.loads((tmp_path / "engagement" / "schema.json").read_text("utf-8"))
    (sens,) = [field for field in schema["fields"] if field["name"] == "sens"]
    assert sens["constraints"]["enum"] == ["depense", "recette"]
    assert (schema["version"], schema["licenses"][0]["name"]) == (catalogue.domains["compta"].version, "etalab-2.0")


def test_the_same_domain_is_published_to_the_same_bytes(catalogue, tmp_path):
    one, two = tmp_path / "un", tmp_path / "deux"
    written = publish(catalogue.domains["compta"], catalogue.codes, one)
    assert publish(catalogue.domains["compta"], catalogue.codes, two) == written
    assert all((one / path).read_bytes() == (two / path).read_bytes() for path in written)


def test_a_folder_that_holds_something_is_left_alone(catalogue, tmp_path):
    (tmp_path / "note.txt").write_text("à garder")
    with pytest.raises(UsageError):
        publish(catalogue.domains["commun"], catalogue.codes, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
