"""What becomes of a table that is there already, so that a load cut short leaves nothing half there.

PostgreSQL and SQLite undo the creation of a table with the rest of a transaction. MySQL and MariaDB do not: there, rows
go to a table beside, which takes its name at the end, in one statement.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint

from collecdata.sinks.database.bulk import insert
from collecdata.sinks.database.references import later

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

__all__ = ["Mode", "store"]

BESIDE, FORMER = "__chargement", "__ancienne"


class Mode(StrEnum):
    """`create`: a new table. `replace`: in place of the old one. `append`: after its rows. `upsert`: by primary key."""

    CREATE = "create"
    REPLACE = "replace"
    APPEND = "append"
    UPSERT = "upsert"


def store(connection: sa.Connection, table: sa.Table, mode: Mode, batches: Iterable[pa.RecordBatch]) -> int:
    """Store rows, inside one transaction (the caller commits); return how many came.

    A table that `append` and `upsert` do not find is created.

    Raises:
        sqlalchemy.exc.DBAPIError, or an error of the driver: the database refuses.
    """
    there = sa.inspect(connection).has_table(table.name)
    if mode is Mode.UPSERT and there:
        return _upsert(connection, table, batches)
    if mode is Mode.APPEND and there:
        return insert(connection, table, batches)
    if connection.dialect.name in {"mysql", "mariadb"}:
        return _beside(connection, table, batches, replaced=there)
    if there:
        table.drop(connection)
    made = _named(table, table.name, keyed=False) if later(connection) else table
    made.create(connection)
    rows = insert(connection, made, batches)
    if later(connection) and list(table.primary_key):
        connection.execute(AddConstraint(table.primary_key))  # faster once than kept up row after row
    return rows


def _beside(connection: sa.Connection, table: sa.Table, batches: Iterable[pa.RecordBatch], *, replaced: bool) -> int:
    beside, former = (_named(table, table.name + suffix) for suffix in (BESIDE, FORMER))
    for left in (beside, former):
        left.drop(connection, checkfirst=True)  # what a load that was killed left
    beside.create(connection)
    rows = insert(connection, beside, batches)
    quote = connection.dialect.identifier_preparer.quote
    renames = [(beside.name, table.name)]
    if replaced:
        renames.insert(0, (table.name, former.name))
    connection.exec_driver_sql("RENAME TABLE " + ", ".join(f"{quote(old)} TO {quote(new)}" for old, new in renames))
    former.drop(connection, checkfirst=True)
    return rows


def _upsert(connection: sa.Connection, table: sa.Table, batches: Iterable[pa.RecordBatch]) -> int:
    """Bring rows to a temporary table, then put each in place of the one with its key, or after the others."""
    beside = _named(table, table.name + BESIDE, prefixes=["TEMPORARY"])
    beside.create(connection, checkfirst=False)
    rows = insert(connection, beside, batches)
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    rest = [name for name in names if name not in keys]
    quote = connection.dialect.identifier_preparer.quote
    listed = ", ".join(map(quote, names))
    # S608: names only, quoted by the dialect. `WHERE true` is how SQLite tells ON CONFLICT from a join.
    statement = f"INSERT INTO {quote(table.name)} ({listed}) SELECT {listed} FROM {quote(beside.name)} WHERE true"  # noqa: S608
    if connection.dialect.name in {"mysql", "mariadb"}:
        updates = ", ".join(f"{quote(name)} = VALUES({quote(name)})" for name in rest or keys)
        statement += f" ON DUPLICATE KEY UPDATE {updates}"
    else:
        updates = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in rest or keys)
        statement += f" ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET {updates}"
    connection.exec_driver_sql(statement)
    beside.drop(connection)
    return rows


def _named(table: sa.Table, name: str, prefixes: Iterable[str] = (), *, keyed: bool = True) -> sa.Table:
    """Return a table like this one, without its foreign keys, nor its primary key if not `keyed`."""
    columns = [
        sa.Column(
            one.name,
            one.type,
            primary_key=keyed and one.primary_key,
            nullable=one.nullable,
            autoincrement=False,
            comment=one.comment,
        )
        for one in table.columns
    ]
    return sa.Table(name, sa.MetaData(), *columns, prefixes=list(prefixes), comment=table.comment)
