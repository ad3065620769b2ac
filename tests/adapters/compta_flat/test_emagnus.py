"""The interface of e.Magnus: 125 positions, in both writings, read the same."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import collecdata

ADAPTERS = Path(__file__).resolve().parents[3] / "adapters"
WAYS = {"berger-levrault-emagnus": ("utf-8", 125), "berger-levrault-emagnus-cp1252": ("cp1252", 126)}


def titles(way):
    return ADAPTERS / way / "exports/titres/expected/123456782"


def bare(name):
    return name.replace(" ", "").replace("é", "e").casefold()


@pytest.mark.parametrize("way", WAYS)
def test_every_line_has_its_positions(way):
    encoding, width = WAYS[way]
    with (titles(way) / "WTAMC001.txt").open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert {len(row) for row in rows} == {width}
    assert {(row[1], row[23], row[89]) for row in rows} == {("T", "R", "19")}
    assert [(row[0], row[6]) for row in rows] == [("101", "M"), ("101", "S"), ("102", "M"), ("103", "M")]


def test_positions_have_the_names_of_the_public_layout(shared):
    with (shared / "compta/vendor/emagnus/WTAMC001_layout.csv").open(encoding="utf-8") as file:
        layout = [(row["position"], row["nom"].split(" (")[0]) for row in csv.DictReader(file, delimiter=";")]
    expected = [f"Position {place}" if name.startswith("(") else name for place, name in layout]
    columns = collecdata.adapters["berger-levrault-emagnus"].export.files[0].columns
    assert list(map(bare, columns)) == list(map(bare, expected))


def test_both_writings_are_read_the_same(tmp_path):
    read = []
    for way in WAYS:
        dump = Path(shutil.copytree(titles(way), tmp_path / way))
        result = collecdata.convert(
            dump, to=tmp_path / f"{way}-lu", siren="123456782", params={"bordereau_numero": "73"},
            adapter="berger-levrault-emagnus",
        )  # fmt: skip
        assert result.balanced
        read.append({name: result[name].drop_columns(["_source"]).to_pylist() for name in result})
    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("name", "lines"),
    [("WTAMC001_SYNTHETIC_noethys_style_utf8.txt", 3), ("WTAMC001_SYNTHETIC_algem_style_cp1252.txt", 1)],
)
def test_files_written_like_the_two_programs_do_are_read(tmp_path, shared, name, lines):
    dump = tmp_path / "dump"
    dump.mkdir()
    shutil.copy(shared / "compta/vendor/emagnus" / name, dump / "WTAMC001.txt")
    result = collecdata.convert(dump, to=tmp_path / "out", siren="123456782", params={"bordereau_numero": "1"})
    assert len(result["compta.ligne_piece"]) == lines
    assert result.balanced
    assert result.issues.errors == 0
