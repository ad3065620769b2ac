"""Human resources: what one sign is, what a code tells, and what cannot be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from collecdata.domains import rules
from collecdata.domains.rh.net import from_net
from collecdata.domains.rh.signs import MADE, one_sign

D = Decimal


def lines(dialect, family, amount, base=None, rate=None, number=None):
    cells = [None if one is None else D(one) for one in (amount, base, rate, number)]
    scales = (2, 4, 4, 4)
    columns = {"paie_dialecte": pa.array([dialect], pa.string()), "ligne_famille": pa.array([family])}
    columns |= {n: pa.array([c], pa.decimal128(18, s)) for n, c, s in zip(MADE, cells, scales, strict=True)}
    return pa.RecordBatch.from_pydict(columns)


def made(*given):
    return tuple(column[0].as_py() for column in one_sign(lines(*given)).values())


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        (("montant_negatif", "deduction", "-199.80", "1800", "11.1"), "-199.80"),
        (("montant_negatif", "deduction", "10.00"), "10.00"),
        (("montant_negatif", "cotisation", "-569.70"), "569.70"),
        (("taux_negatif", "deduction", "199.80", "1800", "-11.1"), "-199.80"),
        (("taux_negatif", "deduction", "11.10", "100", "11.1"), "11.10"),
        (("taux_negatif", "retenue", "32.50"), "-32.50"),
        (("tout_positif", "deduction", "199.80"), "-199.80"),
        (("tout_positif", "deduction", "-10.00"), "10.00"),
        (("tout_positif", "cotisation", "569.70"), "569.70"),
        (("indetermine", "retenue", "50"), "-50.00"),
        (("indetermine", "retenue", "-50"), "-50.00"),
        (("tout_positif", "rappel", "-12.50"), "-12.50"),
        ((None, "deduction", "-199.80"), "-199.80"),
    ],
)
def test_what_is_withheld_is_negative_whoever_wrote_it(given, amount):
    assert made(*given)[0] == D(amount)


def test_a_base_written_as_units_is_a_base_again_and_hours_stay_hours():
    assert made("tout_positif", "deduction", "199.80", None, "11.1", "1800")[1:] == (D("1800"), D("11.1"), None)
    assert made("tout_positif", "remuneration_diverse", "60.80", None, "15.2", "4")[1:] == (None, D("15.2"), D("4"))


def test_a_zero_that_fills_a_leaf_is_nothing_and_no_amount_stays_none():
    assert made("montant_negatif", "indemnite", None, "0", "0", "0") == (None, None, None, None)


def situations(**columns):
    fields = ("net_code", "statut_emploi", "categorie", "filiere", "cadre_emplois", "grade")
    return pa.RecordBatch.from_pydict({name: pa.array([columns.get(name)], pa.string()) for name in fields})


def test_a_net_code_tells_a_career_and_never_overrules_the_source():
    told = {name: column[0].as_py() for name, column in from_net(situations(net_code="TTG3")).items()}
    assert told["cadre_emplois"] == "ingenieurs_en_chef_territoriaux"
    assert (told["statut_emploi"], told["categorie"], told["filiere"]) == ("titulaire", "A", "technique")
    said = from_net(situations(net_code="TAJ1", statut_emploi="stagiaire"))
    assert said["statut_emploi"].to_pylist() == ["stagiaire"]


def verdict(name, table, **columns):
    rows = len(next(iter(columns.values())))
    batch = pa.RecordBatch.from_pydict({**columns, "_source": ["f.csv"] * rows, "_ligne": list(range(2, rows + 2))})
    (rule,) = (one for one in rules("rh").finish if one.name == name and table in one.tables)
    return [(issue.code, issue.field, issue.lines) for issue in rule.apply({table: iter([batch])})]


def test_indices_are_held_against_the_scale_of_their_year_only():
    found = verdict(
        "index_pair",
        "rh.situation",
        indice_brut=["367", "367", "367", "985"],
        indice_majore=pa.array([366, 341, 341, 9], pa.int32()),
        situation_debut=[dt.date(2024, 1, 1), dt.date(2024, 6, 1), dt.date(2021, 1, 1), dt.date(2024, 1, 1)],
    )
    assert found == [("rh.index_pair", "indice_majore", (3,))]


def test_an_end_before_its_beginning_is_told():
    days = [dt.date(2024, 1, 1), dt.date(2024, 2, 1), None]
    ends = [dt.date(2024, 1, 1), dt.date(2024, 1, 31), dt.date(2024, 1, 1)]
    columns = {"situation_debut": days, "situation_fin": ends, "grade_date": [None] * 3, "echelon_date": [None] * 3}
    typed = {name: pa.array(cells, pa.date32()) for name, cells in columns.items()}
    assert verdict("dates_order", "rh.situation", **typed) == [("rh.dates_order", "situation_fin", (3,))]
