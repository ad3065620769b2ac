"""Rules that look at rows while they are written, so that a table in which all is well is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.domains import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from collecdata.catalogue.table import Table
    from collecdata.domains.rules import Look

__all__ = ["Watch"]


class Watch:
    """The rules of one table that can. One that finds anything is let go: it is applied in its place at the end."""

    def __init__(self, table: Table, kept: Iterable[str]) -> None:
        """Begin; a rule one of whose columns is not `kept` has nothing to look at."""
        names = set(kept)
        self._looks: dict[str, Look] = {
            rule.name: rule.look()
            for rule in rules(table.domain).finish
            if rule.look is not None and table.id in rule.tables and names.issuperset(rule.tables[table.id])
        }

    def add(self, rows: pa.RecordBatch) -> None:
        """Show the rows that are written, in order."""
        if rows.num_rows:
            self._looks = {name: look for name, look in self._looks.items() if not any(True for _ in look.add(rows))}

    def quiet(self) -> frozenset[str]:
        """Name the rules that found nothing, once all rows are written."""
        return frozenset(name for name, look in self._looks.items() if not any(True for _ in look.end()))
