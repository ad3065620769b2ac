"""Monthly declarations: one of a SIRET and a month, all its fractions, no month left out.

Source: cahier technique de la norme DSN 2025.1, 1.4.3.2, S20.G00.05.003 (fraction) and S20.G00.05.008 (field).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

__all__ = ["RULES", "monthly"]

TABLE = "rh.declaration"
SIRET, MONTH, FRACTION, SCOPE = (
    "etablissement_siret", "declaration_mois", "declaration_fraction", "declaration_champ"
)  # fmt: skip
COLUMNS = (SIRET, MONTH, FRACTION, SCOPE, "declaration_nature", "declaration_statut", SOURCE, LINE)
MONTHLY, KEPT, WHOLE = "01", "retenue", "01"


@dataclass(slots=True)
class _Month:
    """What is retained of one SIRET and month: the rows, by fraction and by field."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def said(self, name: str) -> set[str]:
        return {row[name] for row in self.rows if row[name]}

    @property
    def lacking(self) -> list[str]:
        """Fractions announced (`12`: the first of two) that are not there."""
        there = self.said(FRACTION)
        parts = max((int(one[1]) for one in there if one.isdecimal() and len(one) == len("12")), default=1)
        return [one for rank in range(1, parts + 1) if (one := f"{rank}{parts}") not in there]


def monthly(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report months declared twice over, in part, or not at all between two others. Declarations are few."""
    months: dict[str, dict[str, _Month]] = {}
    for batch in tables[TABLE]:
        for row in batch.to_pylist():
            if (row["declaration_nature"], row["declaration_statut"]) == (MONTHLY, KEPT) and row[SIRET] and row[MONTH]:
                months.setdefault(row[SIRET], {}).setdefault(row[MONTH], _Month()).rows.append(row)
    for siret, held in months.items():
        for month, one in held.items():
            scopes = one.said(SCOPE)
            if WHOLE in scopes and len(scopes) > 1:
                yield _issue("rh.declaration_twice", one.rows[-1], SCOPE, siret=siret, month=month)
            if lacking := one.lacking:
                fractions = ", ".join(lacking)
                yield _issue("rh.fraction_missing", one.rows[-1], FRACTION, siret=siret, month=month, lacking=fractions)
        ordered = sorted(held)
        if absent := [month for month in _between(ordered[0], ordered[-1]) if month not in held]:
            last = held[ordered[-1]].rows[-1]
            yield _issue("rh.month_missing", last, MONTH, Severity.INFO, siret=siret, months=", ".join(absent))


def _issue(code: str, row: Mapping[str, Any], name: str, severity: Severity = Severity.WARNING, **params: str) -> Issue:
    return Issue(code, severity, table=TABLE, field=name, source=row[SOURCE], lines=(row[LINE],), params=params)


def _between(first: str, last: str) -> Iterator[str]:
    """Give the months from one to another, both in."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return (f"{one // 12}-{one % 12 + 1:02d}" for one in range(low, high + 1))


RULES = Rules(finish=(Finish("monthly", {TABLE: COLUMNS}, monthly),))
