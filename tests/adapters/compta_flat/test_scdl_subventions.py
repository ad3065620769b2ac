"""What is published is valid, and names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Resource, Schema

EXPECTED = Path(__file__).resolve().parents[3] / "adapters/scdl-subventions/exports/publication/expected"


def test_every_row_written_is_valid(shared):
    descriptor = json.loads((shared / "compta/schemas/scdl_subventions_2.1.1_schema.json").read_text("utf-8"))
    del descriptor["custom_checks"]  # those of the national validator, which is not a dependency
    (path,) = (path for path in EXPECTED.iterdir() if path.name != "anomalies.csv")
    resource = Resource(path=path.name, basepath=str(EXPECTED), schema=Schema.from_descriptor(descriptor))
    report = resource.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:3]


@pytest.mark.parametrize("word", ["DURAND", "MARTIN", "Ravalement", "vélo", "Devanture"])
def test_nobody_is_named(word):
    assert not any(word in path.read_text("utf-8") for path in EXPECTED.iterdir())
