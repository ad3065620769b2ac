"""Payroll to be published: counts of people take the place of people, and nothing of them is left anywhere."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import collecdata

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rh" / "xhl"
PEOPLE = {"rh.agent", "rh.situation", "rh.service", "rh.bulletin", "rh.ligne_paie"}


@pytest.fixture(scope="module")
def private(tmp_path_factory):
    return collecdata.convert(EXAMPLE, to=tmp_path_factory.mktemp("prive") / "out")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return collecdata.convert(EXAMPLE, to=tmp_path_factory.mktemp("public") / "out", publiable=True)


def test_publication_withheld(published):
    told = {one.table: int(one.params["rows"]) for one in published.issues if one.code == "publication.withheld"}
    assert told.keys() == PEOPLE
    assert not PEOPLE & {f"rh.{path.stem}" for path in published.path.glob("rh/*.parquet")}
    assert published.balanced


def test_nothing_of_anybody_is_in_any_file(private, published):
    agents = private["rh.agent"].to_pylist()
    words = {row[name] for row in agents for name in ("nom_famille", "nir") if row[name]}
    files = [path for path in published.path.rglob("*") if path.is_file()]
    assert len(words) > 10
    assert files
    for path in files:
        found = path.read_bytes()
        assert not [word for word in words if word.encode() in found], path.name


def test_what_is_shown_is_what_the_payslips_add_up_to(private, published):
    slips = {row["id_bulletin"]: row for row in private["rh.bulletin"].to_pylist()}
    sums, people = defaultdict(int), defaultdict(set)
    for line in private["rh.ligne_paie"].to_pylist():
        slip = slips[line["id_bulletin"]]
        key = (line["paie_mois"], slip["statut_emploi"] or "inconnu", line["ligne_famille"], line["part"])
        sums[key] += line["ligne_montant"] or 0
        people[key].add(slip["matricule"])
    rows = published["rh.masse_salariale_mensuelle"].to_pylist()
    assert len(rows) == len(sums)
    assert {row["est_masque"] for row in rows} == {True, False}
    for row in rows:
        key = tuple(row[name] for name in ("paie_mois", "groupe_statut", "ligne_famille", "part"))
        small = len(people[key]) < 5
        expected = (None, None, True) if small else (sums[key], len(people[key]), False)
        assert (row["masse_montant"], row["effectif_nombre"], row["est_masque"]) == expected


def test_a_limit_alone_keeps_the_tables_without_what_is_above_it(tmp_path):
    key = tmp_path / "cle.txt"
    key.write_text("une clé d'essai assez longue pour servir", "utf-8")
    found = collecdata.convert(EXAMPLE, to=tmp_path / "out", confidentialite_max=1, cle=key)
    assert not (found.path / "rh" / "effectif.parquet").exists()
    assert found["rh.agent"].num_rows == 20
    assert "nom_famille" not in found["rh.agent"].schema.names
    careers = found["rh.situation"]
    assert careers.num_rows == 25
    assert "situation_debut" not in careers.schema.names  # of the key, but no text: it has no pseudonym
