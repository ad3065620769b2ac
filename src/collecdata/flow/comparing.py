"""Two packages compared: a dry run with the final run, what the old product gave with what the new one has."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from collecdata.catalogue.nearest import nearest
from collecdata.checks.differences import CELLS, differences
from collecdata.errors import UsageError
from collecdata.flow.measure import YEAR, add_sums, sums
from collecdata.flow.progress import counted
from collecdata.kernels.buffers import texts
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.report.differences import Example, SumDifference, TableDifference, differences_text
from collecdata.report.privacy import Classes, mask
from collecdata.sinks.csv import CsvSink
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import read_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collecdata.checks.keys import Read
    from collecdata.sinks.stored import Package, Stored

__all__ = ["PackageDifference", "compare"]

EXAMPLES = 5
PROVENANCE = (SOURCE, LINE)
ROWS = pa.schema([("table", pa.string()), *CELLS])
"""One row for each cell that differs, whatever its table."""


@dataclass(slots=True)
class PackageDifference:
    """What differs between two packages. `cells`: the file of every difference, if one was asked for."""

    tables: list[TableDifference] = field(default_factory=list)
    cells: Path | None = None
    lang: str | None = None

    @property
    def same(self) -> bool:
        """Whether both hold the same tables, fields and rows."""
        return all(table.same for table in self.tables)

    @property
    def exit_code(self) -> int:
        """0: the same; 1: they differ."""
        return 0 if self.same else 1

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data, personal values masked."""
        return {"same": self.same, "tables": [table.as_dict() for table in self.tables]}

    def text(self) -> str:
        """Return a summary for a terminal."""
        return differences_text(self.tables, self.lang)


def compare(
    old: Path,
    new: Path,
    tables: Sequence[str],
    ignore: Sequence[str],
    out: Path | None,
    lang: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> PackageDifference:
    """Compare two packages, table by table.

    Args:
        old: a package.
        new: another, of the same schemas or of another version of them.
        tables: those to compare (all, if empty).
        ignore: fields that are not compared (`id_source`, between two products).
        out: the file that gets every difference (personal data included): Parquet, or CSV if it is named so.
        lang: language of the summary.
        progress: called with (rows read, rows in all, of both packages).

    Raises:
        UsageError: not a package, a table that neither has, or `out` cannot be written.
        InputError: a file of a package is damaged.
    """
    packages = read_package(old), read_package(new)
    named = list(dict.fromkeys(name for package in packages for name in package.tables))
    for name in tables:
        if name not in named:
            raise UsageError("usage.unknown_table", value=name, nearest=nearest(name, tuple(named)) or "")
    done = PackageDifference(cells=out, lang=lang)
    read = [package.tables[name].rows for package in packages for name in tables or named if name in package.tables]
    advance = counted(progress, sum(read))
    sink = _sink(out) if out else None
    try:
        with tempfile.TemporaryDirectory(prefix="collecdata-") as scratch:
            for name in tables or named:
                done.tables.append(_table(name, packages, ignore, sink, Path(scratch), advance))
        if sink:
            sink.commit()
    finally:
        if sink:
            sink.abort()
    return done


def _sink(out: Path) -> ParquetSink | CsvSink:
    return CsvSink(out, ROWS.names) if out.suffix.lower() == ".csv" else ParquetSink(out, ROWS)


def _table(
    name: str,
    packages: tuple[Package, Package],
    ignore: Sequence[str],
    sink: ParquetSink | CsvSink | None,
    scratch: Path,
    advance: Callable[[int], None],
) -> TableDifference:
    old, new = _both_sides(name, packages)
    done = TableDifference(name, old.rows, new.rows)
    skipped = {*ignore, *PROVENANCE}
    done.only_old = [name for name in old.columns if name not in {*new.columns, *skipped}]
    done.only_new = [name for name in new.columns if name not in {*old.columns, *skipped}]
    both = [name for name in old.columns if name in new.columns and name not in skipped]
    key = _key(old, new, both)
    named = {*key, *_of_a_row(old, new)}
    sides = _Sides(old, new, key, [name for name in both if name not in named], advance)
    _differences(sides, done, sink, scratch)
    done.sums = list(_sums(old, new, both))
    return done


def _both_sides(name: str, packages: tuple[Package, Package]) -> tuple[Stored, Stored]:
    """Return the table of each package; one that a package does not have has no row there."""
    found = [package.tables.get(name) for package in packages]
    there = found[0] or found[1]
    assert there is not None  # noqa: S101 - the names are those of the packages
    old, new = (one or replace(there, files=()) for one in found)
    return old, new


def _key(old: Stored, new: Stored, both: Sequence[str]) -> list[str]:
    """Return what a row is known by: the key of comparison that every row fills, else the primary key that both have.

    Without either, a row is known by all that it holds.
    """
    own = [key for key in _comparison_keys(old, new) if set(key) <= set(both)]
    if own:
        whole = (key for key in own if not any(side.has_null(key) for side in (old, new)))
        return list(next(whole, own[-1]))
    keys = [side.schema.get("primaryKey", ()) for side in (old, new)]
    same = keys[0] == keys[1] and keys[0] and set(keys[0]) <= set(both)
    return list(keys[0]) if same else list(both)


def _comparison_keys(old: Stored, new: Stored) -> Sequence[Sequence[str]]:
    """Return the keys of comparison of the table, the best first: those of the newer schema."""
    said = (side.schema.get("collecdata", {}).get("comparaison", ()) for side in (new, old))
    return next((keys for keys in said if keys), ())


def _of_a_row(old: Stored, new: Stored) -> Sequence[str]:
    """Return what names a row of one extraction alone, and is not compared: the primary key, where another serves."""
    return new.schema.get("primaryKey", ()) if _comparison_keys(old, new) else ()


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both versions of a table, read alike: a field whose type is not the same is compared as text."""

    old: Stored
    new: Stored
    key: Sequence[str]
    compared: Sequence[str]
    advance: Callable[[int], None]
    """Told the rows of the first reading of each side; those that differ are read again."""

    def readers(self) -> tuple[Read, Read]:
        named = (*self.key, *self.compared)
        as_text = {name for name in named if self.old.field_type(name) != self.new.field_type(name)}

        def reader(side: Stored) -> Read:
            def read(names: Sequence[str]) -> Iterator[pa.RecordBatch]:
                for batch in side.batches(names, encoded=True):
                    yield _cast(batch, as_text) if as_text else batch
                    if SOURCE not in names:
                        self.advance(batch.num_rows)

            return read

        return reader(self.old), reader(self.new)


def _cast(batch: pa.RecordBatch, names: set[str]) -> pa.RecordBatch:
    columns = [
        column.cast(pa.string()) if name in names else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _differences(sides: _Sides, done: TableDifference, sink: ParquetSink | CsvSink | None, scratch: Path) -> None:
    classes = _classes(sides.new)
    fields: Counter[str] = Counter()
    for found in differences(sides.key, sides.compared, *sides.readers(), scratch):
        done.added, done.removed = done.added + found.added, done.removed + found.removed
        done.changed += found.changed
        fields.update(found.by_field)
        done.examples += _examples(found.cells.slice(0, EXAMPLES - len(done.examples)), sides.key, done.table, classes)
        if sink and found.cells.num_rows:
            names = texts([done.table] * found.cells.num_rows)
            sink.write(pa.RecordBatch.from_arrays([names, *found.cells.columns], schema=ROWS))
    done.by_field = dict(fields)


def _classes(stored: Stored) -> Classes:
    """Return the classes that the package itself states."""
    extras = {one["name"]: one.get("collecdata", {}) for one in stored.fields}
    known = {name: extra["confidentialite"] for name, extra in extras.items() if "confidentialite" in extra}
    return Classes({(stored.id, name): level for name, level in known.items()})


def _examples(cells: pa.RecordBatch, key: Sequence[str], table: str, classes: Classes) -> Iterator[Example]:
    shown = classes.shown(table, ",".join(key))
    for row in cells.to_pylist():
        name = row["champ"] or ""
        values = [row[side] for side in ("ancienne", "nouvelle")]
        old, new = (value if value is None else classes.show(table, name, value) for value in values)
        side = "ancienne" if row["ancienne_ligne"] is not None else "nouvelle"
        where = f"{row[f'{side}_source']}:{row[f'{side}_ligne']}"
        yield Example(row["changement"], row["cle"] if shown else mask(row["cle"]), name, old, new, where)


def _sums(old: Stored, new: Stored, both: Sequence[str]) -> Iterator[SumDifference]:
    """Give the sums of decimal fields, by exercice, that are not the same."""
    types = {name: (old.field_type(name), new.field_type(name)) for name in both}
    names = [name for name, (before, after) in types.items() if before == after and before[0] == "number"]
    totals: list[dict[tuple[str, str], Decimal]] = []
    for side in (old, new):
        total: dict[tuple[str, str], Decimal] = {}
        for batch in side.batches([*names, *({YEAR} & {*both})]) if names else ():
            total = add_sums(total, sums(names, batch))
        totals.append(total)
    for name, year in sorted(totals[0].keys() | totals[1].keys()):
        before, after = (total.get((name, year), Decimal(0)) for total in totals)
        if before != after:
            yield SumDifference(name, year, before, after)
