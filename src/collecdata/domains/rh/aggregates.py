"""What may be published of those who work: people, pay and absences counted by group, small groups masked.

Source: code des relations entre le public et l'administration, art. L. 311-6 and L. 312-1-2 (nothing of a person may
be published); groups below five are those that statistics mask.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from collecdata.domains.rules import Aggregate, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Tables = Mapping[str, Iterator[pa.RecordBatch]]
    Row = dict[str, Any]

__all__ = ["RULES", "SMALLEST"]

SMALLEST = 5
"""People below which the values of a group are masked: they might point to somebody."""
UNKNOWN = "inconnu"
AGENTS, SITUATIONS, PAYSLIPS, LINES = "rh.agent", "rh.situation", "rh.bulletin", "rh.ligne_paie"
PAID, ABSENCES = "rh.versement_dsn", "rh.absence"
WHO = ("siren", "matricule")
_AGES = (0, 25, 30, 35, 40, 45, 50, 55, 60, 65)
"""Age from which each group of `tranche_age` begins."""


def headcount(tables: Tables) -> Iterable[Row]:
    """Count those who were paid each month, at its last day, by what was known of them that day.

    Memory grows with the number of people and of payslips.
    """
    people = {_who(row): row for row in _rows(tables[AGENTS])}
    careers = defaultdict(list)
    for row in _rows(tables[SITUATIONS]):
        careers[_who(row)].append(row)
    for career in careers.values():
        career.sort(key=lambda row: row["situation_debut"])
    paid: dict[tuple[str, ...], Row] = {(*_who(row), row["declaration_mois"]): {} for row in _rows(tables[PAID])}
    paid |= {(*_who(row), row["paie_mois"]): row for row in _rows(tables[PAYSLIPS])}
    groups: dict[tuple[Any, ...], _Group] = defaultdict(_Group)
    for (siren, number, month), slip in paid.items():
        if number is None or month is None:
            continue
        day = _last_day(month)
        person = people.get((siren, number), {})
        known = [row for row in careers.get((siren, number), ()) if row["situation_debut"] <= day]
        now: Row = (known[-1] if known else {}) | {name: value for name, value in slip.items() if value is not None}
        said = (now.get("statut_emploi"), now.get("categorie"), now.get("filiere"), person.get("sexe"))
        key = (siren, day, *(one or UNKNOWN for one in said), _age(person.get("naissance_date"), day))
        groups[key].add(number, now.get("quotite"))
    names = ("siren", "effectif_date", "groupe_statut", "groupe_categorie", "groupe_filiere", "groupe_sexe")
    for key, group in groups.items():
        quota = None if group.total is None else (group.total / 100).quantize(Decimal("0.01"))
        yield _row((*names, "groupe_tranche_age"), key, group, effectif_etp=quota)


def payroll(tables: Tables) -> Iterable[Row]:
    """Sum the lines of the payslips of each month, by status, family and part.

    Memory grows with the number of payslips.
    """
    slips = {(row["siren"], row["id_bulletin"]): row for row in _rows(tables[PAYSLIPS])}
    groups: dict[tuple[Any, ...], _Group] = defaultdict(_Group)
    by = ["siren", "id_bulletin", "paie_mois", "ligne_famille", "part"]
    for batch in tables[LINES]:
        sums = pa.table(batch).group_by(by).aggregate([("ligne_montant", "sum")])
        for row in sums.to_pylist():
            slip = slips.get((row["siren"], row["id_bulletin"]), {})
            key = (row["siren"], row["paie_mois"], slip.get("statut_emploi") or UNKNOWN, row["ligne_famille"])
            groups[*key, row["part"]].add(slip.get("matricule"), row["ligne_montant_sum"] or Decimal(0))
    for key, group in groups.items():
        if None not in key:
            names = ("siren", "paie_mois", "groupe_statut", "ligne_famille", "part")
            yield _row(names, key, group, masse_montant=group.total)


def absences(tables: Tables) -> Iterable[Row]:
    """Count absences by the year they began, family and sex; one of unknown beginning is in no year."""
    people = {_who(row): row for row in _rows(tables[AGENTS])}
    groups: dict[tuple[Any, ...], _Group] = defaultdict(_Group)
    for row in _rows(tables[ABSENCES]):
        worked = row["dernier_jour_travaille"]
        first = row["absence_debut"] or (worked + timedelta(days=1) if worked else None)
        if first is not None:
            sex = people.get(_who(row), {}).get("sexe") or UNKNOWN
            key = (row["siren"], first.year, row["absence_famille"] or UNKNOWN, sex)
            groups[key].add(row["matricule"], row["absence_jours"])
    for key, group in groups.items():
        names = ("siren", "absences_annee", "groupe_absence", "groupe_sexe")
        yield _row(names, key, group, absences_nombre=group.times, absences_jours=group.total)


@dataclass(slots=True)
class _Group:
    """Who is in a group, how often, and the sum of an amount, None as soon as it is not known of one."""

    people: set[str | None] = field(default_factory=set)
    times: int = 0
    total: Decimal | None = Decimal(0)

    def add(self, who: str | None, amount: Decimal | None) -> None:
        self.people.add(who)
        self.times += 1
        self.total = None if self.total is None or amount is None else self.total + amount


def _row(names: tuple[str, ...], key: tuple[Any, ...], group: _Group, **values: Decimal | int | None) -> Row:
    """Make the row of a group: nothing but that it is there, where it is small."""
    masked = len(group.people) < SMALLEST
    counted = {**values, "effectif_nombre": len(group.people)}
    shown = dict.fromkeys(counted) if masked else counted
    return {**dict(zip(names, key, strict=True)), **shown, "est_masque": masked}


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    return (row for batch in batches for row in batch.to_pylist())


def _who(row: Row) -> tuple[str, str]:
    return row["siren"], row["matricule"]


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def _age(birth: date | None, day: date) -> str:
    """Return the group of an age, by the code of `tranche_age`."""
    if birth is None or birth > day:
        return UNKNOWN
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    if years < _AGES[1]:
        return f"moins_{_AGES[1]}"
    return next((f"{low}_{high - 1}" for low, high in pairwise(_AGES) if low <= years < high), f"{_AGES[-1]}_plus")


RULES = Rules(
    aggregate=(
        Aggregate(
            "rh.effectif",
            {
                AGENTS: (*WHO, "sexe", "naissance_date"),
                SITUATIONS: (*WHO, "situation_debut", "statut_emploi", "categorie", "filiere", "quotite"),
                PAYSLIPS: (*WHO, "paie_mois", "statut_emploi", "quotite"),
                PAID: (*WHO, "declaration_mois"),
            },
            headcount,
        ),
        Aggregate(
            "rh.masse_salariale_mensuelle",
            {
                PAYSLIPS: (*WHO, "id_bulletin", "statut_emploi"),
                LINES: ("siren", "id_bulletin", "paie_mois", "ligne_famille", "part", "ligne_montant"),
            },
            payroll,
        ),
        Aggregate(
            "rh.absence_agregee",
            {
                AGENTS: (*WHO, "sexe"),
                ABSENCES: (*WHO, "absence_famille", "absence_debut", "dernier_jour_travaille", "absence_jours"),
            },
            absences,
        ),
    )
)
