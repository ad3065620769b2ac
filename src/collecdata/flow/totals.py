"""Totals declared outside the rows: by the user (`--attendus`), or by the format itself."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from collecdata.errors import Position, UsageError
from collecdata.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["ROWS", "Expected", "compare", "read_expected"]

ROWS = "lignes"
"""Name of the measure that counts rows instead of summing a field."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One declared total: the sum of `field` of `table` (or its number of rows), for one `siren` or for all."""

    table: str
    field: str
    value: Decimal
    siren: str = ""
    source: str = ""
    line: int = 0


def read_expected(path: Path) -> list[Expected]:
    """Read `totaux.csv`: columns table, champ (or `lignes`), valeur, and optionally siren; `;`, decimal comma or point.

    Raises:
        UsageError: the file cannot be read, a column is missing, or a value is not a number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, delimiter=";")
            missing = [name for name in ("table", "champ", "valeur") if name not in (rows.fieldnames or ())]
            if missing:
                raise UsageError("usage.attendus_columns", at=Position(str(path), 1, 1), missing=", ".join(missing))
            return [_expected(path, rows.line_num, row) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("usage.attendus_unreadable", at=Position(str(path)), reason=str(error)) from error


def _expected(path: Path, line: int, row: dict[str, str]) -> Expected:
    text = "".join((row["valeur"] or "").split()).replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise UsageError("usage.attendus_value", at=Position(str(path), line, 1), value=row["valeur"]) from error
    return Expected(row["table"], row["champ"], value, row.get("siren") or "", path.name, line)


def compare(found: Mapping[Expected, Decimal]) -> list[Issue]:
    """Report each declared total that the tables written do not give, to the cent."""
    issues = []
    for total, value in found.items():
        if value != total.value:
            params = {"expected": str(total.value), "found": str(value), "difference": str(value - total.value)}
            lines = (total.line,) if total.line else ()
            issues.append(
                Issue(
                    "total.differs",
                    table=total.table,
                    field=total.field,
                    source=total.source,
                    lines=lines,
                    values=(str(total.value),) * len(lines),
                    params=params | ({"siren": total.siren} if total.siren else {}),
                )
            )
    return issues
