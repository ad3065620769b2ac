"""Budgets of four vendors, converted then published: what the national validator accepts."""

from __future__ import annotations

import json

import pytest
from frictionless import Resource, Schema

import collecdata

ROWS = 2128
"""Lines of the real documents, computed totals left out."""


@pytest.fixture(scope="module")
def published(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scdl")
    collecdata.convert(shared / "compta/totem", to=folder / "paquet")
    return collecdata.export(folder / "paquet", to="scdl-budget", out=folder / "scdl")


@pytest.fixture(scope="module")
def schema(shared):
    text = (shared / "compta/schemas/scdl_budget_0.8.3_schema.json").read_text("utf-8")
    descriptor = json.loads(text)
    del descriptor["custom_checks"]  # those of the national validator, which is not a dependency
    return Schema.from_descriptor(descriptor)


def test_every_line_is_written(published):
    assert (published.read, published.filtered, published.left_out) == (ROWS, 0, 0)
    assert sum(file.rows for file in published.files) == ROWS
    assert len(published.files) == 5


def test_every_row_is_valid(published, schema):
    for file in published.files:
        resource = Resource(path=file.path.name, basepath=str(file.path.parent), schema=schema)
        report = resource.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:3]
        assert report.tasks[0].stats["rows"] == file.rows


def test_section_and_chapter_are_never_blank(published):
    for file in published.files:
        with Resource(path=file.path.name, basepath=str(file.path.parent)) as resource:
            names = ("BGT_SECTION", "BGT_CONTNAT", "BGT_CONTNAT_LABEL", "BGT_NATURE_LABEL")
            assert all(row[name] for row in resource.row_stream for name in names)


def test_the_account_that_the_schema_has_no_word_for_is_told(published):
    (issue,) = published.issues
    assert (issue.code, issue.severity, issue.count) == ("write.otherwise", "warning", 163)
    assert set(issue.values) == {"compte_financier_unique"}
