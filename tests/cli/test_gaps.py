"""What no source carries: seen over packages taken together, in both languages, in a file for whoever is asked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import collecdata
from collecdata.cli import main
from collecdata.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaps")
    collecdata.convert(ROOT / "adapters/xhl/samples/dialecte-a/input", to=folder / "paye")
    structure = ROOT / "adapters/ciril-rh-daa/samples/mairie/input"
    collecdata.convert(structure, to=folder / "organigramme", siren="123456782")
    return folder / "paye", folder / "organigramme"


def names(found):
    return {(gap.table, gap.field) for gap in found}


def test_what_a_source_lacks_is_named_table_by_table_and_field_by_field(packages):
    found = names(collecdata.gaps(packages[0]))
    assert ("rh.affectation", "") in found
    assert ("rh.situation", "echelon_date") in found
    assert ("rh.situation", "echelon") not in found


def test_another_source_fills_what_the_first_lacks(packages):
    together = names(collecdata.gaps(*packages))
    assert ("rh.affectation", "") not in together
    assert ("rh.service", "service_parent_code") not in together
    assert together < names(collecdata.gaps(packages[0])) | {
        pair for pair in names(collecdata.gaps(packages[1])) if pair[0] in {"rh.affectation", "rh.poste", "rh.service"}
    }


def test_any_domain_may_be_held_against(packages):
    found = collecdata.gaps(packages[0], domains=["compta"])
    assert ("compta.piece", "") in names(found)
    with pytest.raises(UsageError, match="unknown_domain"):
        collecdata.gaps(packages[0], domains=["paye"])


def test_the_list_is_a_file_that_a_spreadsheet_opens(packages, tmp_path, capsys):
    out = tmp_path / "manques.csv"
    assert main(["gaps", *map(str, packages), "--out", str(out), "--lang", "fr"]) == 0
    assert "Date de l'échelon" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert {(row["table"], row["champ"]) for row in rows} == names(collecdata.gaps(*packages))


def test_the_summary_is_in_either_language(packages, capsys):
    main(["gaps", str(packages[0]), "--lang", "en"])
    assert "Tables without any row:" in capsys.readouterr().out
