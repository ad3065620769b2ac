"""Electoral rolls: every quirk is kept, and told."""

from __future__ import annotations

from datetime import date

from domains import bench


def roll(*electors):
    whole = ({"id_electeur": str(rank), "bureau_code": "0001", **one} for rank, one in enumerate(electors))
    return bench.rows("elections.electeur", *({"liste_type": "principale", **one} for one in whole))


def told(*electors):
    return bench.found("elections", electeur=roll(*electors))


def person(name, born="1975-05-12", **said):
    return {"nom_famille": name, "prenoms": "Ombline", "naissance_date_edtf": born, **said}


def test_birth_incomplete():
    assert told(
        {"naissance_date_precision": "jour"},
        {"naissance_date_precision": "annee", "naissance_date_brute": "00/00/1953"},
        {"naissance_date_precision": "inconnue", "naissance_date_brute": "00/00/0000"},
        {"naissance_date_brute": "31/02/1970"},
    ) == [("elections.birth_incomplete", (3, 4))]


def test_no_station():
    assert told({}, {"bureau_code": None}) == [("elections.no_station", (3,))]


def test_order_twice_is_of_one_list_and_one_station():
    assert told(
        {"numero_ordre": "21"},
        {"numero_ordre": "21"},
        {"numero_ordre": "21", "bureau_code": "0002"},
        {"numero_ordre": "21", "liste_type": "complementaire_municipale"},
        {"numero_ordre": None},
        {"numero_ordre": None},
    ) == [("elections.order_twice", (2, 3))]


def test_person_twice_on_one_list():
    assert told(
        person("ESSAI"), person("ESSAI"), person("ESSAI", "1976-05-12"), person("TÉMOIN", None), person("TÉMOIN", None)
    ) == [("elections.person_twice", (2, 3))]


def test_on_two_lists_is_told_and_lawful():
    both = ("complementaire_municipale", "complementaire_europeenne")
    (rule,) = [one for one in bench.rules("elections").finish if one.name == "electeurs_personnes"]
    (issue,) = rule.apply({"elections.electeur": iter([roll(*(person("S", liste_type=one) for one in both))])})
    assert (issue.code, issue.severity, issue.lines) == ("elections.on_two_lists", "info", (2, 3))


def test_lists_contradict_when_one_is_of_french_electors():
    assert told(
        person("S"), person("S", liste_type="complementaire_municipale"), person("A"), person("B", liste_type="x")
    ) == [("elections.lists_contradict", (2, 3))]


def test_town_spellings_are_counted_by_postcode():
    towns = ("ST EXEMPLE", "Saint-Exemple", "SAINT EXEMPLE", "SAINT EXEMPLE", "AUTRE", None)
    electors = [{"ville": town, "code_postal": "35999"} for town in towns]
    (rule,) = [one for one in bench.rules("elections").finish if one.name == "electeurs_villes"]
    (issue,) = rule.apply({"elections.electeur": iter([roll(*electors)])})
    assert (issue.code, issue.params) == ("elections.town_spellings", {"spellings": "3", "rows": "2"})
    assert told({"ville": "ST EXEMPLE", "code_postal": "1"}, {"ville": "SAINT EXEMPLE", "code_postal": "2"}) == []


def test_places_of_birth_are_held_against_the_codes_of_their_day():
    born = {"naissance_date": date(1964, 6, 21)}
    assert told({"naissance_commune_code": "6088", **born}, {"naissance_commune_code": "06088", **born}) == [
        ("etat_civil.code_zero", (2,))
    ]
