"""Civil registry: what anybody may read and when, and what does not hold together."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from collecdata.checks.keys import foreign_key
from collecdata.domains import Publication
from collecdata.domains.etat_civil.communicability import communicable
from domains import bench

TODAY = date(2024, 6, 1)


found = partial(bench.found, "etat_civil")


def rows(table, *given):
    return bench.rows(f"etat_civil.{table}", *given)


def may_read(act, *registers, annual=False, today=TODAY):
    asked = Publication(annual, today)
    return bool(communicable(rows("acte", act), rows("registre", *registers), asked)[0])


@pytest.mark.parametrize(
    ("kind", "closed", "verdict"),
    [
        ("naissance", date(1949, 6, 1), True),
        ("naissance", date(1949, 6, 2), False),
        ("mariage", date(1948, 12, 31), True),
        ("reconnaissance", date(1990, 12, 31), False),
        ("divers", date(1960, 12, 31), False),
        ("naissance", None, False),
        ("deces", None, True),
        ("enfant_sans_vie", date(2023, 12, 31), True),
    ],
)
def test_births_and_marriages_wait_seventy_five_years_from_the_closing_of_their_register(kind, closed, verdict):
    act = {"id_acte": "1", "id_registre": "R", "acte_nature": kind, "fait_date_edtf": "1900-01-01"}
    assert may_read(act, {"id_registre": "R", "registre_cloture_date": closed}) is verdict


@pytest.mark.parametrize(
    ("act_day", "event", "verdict"),
    [("1948-03-01", None, True), ("1949-03-01", None, False), (None, "1948", True), (None, "XXXX-03", False)],
)
def test_annual_registers_are_closed_on_31_december_when_that_is_said(act_day, event, verdict):
    act = {"id_acte": "1", "acte_nature": "naissance", "acte_date_edtf": act_day, "fait_date_edtf": event}
    assert may_read(act, annual=True) is verdict
    assert not may_read(act)


def test_a_mixed_volume_waits_for_its_last_act():
    act = {"id_acte": "1", "id_registre": "R", "acte_nature": "naissance", "fait_date_edtf": "1940-01-01"}
    volume = {"id_registre": "R", "registre_cloture_date": date(1955, 12, 31)}
    assert not may_read(act, volume)
    assert not may_read(act, volume, annual=True)


def test_the_code_of_a_commune_is_held_against_the_day_of_the_event():
    acts = rows(
        "acte",
        {"id_acte": "1", "fait_commune_code": "35238", "fait_date": date(2000, 1, 1)},
        {"id_acte": "2", "fait_commune_code": "1004", "fait_date": date(2000, 1, 1)},
        {"id_acte": "3", "fait_commune_code": "20004", "fait_date": date(1980, 1, 1)},
        {"id_acte": "4", "fait_commune_code": "20004", "fait_date": date(1970, 1, 1)},
        {"id_acte": "5", "fait_commune_code": "ABCDE"},
        {"id_acte": "6", "fait_commune_code": "20004"},
        {"id_acte": "7", "fait_commune_code": "35238", "fait_date": date(1890, 1, 1)},
    )
    assert sorted(found(acte=acts)) == [
        ("etat_civil.code_out_of_date", (4,)), ("etat_civil.code_unknown", (6,)), ("etat_civil.code_zero", (3,)),
    ]  # fmt: skip


def test_the_codes_of_the_national_file_are_those_of_the_day_they_were_recorded_or_of_no_place():
    deaths = rows(
        "deces_insee",
        {"deces_lieu_code": "35238", "deces_date": date(2020, 1, 1), "defunt_naissance_lieu_code": "20004"},
        {"deces_lieu_code": "2A004", "deces_date": date(1980, 1, 1), "defunt_naissance_lieu_code": "2A004",
         "defunt_naissance_date": date(1950, 1, 1)},
        {"deces_lieu_code": "20004", "deces_date": date(1980, 1, 1)},
        {"deces_lieu_code": "00000", "deces_date": date(1980, 1, 1), "defunt_naissance_lieu_code": "69990"},
        {"deces_lieu_code": "1004", "deces_date": date(1980, 1, 1), "defunt_naissance_lieu_code": "99999"},
    )  # fmt: skip
    assert sorted(found(deces_insee=deaths)) == [
        ("etat_civil.code_out_of_date", (4,)), ("etat_civil.code_unknown", (6,)), ("etat_civil.code_zero", (6,)),
    ]  # fmt: skip


def test_an_event_does_not_come_after_its_act():
    acts = rows(
        "acte",
        {"id_acte": "1", "fait_date": date(2000, 1, 2), "acte_date": date(2000, 1, 1)},
        {"id_acte": "2", "fait_date": date(2000, 1, 1), "acte_date": date(2000, 1, 1)},
        {"id_acte": "3", "fait_date": date(2000, 1, 1)},
    )
    assert found(acte=acts) == [("etat_civil.event_after_act", (2,))]


def test_numbers_of_a_register_are_told_when_they_lack_or_repeat():
    acts = rows(
        "acte",
        *(
            {"id_acte": str(rank), "id_registre": "N", "numero_acte": n}
            for rank, n in enumerate(["1", "2", "2", "5", "7bis"])
        ),
        {"id_acte": "x", "id_registre": "M", "numero_acte": "5"},
        {"id_acte": "y", "numero_acte": "900"},
    )
    assert found(acte=acts) == [("etat_civil.number_twice", ()), ("etat_civil.number_gap", ())]


def test_nobody_dies_before_birth_nor_has_a_role_against_their_sex():
    acts = rows("acte", {"id_acte": "D", "acte_nature": "deces", "fait_date": date(1950, 1, 1)})
    people = rows(
        "personne",
        {"id_personne": "1", "naissance_date": date(1960, 1, 1), "sexe": "masculin"},
        {"id_personne": "2", "naissance_date": date(1980, 1, 1), "sexe": "masculin"},
    )
    parts = rows(
        "participant",
        {"id_acte": "D", "id_personne": "1", "participant_role": "defunt", "rang": 1},
        {"id_acte": "D", "id_personne": "2", "participant_role": "parent", "rang": 2, "participant_libelle": "mère"},
    )
    assert found(acte=acts, personne=people, participant=parts) == [
        ("etat_civil.death_before_birth", (2,)), ("etat_civil.sex_role", (3,)),
    ]  # fmt: skip


@pytest.mark.parametrize(("parent", "key"), [("etat_civil.acte", "id_acte"), ("etat_civil.personne", "id_personne")])
def test_a_participant_of_an_act_or_a_person_that_is_nowhere_is_told(tmp_path, parent, key):
    parts = rows("participant", {"id_acte": "1", "id_personne": "1"}, {"id_acte": "2", "id_personne": "2"})
    known = bench.rows(parent, {key: "2"})
    table = bench.TABLES["etat_civil.participant"]
    (link,) = [one for one in table.foreign_keys if one.table == parent]
    told = foreign_key(
        table.id, link, lambda names: iter([parts.select(names)]), lambda names: iter([known.select(names)]), tmp_path
    )
    assert [(issue.code, issue.lines) for issue in told] == [("key.foreign", (2,))]


def test_garbled_accents_are_seen():
    names = ("RenÃ©", "René", "Ã\u0089lise", "PÂQUES", "ZO\ufffd", None, "RenÚ", "Ren├®", "╔lise", "ÚLVARO", "Ã‰lise")
    people = rows("personne", *({"id_personne": str(rank), "prenoms": name} for rank, name in enumerate(names)))
    assert found(personne=people) == [("etat_civil.mojibake", (2, 4, 6, 8, 9, 10, 12))]


def test_a_register_without_closing_date_is_told():
    registers = rows(
        "registre", {"id_registre": "A"}, {"id_registre": "B", "registre_cloture_date": date(1950, 12, 31)}
    )
    assert found(registre=registers) == [("etat_civil.register_open", (2,))]
