"""Cemeteries: what does not hold together is told, and nothing is taken away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from domains import bench

found = partial(bench.found, "cimetiere")


def rows(table, *given):
    return bench.rows(f"cimetiere.{table}", *given)


def test_burial_before_death():
    people = rows("defunt", {"id_defunt": "1", "deces_date": date(1930, 6, 2)}, {"id_defunt": "2"})
    burials = rows(
        "inhumation",
        {"id_defunt": "1", "inhumation_date": date(1930, 5, 30)},
        {"id_defunt": "1", "inhumation_date": date(1930, 6, 4)},
        {"id_defunt": "2", "inhumation_date": date(1930, 6, 4)},
        {"id_defunt": "3", "inhumation_date": date(1930, 6, 4)},
    )
    assert found(defunt=people, inhumation=burials) == [("cimetiere.burial_before_death", (2,))]


def test_dates_order():
    people = rows(
        "defunt",
        {"naissance_date": date(1931, 4, 1), "deces_date": date(1930, 6, 2)},
        {"naissance_date": date(1930, 6, 2), "deces_date": date(1930, 6, 2)},
        {"deces_date": date(1930, 6, 2)},
    )
    burials = rows("inhumation", {"inhumation_date": date(2000, 1, 1), "exhumation_date": date(1999, 1, 1)})
    assert found(defunt=people) == [("cimetiere.dates_order", (2,))]
    assert found(inhumation=burials) == [("cimetiere.dates_order", (2,))]


@pytest.mark.parametrize(
    ("duration", "years", "term", "wrong"),
    [
        ("perpetuelle", None, None, False),
        ("perpetuelle", 0, None, False),
        ("perpetuelle", 30, None, True),
        ("perpetuelle", None, "2015", True),
        ("trentenaire", 30, "2015", False),
        ("trentenaire", 15, None, True),
        ("temporaire", 10, None, False),
        ("temporaire", 20, None, True),
        ("a_terme", 20, None, False),
        ("cinquantenaire", None, None, False),
    ],
)
def test_duration_contradicts(duration, years, term, wrong):
    grant = {"concession_duree": duration, "concession_duree_annees": years, "concession_terme_date_edtf": term}
    assert found(concession=rows("concession", grant)) == [("cimetiere.duration_contradicts", (2,))] * wrong


def test_term_differs():
    start = {"concession_date": date(1985, 6, 12), "concession_duree_annees": 30}
    terms = (date(2015, 6, 11), date(2016, 1, 1), date(2045, 6, 11), None)
    grants = rows("concession", *({**start, "concession_terme_date": term} for term in terms))
    assert found(concession=grants) == [("cimetiere.term_differs", (4,))]


def test_no_holder():
    grants = rows("concession", {"id_emplacement": "1"}, {"id_emplacement": "2"}, {"id_emplacement": "3"})
    holders = rows(
        "ayant_droit",
        {"id_emplacement": "1", "ayant_droit_qualite": "concessionnaire"},
        {"id_emplacement": "2", "ayant_droit_qualite": "ayant_droit"},
    )
    assert found(concession=grants, ayant_droit=holders) == [("cimetiere.no_holder", (3, 4))]


def plot(name, taken, **said):
    return {"id_emplacement": name, "places_occupees": None if taken is None else Decimal(taken), **said}


def test_places_exceeded():
    plots = rows("emplacement", plot("1", "2", places_nombre=Decimal(1)), plot("2", "1", places_nombre=Decimal(1)))
    assert found(emplacement=plots) == [("cimetiere.places_exceeded", (2,))]


def test_free_yet_taken():
    plots = rows(
        "emplacement",
        plot("1", "1", emplacement_est_libre=True),
        plot("2", "0", emplacement_est_libre=True),
        plot("3", "1", emplacement_est_libre=False),
        plot("4", None, emplacement_est_libre=True),
    )
    assert found(emplacement=plots) == [("cimetiere.free_yet_taken", (2,))]


def test_places_differ_from_those_of_the_people_who_are_there():
    plots = rows("emplacement", plot("1", "1.5"), plot("2", "2"), plot("3", "1"), plot("4", None), plot("5", "1"))
    burials = rows(
        "inhumation",
        {"id_emplacement": "1", "inhumation_places": Decimal(1)},
        {"id_emplacement": "1", "inhumation_places": Decimal("0.5")},
        {"id_emplacement": "2", "inhumation_places": Decimal(1)},
        {"id_emplacement": "2", "inhumation_places": Decimal(1), "est_exhume": True},
        {"id_emplacement": "3", "inhumation_places": None},
        {"id_emplacement": "4", "inhumation_places": Decimal(1)},
    )
    assert found(emplacement=plots, inhumation=burials) == [("cimetiere.places_differ", (3, 6))]


def test_garbled_names_are_seen():
    people = rows("defunt", {"nom_famille": "Ã‰PREUVE"}, {"nom_famille": "ÉPREUVE"})
    assert found(defunt=people) == [("etat_civil.mojibake", (2,))]
