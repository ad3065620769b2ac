"""A schema before it is published: each fault that validators ignore in silence is said, with its line."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from collecdata import schema_export, schema_lint, validate

GOOD = {
    "name": "essai",
    "title": "Essai",
    "description": "Un essai.",
    "version": "1.0.0",
    "homepage": "https://example.org/essai",
    "contributors": [{"title": "Ville", "email": "donnees@example.org", "organisation": "Ville", "role": "author"}],
    "fields": [{"name": "a", "type": "string", "constraints": {"required": True, "pattern": "(x|y)"}}],
    "primaryKey": "a",
}


def linted(tmp_path, **changed):
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(GOOD | changed, indent=1), encoding="utf-8")
    return [(one.code, one.params, one.at.line) for one in schema_lint(path)]


def field(**more):
    return {"fields": [{"name": "a", **more}]}


def test_a_good_schema_has_no_fault(tmp_path):
    assert linted(tmp_path) == []


def test_a_misspelt_key_is_found_with_the_right_one(tmp_path):
    ((code, params, line),) = linted(tmp_path, **field(contraints={"required": True}))
    assert (code, params["nearest"]) == ("lint.unknown_key", "constraints")
    assert "contraints" in (tmp_path / "schema.json").read_text().splitlines()[line - 1]


def test_a_constraint_outside_constraints_is_said_to_be_misplaced(tmp_path):
    ((code, params, _),) = linted(tmp_path, **field(enum=["x"]))
    assert (code, params["place"]) == ("lint.misplaced", "constraints.enum")


@pytest.mark.parametrize(
    ("pattern", "bad"), [("ab|cd", True), ("^ab|cd$", True), ("((a|b)c)", False), (r"[a|b]\|", False)]
)
def test_an_alternation_without_a_group(pattern, bad, tmp_path):
    found = linted(tmp_path, **field(constraints={"pattern": pattern}))
    assert bool(found) is bad


def test_a_name_that_is_no_slug_and_a_version_that_is_none(tmp_path):
    found = {code: params for code, params, _ in linted(tmp_path, name="Mon Schéma", version="1")}
    assert set(found) == {"lint.slug", "lint.version"}
    assert found["lint.slug"]["nearest"] == "mon-sch-ma"


def test_what_the_directory_wants_and_the_key_that_names_no_field(tmp_path):
    found = linted(tmp_path, title="", primaryKey=["b"])
    assert [code for code, _, _ in found] == ["lint.wanted", "lint.key_unknown"]


def test_a_version_that_is_not_the_tag(tmp_path):
    linted(tmp_path)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "x"], ["tag", "v2.0.0"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert [code for code, _, _ in linted(tmp_path)] == ["lint.tag"]


def test_a_domain_is_exported_as_a_repository_whose_schemas_have_no_fault(tmp_path):
    said = {"homepage": "https://example.org/schemas", "contact": "donnees@example.org"}
    files = schema_export("commun", to=tmp_path / "depot", **said)
    schemas = [tmp_path / "depot" / path for path in files if path.name == "schema.json"]
    assert schemas
    assert [schema_lint(path) for path in schemas] == [[] for _ in schemas]
    package = json.loads((tmp_path / "depot/datapackage.json").read_text("utf-8"))
    assert package["contributors"][0]["email"] == said["contact"]
    assert package["homepage"] == said["homepage"]


def test_a_repository_without_an_address_is_said_not_to_be_listed(tmp_path):
    files = schema_export("commun", to=tmp_path / "depot")
    schema = next(path for path in files if path.name == "schema.json")
    assert [one.params["key"] for one in schema_lint(tmp_path / "depot" / schema)] == ["homepage"]


@pytest.mark.parametrize("domain", ["commun", "compta"])
def test_what_is_exported_is_valid_and_its_links_lead_somewhere(domain, tmp_path):
    schema_export(domain, to=tmp_path / "depot")
    assert validate(tmp_path / "depot/datapackage.json").by_rule == {}
    page = (tmp_path / "depot/README.md").read_text("utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", page) if "://" not in target]
    assert [one for one in targets if not (tmp_path / "depot" / one).exists()] == []
