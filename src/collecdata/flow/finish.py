"""Verdicts on whole tables, once all rows are written: keys, references, domain rules, declared totals."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from collecdata.checks.keys import foreign_key, unique_key
from collecdata.domains import rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from collecdata.checks.keys import Read
    from collecdata.flow.collect import TableFile
    from collecdata.flow.lot import LotRun

__all__ = ["finish_lot"]

BATCH = 1 << 16


def finish_lot(run: LotRun, scratch: Path) -> Iterator[Issue]:
    """Give the verdicts on the tables of one lot. Keys and references never cross lots."""
    with ExitStack() as opened:
        every = {name: _opened_once(table, opened) for name, table in run.tables.items()}
        read = {name: every[name] for name, table in run.tables.items() if table.measures.rows}
        for table in run.tables.values():
            if table.measures.rows:
                yield from _keys(table, read[table.table.id], scratch)
                yield from _references(table, read, scratch)
            if table.conflicts:
                count = table.conflicts
                params = {"count": str(count)}
                yield Issue("dedupe.conflict", Severity.WARNING, table=table.table.id, count=count, params=params)
        yield from _domain_rules(run, every)


def _opened_once(table: TableFile, opened: ExitStack) -> Read:
    """Read a table as `read_columns` does; a small one costs more to open than to read, and is read time and again.

    `pre_buffer`, on by default, would keep all the bytes read until the last batch: memory would grow with the table.
    """
    files: list[pq.ParquetFile] = []

    def read(names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        if not files:
            files.append(opened.enter_context(pq.ParquetFile(table.path, read_dictionary=[SOURCE], pre_buffer=False)))
        yield from files[0].iter_batches(BATCH, columns=list(names), use_threads=table.measures.rows > BATCH)

    return read


def read_columns(table: TableFile, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Read some columns of what was written, in order."""
    with pq.ParquetFile(table.path, read_dictionary=[SOURCE], pre_buffer=False) as file:
        yield from file.iter_batches(BATCH, columns=list(names))


def _keys(table: TableFile, read: Read, scratch: Path) -> Iterator[Issue]:
    """Prove the primary key, if it is kept, unique by the order the rows were written in, else by comparing them."""
    found: list[Issue] = []
    proven, whole = table.measures.ends is not None, set(table.table.primary_key) <= set(table.schema.names)
    if table.table.primary_key and whole and not proven:
        found += unique_key(table.table.id, table.table.primary_key, read, scratch)
    table.unique = bool(table.table.primary_key) and (proven or (whole and not found))
    for field in table.table.fields:
        if field.name in table.schema.names and field.constraints.unique and (field.name,) != table.table.primary_key:
            found += unique_key(table.table.id, (field.name,), read, scratch, null_repeats=False)
    yield from found


def _references(table: TableFile, read: Mapping[str, Read], scratch: Path) -> Iterator[Issue]:
    for link in table.table.foreign_keys:
        kept = set(link.fields) <= set(table.schema.names) and link.table in read
        if kept and all(table.measures.filled.get(name) for name in link.fields):
            table.checked_links += (link,)
            yield from foreign_key(table.table.id, link, read[table.table.id], read[link.table], scratch)


def _domain_rules(run: LotRun, read: Mapping[str, Read]) -> Iterator[Issue]:
    """Apply the rules whose tables the lot fills; one that got no row is empty, which is for the rule to judge."""
    for domain in dict.fromkeys(table.table.domain for table in run.tables.values()):
        for rule in rules(domain).finish:
            files = {name: run.tables[name] for name in rule.tables if name in run.tables}
            there = files.keys() == rule.tables.keys() and any(table.measures.rows for table in files.values())
            quiet = rule.look is not None and all(rule.name in table.quiet for table in files.values())
            if (
                there
                and not quiet
                and all(set(rule.tables[name]) <= set(table.schema.names) for name, table in files.items())
            ):
                yield from rule.apply({name: read[name](rule.tables[name]) for name in files})
