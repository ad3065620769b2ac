"""Whether a package may be published: what a domain forbids stops the run, with the article that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.domains import rules
from collecdata.errors import UsageError
from collecdata.flow.finish import read_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from collecdata.domains import Publication
    from collecdata.flow.lot import LotRun
    from collecdata.issues import Issue
    from collecdata.sinks.stored import Package

    Read = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]

__all__ = ["PublicationError", "allow_package", "allow_run", "refusals"]


class PublicationError(UsageError):
    """What was asked to be published may not be: the whole run stops, for one lot as for many."""


def allow_run(run: LotRun, asked: Publication) -> None:
    """Raise `PublicationError` if what a lot wrote may not be published."""
    written = {name: table for name, table in run.tables.items() if table.measures.rows}
    _allow(
        {name: partial(read_columns, table) for name, table in written.items()},
        {name: tuple(table.schema.names) for name, table in written.items()},
        asked,
    )


def allow_package(package: Package, asked: Publication) -> None:
    """Raise `PublicationError` if a package may not be published."""
    _allow(
        {name: table.batches for name, table in package.tables.items()},
        {name: table.columns for name, table in package.tables.items()},
        asked,
    )


def _allow(read: Mapping[str, Read], columns: Mapping[str, Sequence[str]], asked: Publication) -> None:
    found = list(refusals(read, columns, asked, tuple(read)))
    if found:
        first = found[0]
        params = {name: value for name, value in first.params.items() if name != "count"}
        raise PublicationError(first.code, at=None, table=first.table, count=first.count, **params)


def refusals(
    read: Mapping[str, Read], columns: Mapping[str, Sequence[str]], asked: Publication, tables: Sequence[str]
) -> Iterator[Issue]:
    """Say what forbids to publish some of the tables read, each issue a refusal."""
    for domain in dict.fromkeys(name.partition(".")[0] for name in read):
        for rule in rules(domain).publish:
            if rule.table in tables and rule.table in read:
                yield from rule.apply(
                    {
                        name: _columns(read[name], wanted, columns[name])
                        for name, wanted in rule.tables.items()
                        if name in read
                    },
                    asked,
                )


def _columns(read: Read, wanted: Iterable[str], there: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Read columns; one that was not kept is null: what it would say is not known."""
    names = tuple(wanted)
    for batch in read([name for name in names if name in there]):
        arrays = [
            batch.column(name) if name in batch.schema.names else pa.nulls(batch.num_rows, pa.string())
            for name in names
        ]
        yield pa.RecordBatch.from_arrays(arrays, names=list(names))
