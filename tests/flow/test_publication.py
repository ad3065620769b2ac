"""What is to be published is refused when an article forbids it, and nothing of it is left behind."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import collecdata
from collecdata.api import render_judgement
from collecdata.errors import UsageError

SURVEY = Path(__file__).resolve().parents[2] / "examples" / "etat_civil" / "releves"


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "cle.txt"
    path.write_text("une clé d'essai assez longue pour servir", "utf-8")
    return path


def convert(to, *names, **asked):
    return collecdata.convert(*(SURVEY / name for name in names), to=to, siren="123456782", **asked)


def test_births_of_registers_whose_closing_is_unknown_are_not_published(tmp_path, key):
    with pytest.raises(UsageError) as refused:
        convert(tmp_path / "out", "naissances.txt", publiable=True, cle=key)
    assert refused.value.code == "etat_civil.not_communicable"
    assert (refused.value.params["count"], refused.value.params["article"]) == (120, "L. 213-2, I, 4°, e")
    assert not (tmp_path / "out").exists()


def test_old_annual_registers_and_deaths_are_published(tmp_path, key):
    births = convert(tmp_path / "n", "naissances.txt", publiable=True, registre_annuel=True, cle=key)
    deaths = convert(tmp_path / "d", "deces.txt", publiable=True, cle=key)
    assert births["etat_civil.acte"].num_rows == 120
    assert deaths["etat_civil.acte"].num_rows == 80


def test_a_change_of_product_carries_every_act_and_its_export_may_be_refused(tmp_path):
    convert(tmp_path / "out", "mariages.txt")
    collecdata.export(tmp_path / "out", to="csv", out=tmp_path / "tout")
    with pytest.raises(UsageError, match="not_communicable"):
        collecdata.export(tmp_path / "out", to="csv", out=tmp_path / "public", publiable=True)
    assert not (tmp_path / "public").exists()
    collecdata.export(tmp_path / "out", to="csv", out=tmp_path / "public", publiable=True, registre_annuel=True)


def test_validation_of_what_is_to_be_published_names_the_article(tmp_path):
    convert(tmp_path / "out", "naissances.txt", "deces.txt")
    plain = collecdata.validate(tmp_path / "out", rules=("none",))
    asked = collecdata.validate(tmp_path / "out", rules=("none",), publiable=True)
    assert (plain.exit_code, asked.exit_code) == (0, 1)
    (found,) = [one for verdict in asked.verdicts for one in verdict.findings if one.rule == "publication"]
    assert (found.code, found.count, found.params["article"], found.params["kind"]) == (
        "etat_civil.not_communicable", 120, "L. 213-2, I, 4°, e", "naissance",
    )  # fmt: skip
    assert "L. 213-2" in render_judgement(asked, "text")
    assert not collecdata.validate(tmp_path / "out", rules=("none",), publiable=True, registre_annuel=True).exit_code


def test_a_file_of_acts_alone_is_held_against_the_same_article(tmp_path):
    convert(tmp_path / "out", "mariages.txt")
    collecdata.export(tmp_path / "out", to="csv", out=tmp_path / "csv")
    (acts,) = (tmp_path / "csv").rglob("*acte.csv")
    asked = partial(collecdata.validate, acts, schema="etat_civil.acte", publiable=True)
    assert asked().by_rule["publication"] == 40
    assert "publication" not in asked(registre_annuel=True).by_rule
