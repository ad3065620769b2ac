"""Public contracts: real files held against a plain reading by `json`, awkward writings, the national table."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

import collecdata
from collecdata.issues import Severity

ROOT = Path(__file__).resolve().parents[3]
REAL = ("marches_avec_modifications", "marches_concessions", "concessions_avec_modifications", "decp_test_2022")
NATIONAL = ROOT / "adapters/decp-consolide/samples/france/input/decp.csv"


@pytest.fixture(scope="module", params=REAL)
def real(request, shared, tmp_path_factory):
    path = shared / f"compta/decp/{request.param}.json"
    return json.loads(path.read_text("utf-8"))["marches"], collecdata.convert(path, to=tmp_path_factory.mktemp("decp"))


def contracts(said):
    return [(one, one["acheteur"]) for one in said.get("marche", ())], [
        (one, one["autoriteConcedante"]) for one in said.get("contrat-concession", ())
    ]


def test_every_contract_comes_out_under_the_siren_of_its_buyer(real):
    said, result = real
    markets, concessions = contracts(said)
    found = result["compta.marche"]
    keys = {tuple(row.values()) for row in found.select(["siren", "marche_numero", "est_concession"]).to_pylist()}
    expected = {(buyer["id"][:9], one["id"], False) for one, buyer in markets}
    assert keys == expected | {(buyer["id"][:9], one["id"], True) for one, buyer in concessions}
    assert found.num_rows == len(markets) + len(concessions)
    assert result.balanced


def test_every_change_stands_under_its_contract(real):
    said, result = real
    expected = {
        (one["id"], str(change["modification"]["id"]), amount(change["modification"].get("montant")))
        for one, _ in chain(*contracts(said))
        for change in one.get("modifications", ())
    }
    rows = result["compta.avenant"].select(["marche_numero", "avenant_numero", "marche_montant"]).to_pylist()
    assert {tuple(row.values()) for row in rows} == expected


def amount(number):
    return None if number is None else round(Decimal(str(number)), 2)


def test_holders_are_read_with_or_without_their_envelope(real):
    said, result = real
    markets, concessions = contracts(said)
    expected = [
        (one["id"], "0", found["typeIdentifiant"], found["id"])
        for group, name in ((markets, "titulaire"), (concessions, "concessionnaire"))
        for one, _ in group
        for found in (holder.get(name, holder) for holder in one[f"{name}s"])
    ]
    columns = ["marche_numero", "avenant_numero", "operateur_identifiant_nature_source", "operateur_identifiant"]
    rows = [tuple(row.values()) for row in result["compta.marche_titulaire"].select(columns).to_pylist()]
    assert sorted(row for row in rows if row[1] == "0") == sorted(expected)


def test_what_cannot_be_converted_in_a_real_extract_is_said(shared, tmp_path):
    result = collecdata.convert(shared / "compta/decp/decp_test_2022.json", to=tmp_path)
    wrong = {(one.code, one.field, one.values) for one in result.issues if one.severity is Severity.ERROR}
    assert wrong == {
        ("cell.integer", "duree_mois", ("NC",)),
        ("cell.decimal", "marche_montant", ("100000000000000000",)),
    }


def test_a_file_of_the_formats_of_before_2024_is_not_taken_for_one_of_today(shared):
    (found,) = collecdata.detect(shared / "compta/decp/decp_test_2019.json")
    assert found.match is None


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_said_to_be(tmp_path, kept):
    data = (ROOT / "adapters/decp/samples/marches/input/decp-2025.json").read_bytes().rstrip()
    (tmp_path / "cut.json").write_bytes(data[: int(len(data) * kept)])
    result = collecdata.convert(tmp_path / "cut.json", to=tmp_path / "out", adapter="decp")
    assert result.balanced
    assert result.issues.count("json.truncated") == 1


def test_the_national_table_belongs_to_no_one(tmp_path):
    result = collecdata.convert(NATIONAL, to=tmp_path)
    found = result["compta.marche_national"]
    assert found.num_rows == 3
    assert "siren" not in found.column_names
