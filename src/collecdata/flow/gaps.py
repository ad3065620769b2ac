"""What no source carries: the canonical tables and fields that stay empty over one or several packages.

It is what a collectivity still has to ask the software it leaves.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from collecdata.catalogue.nearest import nearest
from collecdata.errors import UsageError
from collecdata.messages import language
from collecdata.report.labels import Words
from collecdata.sinks.draft import writing
from collecdata.sinks.stored import read_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.table import Table
    from collecdata.sinks.stored import Stored

__all__ = ["Gap", "Gaps", "find_gaps"]

OWN_KEY = "id_source"
"""The key that the old software gave: nothing to ask for."""
COMMON = "commun"
"""Domain of what all share: it says nothing of what a product lacks."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A table without rows (`field` is ""), or a field that no row fills; titles and descriptions are French."""

    table: str
    table_title: str
    field: str
    title: str
    description: str
    rows: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Every gap, in the order of the schema."""

    gaps: tuple[Gap, ...]
    lang: str | None = None
    exit_code = 0

    def __iter__(self) -> Iterator[Gap]:
        return iter(self.gaps)

    def __len__(self) -> int:
        return len(self.gaps)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {"gaps": [asdict(gap) for gap in self.gaps]}

    def text(self) -> str:
        """Return a summary for a terminal: one paragraph a table, tables without rows last."""
        words = Words(language(self.lang))
        tables = dict.fromkeys((gap.table, gap.table_title, gap.rows) for gap in self.gaps if gap.field)
        lines = []
        for table, title, rows in tables:
            lines.append(f"{table} ({title}), {words.number(rows)} {words['rows'].lower()}")
            lines += [f"  {gap.field}: {gap.title}" for gap in self.gaps if gap.table == table]
        absent = [f"  {gap.table}: {gap.table_title}" for gap in self.gaps if not gap.field]
        return "\n".join([*lines, *([words["tables_without_rows"], *absent] if absent else [])]) or words["no_gap"]

    def write(self, path: Path) -> None:
        """Write a CSV that a spreadsheet opens (UTF-8 with its mark, `;`). Raises `UsageError`."""
        with writing(path), path.open("w", encoding="utf-8-sig", newline="") as stream:
            out = csv.writer(stream, delimiter=";")
            out.writerow(("table", "table_titre", "champ", "titre", "description", "lignes"))
            out.writerows(asdict(gap).values() for gap in self.gaps)


def find_gaps(packages: Sequence[Path], domains: Sequence[str], catalogue: Catalogue, lang: str | None) -> Gaps:
    """Hold what packages hold, taken together, against the whole schema of some domains (those they have, if none).

    Raises:
        UsageError: not a package, or no such domain.
        InputError: a file of a package is damaged.
    """
    for name in domains:
        if name not in catalogue.domains:
            known = tuple(catalogue.domains)
            raise UsageError(
                "usage.unknown_domain", value=name, nearest=nearest(name, known) or "", known=", ".join(known)
            )
    rows, filled = _counted(packages)
    met = dict.fromkeys(table.split(".")[0] for table in rows)
    wanted = domains or [name for name in met if name != COMMON]
    tables = [
        table for name in wanted if name in catalogue.domains for table in catalogue.domains[name].tables.values()
    ]
    found = (gap for table in tables if not table.reference for gap in _of(table, rows[table.id], filled))
    return Gaps(tuple(found), lang)


def _counted(packages: Sequence[Path]) -> tuple[Counter[str], set[tuple[str, str]]]:
    """Count the rows of each table; say which fields hold something in some row."""
    rows: Counter[str] = Counter()
    filled: set[tuple[str, str]] = set()
    for path in packages:
        for stored in read_package(path).tables.values():
            rows[stored.id] += stored.rows
            filled |= {(stored.id, name) for name in _filled(stored)}
    return rows, filled


def _filled(stored: Stored) -> Iterator[str]:
    """Give the columns with a value: files say it of numbers and dates in their statistics, texts are looked at."""
    unsaid: dict[str, None] = {}
    for file in stored.files:
        groups = pq.read_metadata(file)
        for group in map(groups.row_group, range(groups.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                if column.statistics is None:
                    unsaid[column.path_in_schema] = None
                elif column.num_values > column.statistics.null_count:
                    yield column.path_in_schema
    for batch in stored.batches(tuple(unsaid), encoded=True) if unsaid else ():
        for name in [name for name in unsaid if batch.column(name).null_count < batch.num_rows]:
            yield name
            del unsaid[name]
        if not unsaid:
            return


def _of(table: Table, rows: int, filled: set[tuple[str, str]]) -> Iterator[Gap]:
    if not rows:
        yield Gap(table.id, table.title, "", "", table.description, 0)
        return
    for field in table.fields:
        if field.name != OWN_KEY and (table.id, field.name) not in filled:
            yield Gap(table.id, table.title, field.name, field.title, field.description, rows)
