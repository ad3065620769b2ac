"""Error for error, the verdicts of frictionless: on a corpus of ours, on published schemas, on its own fixtures."""

from __future__ import annotations

import copy
import json
import warnings
from pathlib import Path

import pytest
from frictionless import describe
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.buffers import texts
from collecdata.validation.descriptor import read_schema
from collecdata.validation.proof import Proof
from validation.cases import CASES
from validation.oracle import by_frictionless, by_us

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "validation"
SLOW = {"wide.csv", "long.csv"}
"""Fixtures that frictionless itself takes long to describe."""
PATTERNS = {"[table].csv"}
"""Fixtures whose name frictionless takes for a pattern that no file has."""


@pytest.mark.parametrize("by_name", [False, True], ids=["by place", "by name"])
@pytest.mark.parametrize("name", CASES)
def test_our_own_corpus(name, by_name, tmp_path, monkeypatch):
    descriptor, data = CASES[name]
    monkeypatch.chdir(tmp_path)
    path = Path("data.csv")
    path.write_bytes(data)
    assert by_us(path, descriptor, by_name=by_name) == by_frictionless(path, descriptor, by_name=by_name)


def published() -> list[tuple[str, str]]:
    """Every file of the published schemas, with its schema."""
    found = []
    for reference in sorted((REAL / "reference").glob("*.json")) if REAL.is_dir() else ():
        said = json.loads(reference.read_text("utf-8"))
        folder = said["repo"].replace("/", "__")
        if {"schema", "data"} <= said.keys():
            found.append((f"{folder}/{said['schema']}", f"{folder}/{said['data']}"))
    return found


@pytest.mark.skipif(not REAL.is_dir(), reason="real files are not beside this checkout (../shared/data)")
@pytest.mark.parametrize("by_name", [False, True], ids=["by place", "by name"])
@pytest.mark.parametrize(("schema", "data"), published())
def test_every_published_schema_and_its_files(schema, data, by_name, monkeypatch):
    monkeypatch.chdir(REAL / "schemas")
    descriptor = json.loads(Path(schema).read_text("utf-8"))
    assert by_us(Path(data), descriptor, by_name=by_name) == by_frictionless(Path(data), descriptor, by_name=by_name)


def variants(path: Path) -> dict[str, dict]:
    """Schemas that fit a file, and that do not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inferred = describe(str(path)).schema.to_descriptor()
    names = [one["name"] for one in inferred.get("fields", ())]
    keyed = copy.deepcopy(inferred)
    keyed["primaryKey"] = names[:1]
    for one in keyed.get("fields", [])[1:]:
        one.setdefault("constraints", {})["unique"] = True
    return {
        "inferred": inferred,
        "keyed": keyed,
        "long": {"fields": [{"name": one, "constraints": {"required": True, "minLength": 2}} for one in names]},
        "numbers": {"fields": [{"name": one, "type": "integer", "constraints": {"minimum": 2}} for one in names]},
        "fewer": {"fields": [*({"name": one, "type": "number"} for one in names[1:]), {"name": "x", "type": "date"}]},
    }


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="real files are not beside this checkout (../shared/data)")
@pytest.mark.parametrize("name", sorted({one.name for one in (REAL / "frictionless-py").glob("*.csv")} - PATTERNS))
def test_the_fixtures_of_frictionless(name, monkeypatch):
    if name in SLOW:
        pytest.skip("frictionless takes a minute to describe it")
    monkeypatch.chdir(REAL / "frictionless-py")
    for kind, descriptor in variants(Path(name)).items():
        for by_name in (False, True):
            try:
                expected = by_frictionless(Path(name), descriptor, by_name=by_name)
            except TypeError:
                continue  # frictionless itself does not survive: a key of lists
            assert by_us(Path(name), descriptor, by_name=by_name) == expected, (kind, by_name)


TYPES = [
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": -3, "maximum": "12"}},
    {"type": "number", "constraints": {"exclusiveMinimum": 0.1, "maximum": "3.5"}},
    {"type": "number", "decimalChar": ",", "groupChar": " "},
    {"type": "date"},
    {"type": "date", "format": "%d/%m/%Y"},
    {"type": "date", "format": "%Y"},
    {"type": "date", "format": "any", "constraints": {"maximum": "2020-02-29"}},
    {"type": "datetime"},
    {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
    {"type": "time"},
    {"type": "time", "format": "%H:%M"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "boolean"},
    {"type": "geopoint"},
    {"type": "geopoint", "format": "array"},
    {"type": "geojson"},
    {"type": "array"},
    {"type": "array", "arrayItem": {"type": "string"}},
    {"type": "list"},
    {"type": "string", "format": "uri"},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "constraints": {"pattern": r"\w+[^\s]\S|\bé$"}},
    {"type": "string", "constraints": {"pattern": r"^[A-Z]{2}\d{1,3}$|x{,2}"}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 4, "enum": ["abc", "é", "x"]}},
]
LIKELY = st.one_of(
    st.text(max_size=8),
    st.text("0123456789-+.,:/ TZ[]é\n", max_size=12),
    st.integers(-20, 99999).map(str),
    st.decimals(-10, 10, places=3).map(str),
    st.dates().map(str),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.datetimes().map(lambda day: day.isoformat(timespec="seconds")),
    st.times().map(str),
    st.emails(),
    st.uuids().map(str),
    st.tuples(st.floats(-200, 200), st.floats(-100, 100)).map(lambda pair: f"{pair[0]},{pair[1]}"),
    st.lists(st.one_of(st.text(max_size=3), st.integers(), st.floats(allow_nan=False)), max_size=3).map(json.dumps),
)


@pytest.mark.parametrize("described", TYPES, ids=lambda one: json.dumps(one)[:60])
@given(cells=st.lists(LIKELY, min_size=1, max_size=20))
def test_what_is_proven_frictionless_accepts(described, cells):
    from frictionless import Field

    field = {"name": "a", **described}
    read = Field.from_descriptor(field).create_cell_reader()
    unproven = Proof(read_schema({"fields": [field]}, "x").fields[0]).unproven(texts(cells))
    for cell, doubted in zip(cells, unproven.tolist(), strict=True):
        assert doubted or cell == "" or not read(cell)[1], cell
