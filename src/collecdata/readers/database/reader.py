"""The reader `database`: each table or query is a record set, read through a server-side cursor."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from collecdata.catalogue.database import Database, reason
from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import cells, from_int64, texts
from collecdata.kernels.mojibake import recoded_twice
from collecdata.kernels.stream import LINE, RANK, Batch, Tally
from collecdata.readers.base import Layout, Split
from collecdata.readers.database.options import DatabaseOptions
from collecdata.readers.database.tables import asked_of, not_read
from collecdata.readers.database.values import as_text
from collecdata.readers.marcxml.cells import expanded, sets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import BaseModel

    from collecdata.readers.base import Reader
    from collecdata.readers.database.tables import Asked
    from collecdata.readers.marc.options import MarcCells
    from collecdata.readers.source import Source

__all__ = ["READER", "DatabaseReader"]

_SNAPSHOTS = frozenset({"postgresql", "mysql", "mariadb"})
"""Databases of which one transaction may see the same state from its beginning to its end."""
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What is asked of the database, and how many rows at a time."""

    asked: tuple[Asked, ...]
    rows: int
    marcxml: Mapping[str, MarcCells]

    def gives(self, asked: Asked, name: str | None) -> bool:
        """Whether a table or query gives a record set (None: any)."""
        own = self.marcxml.get(asked.name)
        return name in (None, asked.name) or (own is not None and name in own.record_sets)


class DatabaseReader:
    """Databases by their address, and files of SQLite. Without state: a connection lasts as long as one call.

    The unit of account is the row: the database counts them, in the same transaction, before they are read.
    """

    name = "database"
    options: type[BaseModel] = DatabaseOptions

    def fits(self, source: Source, head: bytes) -> bool:
        """Whether this is the address of a database, or a file of SQLite."""
        return bool(source.address) or (source.plain and head.startswith(_SQLITE))

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix the tables and their columns.

        Raises:
            UsageError: see `Database.at` and `Database.connect`.
            InputError: the database does not answer, or has no table that is to be read.
        """
        wanted = DatabaseOptions.model_validate(options.model_dump())
        database = _at(source)
        with _connected(source, database) as connection:
            asked = tuple(asked_of(connection, wanted))
            left = list(not_read(connection, wanted))
        if not asked:
            raise InputError("database.no_table", source=source.name)
        columns = {one.name: one.columns for one in asked}
        return Layout(
            reader=self.name,
            source=source,
            record_sets=columns | sets_of(wanted.marcxml, columns),
            facts={"dialect": database.dialect, "base": database.url.database or ""},
            dialect=_Dialect(asked, wanted.rows, wanted.marcxml),
            issues=tuple(
                Issue(
                    "table.not_read", Severity.WARNING, source=source.name, params={"table": name, "rows": str(count)}
                )
                for name, count in left
            ),
        )

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Read every table, some rows at a time; what passes `observe` is the text of the rows.

        Raises:
            InputError: the database stops answering; what was read before has been given.
        """
        dialect: _Dialect = layout.dialect
        number = 0
        with _connected(layout.source, _at(layout.source)) as connection:
            for asked in dialect.asked:
                if dialect.gives(asked, layout.selected):
                    for batch in _batches(connection, layout.source.name, asked, dialect.rows):
                        _observe(batch, observe)
                        yield Split(layout, number, 0, 0, 1, batch)
                        number += 1

    def read(self, split: Split) -> Iterator[Batch]:
        """Give the rows of one split, which it carries, and the records that a column of them holds."""
        batch: Batch = split.detail
        wanted = split.layout.dialect.marcxml.get(batch.record_set)
        if wanted is None or wanted.column not in batch.data.schema.names:
            yield batch
        else:
            yield from expanded(batch, wanted)


READER: Reader = DatabaseReader()


def _at(source: Source) -> Database:
    return Database.at(source.address or f"sqlite:///{source.path}", source.credentials)


@contextmanager
def _connected(source: Source, database: Database) -> Iterator[sa.Connection]:
    """Open one transaction that only reads, and sees the database as it is when it begins, where it can."""
    try:
        with database.connect() as connection:
            if database.dialect in _SNAPSHOTS:
                connection.execution_options(isolation_level="REPEATABLE READ")
            connection.execution_options(stream_results=True)
            yield connection
    except sa.exc.SQLAlchemyError as error:
        # The error itself may hold the statement and the address: neither is chained.
        raise InputError("database.interrupted", source=source.name, reason=reason(error, database)) from None


def _batches(connection: sa.Connection, source: str, asked: Asked, size: int) -> Iterator[Batch]:
    """Read one record set; the first batch has the account of what the database counted."""
    counted = int(connection.exec_driver_sql(asked.count).scalar_one())
    read = 0
    with connection.execution_options(yield_per=size).exec_driver_sql(asked.rows) as result:
        for rows in result.partitions(size):
            batch = _batch(source, asked, list(zip(*rows, strict=True)), read, Tally(0 if read else counted, len(rows)))
            read += len(rows)
            yield batch
    if read != counted:
        params = {"table": asked.name, "rows": str(read), "counted": str(counted)}
        issue = Issue("database.changed", Severity.WARNING, source=source, params=params)
        yield Batch(source, _none(asked), asked.name, (issue,), tally=Tally(0 if read else counted))


def _batch(source: str, asked: Asked, columns: list[tuple[object, ...]], before: int, tally: Tally) -> Batch:
    arrays, issues = [], []
    lines = np.arange(before + 1, before + 1 + tally.records)
    for name, values in zip(asked.columns, columns, strict=True):
        column, bad = as_text(values)
        arrays.append(column)
        twice = np.flatnonzero(recoded_twice(column)).tolist()
        if bad:
            shown = tuple(str(values[row])[:_LONGEST_SHOWN] for row in bad)
            at = tuple(lines[bad].tolist())
            issues.append(Issue("encoding.undecodable", column=name, source=source, lines=at, values=shown))
        if twice:
            shown = tuple(column[row].as_py() for row in twice)
            at = tuple(lines[twice].tolist())
            issues.append(Issue("encoding.twice", Severity.WARNING, "", "", name, source, at, shown))
    data = pa.RecordBatch.from_arrays(
        [*arrays, from_int64(lines), from_int64(lines)], names=[*asked.columns, LINE, RANK]
    )
    return Batch(source, data, asked.name, tuple(issues), tally=tally)


_LONGEST_SHOWN = 200
"""Characters of a cell that is no text that are shown: it may be a picture."""


def _none(asked: Asked) -> pa.RecordBatch:
    columns = [texts([]) for _ in asked.columns]
    none = from_int64(np.zeros(0))
    return pa.RecordBatch.from_arrays([*columns, none, none], names=[*asked.columns, LINE, RANK])


def _observe(batch: Batch, observe: Callable[[memoryview], object]) -> None:
    for column in batch.data.columns[:-2]:
        seen = cells(column)
        observe(memoryview(seen.offsets.tobytes()))
        observe(memoryview(seen.data.tobytes()))
