"""Balances and public contracts: keys are keys of real files, and every column has a home."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest

CONTRACTS = ("decp_test_2022.json", "marches_avec_modifications.json", "marches_concessions.json")


def test_balances_have_their_key_without_a_function(shared, tables):
    path = next((shared / "compta" / "balances").glob("dgfip_balances_*.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    keys = Counter((row["siren"], row["exer"], row["ident"], row["compte"]) for row in rows)
    assert (len(rows), max(keys.values())) == (20, 1)
    named = " ".join(field.source for field in tables["balance"].fields).replace(",", " ").split()
    assert {column.upper() for column in rows[0]} <= set(named)


@pytest.mark.parametrize("file", CONTRACTS)
def test_contracts_have_their_key_and_so_has_what_they_repeat(shared, file):
    contracts = json.loads((shared / "compta" / "decp" / file).read_text("utf-8"))["marches"]
    found = [*contracts.get("marche", ()), *contracts.get("contrat-concession", ())]
    buyers = [(one.get("acheteur") or one["autoriteConcedante"])["id"][:9] for one in found]
    keys = Counter(zip(buyers, (one["id"] for one in found), strict=True))
    assert max(keys.values()) == 1
    for one in found:
        for several in ("modifications", "actesSousTraitance"):
            numbers = [next(iter(item.values()))["id"] for item in one.get(several) or ()]
            assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("file", CONTRACTS)
def test_every_property_of_a_contract_has_a_home(shared, tables, file):
    contracts = json.loads((shared / "compta" / "decp" / file).read_text("utf-8"))["marches"]
    sources = " ".join(field.source for table in tables.values() for field in table.fields)
    words = set(sources.replace("/", " ").replace(",", " ").replace(";", " ").split())
    met = {key for kind in ("marche", "contrat-concession") for one in contracts.get(kind, ()) for key in one}
    many = {"titulaires", "modifications", "actesSousTraitance", "modificationsActesSousTraitance", "donneesExecution"}
    tables_of_their_own = many | {"concessionnaires", "considerationsSociales", "considerationsEnvironnementales"}
    blocks = {"acheteur", "autoriteConcedante", "lieuExecution"}
    assert met - words - tables_of_their_own - blocks == set()
