"""People counted and nobody named: who is in a group, what a small group shows, whose age is known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from collecdata.domains import rules

SIREN = "123456782"
RULES = {rule.table: rule for rule in rules("rh").aggregate}
TYPES = {"quotite": pa.decimal128(18, 2), "ligne_montant": pa.decimal128(18, 2), "absence_jours": pa.decimal128(18, 2)}
DAYS = ("naissance_date", "situation_debut", "absence_debut", "dernier_jour_travaille")


def counted(table, **held):
    """Apply the rule of a table to rows of others, given by the name of each without its domain."""
    rule = RULES[table]
    return list(rule.apply({name: batches(columns, held.get(name[3:], [])) for name, columns in rule.tables.items()}))


def batches(columns, rows):
    kinds = {name: TYPES.get(name, pa.date32() if name in DAYS else pa.string()) for name in columns}
    filled = [{"siren": SIREN} | row for row in rows]
    yield pa.RecordBatch.from_pylist(filled, schema=pa.schema(list(kinds.items())))


def slips(count, month="2024-03", **said):
    return [{"matricule": str(n), "id_bulletin": f"b{n}", "paie_mois": month} | said for n in range(count)]


@pytest.mark.parametrize(("people", "shown"), [(4, (None, None, True)), (5, (5, Decimal("4.00"), False))])
def test_a_group_below_five_is_there_and_shows_nothing(people, shown):
    (row,) = counted("rh.effectif", bulletin=slips(people, quotite=Decimal("80.00")))
    assert (row["effectif_nombre"], row["effectif_etp"], row["est_masque"]) == shown


def test_people_are_counted_on_the_last_day_of_each_month_they_are_paid():
    both = slips(5, "2024-02") + slips(5, "2024-03")
    assert [row["effectif_date"] for row in counted("rh.effectif", bulletin=both)] == [
        dt.date(2024, 2, 29), dt.date(2024, 3, 31),
    ]  # fmt: skip


def test_two_payslips_of_a_month_are_one_person():
    (row,) = counted("rh.effectif", bulletin=slips(5) + slips(5))
    assert row["effectif_nombre"] == 5


def test_a_declaration_counts_who_has_no_payslip():
    paid = [{"matricule": str(n), "declaration_mois": "2024-03"} for n in range(6)]
    (row,) = counted("rh.effectif", versement_dsn=paid)
    assert row["effectif_nombre"] == 6


def test_what_is_known_is_what_was_true_that_day():
    careers = [
        {"matricule": str(n), "situation_debut": dt.date(year, 1, 1), "categorie": said, "quotite": Decimal(100)}
        for n in range(5)
        for year, said in ((2025, "A"), (2024, "B"), (2023, "C"))
    ]
    (row,) = counted("rh.effectif", bulletin=slips(5), situation=careers)
    assert (row["groupe_categorie"], row["groupe_filiere"], row["effectif_etp"]) == ("B", "inconnu", Decimal("5.00"))


def test_full_time_equivalents_are_not_made_up_where_a_quota_is_unknown():
    (row,) = counted(
        "rh.effectif", bulletin=[*slips(5, quotite=Decimal(100)), {"matricule": "x", "paie_mois": "2024-03"}]
    )
    assert (row["effectif_nombre"], row["effectif_etp"]) == (6, None)


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        (dt.date(1999, 4, 1), "moins_25"),
        (dt.date(1999, 3, 31), "25_29"),
        (dt.date(1959, 4, 1), "60_64"),
        (dt.date(1959, 3, 31), "65_plus"),
        (None, "inconnu"),
        (dt.date(2050, 1, 1), "inconnu"),
    ],
)
def test_an_age_is_that_of_the_last_birthday(birth, group):
    people = [{"matricule": str(n), "sexe": "feminin", "naissance_date": birth} for n in range(5)]
    (row,) = counted("rh.effectif", bulletin=slips(5), agent=people)
    assert (row["groupe_sexe"], row["groupe_tranche_age"]) == ("feminin", group)


def test_payroll_is_summed_by_status_family_and_part_and_counts_people_not_lines():
    lines = [
        {
            "id_bulletin": f"b{n}",
            "paie_mois": "2024-03",
            "ligne_famille": family,
            "part": "agent",
            "ligne_montant": amount,
        }
        for n in range(5)
        for family, amount in (("rappel", Decimal("1.10")), ("rappel", Decimal("-0.10")))
    ]
    (row,) = counted("rh.masse_salariale_mensuelle", bulletin=slips(5, statut_emploi="titulaire"), ligne_paie=lines)
    assert (row["masse_montant"], row["effectif_nombre"]) == (Decimal("5.00"), 5)
    assert (row["groupe_statut"], row["ligne_famille"], row["part"]) == ("titulaire", "rappel", "agent")


def test_one_person_often_absent_is_not_a_group():
    often = [
        {"matricule": "1", "absence_debut": dt.date(2024, month, 1), "absence_jours": Decimal(1)}
        for month in range(1, 9)
    ]
    (row,) = counted("rh.absence_agregee", absence=often)
    assert (row["absences_nombre"], row["absences_jours"], row["est_masque"]) == (None, None, True)


def test_an_absence_is_of_the_year_of_its_first_day():
    worked = [{"matricule": str(n), "dernier_jour_travaille": dt.date(2023, 12, 31)} for n in range(5)]
    (row,) = counted("rh.absence_agregee", absence=[*worked, {"matricule": "x"}])
    assert (row["absences_annee"], row["absences_nombre"], row["absences_jours"]) == (2024, 5, None)
