"""The tables of a package, each loaded whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collecdata.catalogue.database import reason
from collecdata.catalogue.sqlalchemy import sql_table
from collecdata.errors import UsageError
from collecdata.issues import Issue, Severity
from collecdata.sinks.database.bulk import RoundingError
from collecdata.sinks.database.modes import Mode, store
from collecdata.sinks.database.references import add_references, drop_references, later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from collecdata.catalogue.database import Database
    from collecdata.catalogue.table import Table
    from collecdata.sinks.stored import Stored

__all__ = ["LoadedTable", "load_tables"]


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """One table: its name in the database, the rows of the package, those there before and after."""

    table: str
    name: str
    rows: int
    before: int
    after: int


def load_tables(
    database: Database,
    tables: Mapping[Table, Stored],
    mode: Mode,
    *,
    foreign_keys: bool,
    progress: Callable[[int, int], None] | None,
) -> Iterator[LoadedTable | Issue]:
    """Load tables one after the other; give what was loaded, and an issue for what the database refused.

    Args:
        database: where to.
        tables: canonical tables, and their rows.
        mode: what becomes of a table that is there already.
        foreign_keys: whether they are put in place.
        progress: called with (rows done, rows in all).

    Raises:
        UsageError: for one of the tables, the mode cannot be followed; nothing is written then.
        InputError: the database does not answer, or a file of the package is damaged.
    """
    made = _tables(tables, keys=foreign_keys)
    advance = _Progress(progress, sum(stored.rows for stored in tables.values()))
    with database.connect() as connection:
        _refuse(made, mode, connection)
        if mode is Mode.REPLACE and later(connection):
            drop_references(connection, made)
        loaded = []
        for stored, table in zip(tables.values(), made, strict=True):
            outcome = _load(_Job(connection, database, mode, advance), stored, table)
            loaded += [table] if isinstance(outcome, LoadedTable) else []
            yield outcome
        for key in add_references(connection, loaded) if later(connection) else ():
            yield _orphans(key)


def _tables(tables: Mapping[Table, Stored], *, keys: bool) -> list[sa.Table]:
    """Make the tables, with the columns that the package has and the foreign keys whose target it has."""
    metadata = sa.MetaData()
    made = [sql_table(one, metadata, columns=stored.columns, foreign_keys=keys) for one, stored in tables.items()]
    for table in made:
        for key in [key for key in table.foreign_key_constraints if _target(key) not in metadata.tables]:
            table.constraints.remove(key)
    return made


def _target(key: sa.ForeignKeyConstraint) -> str:
    return str(key.elements[0].target_fullname).partition(".")[0]


def _refuse(tables: Sequence[sa.Table], mode: Mode, connection: sa.Connection) -> None:
    """Refuse, before anything is written, what cannot be done for one of the tables."""
    there = {*sa.inspect(connection).get_table_names()}
    taken = [table.name for table in tables if table.name in there]
    if mode is Mode.CREATE and taken:
        raise UsageError("load.exists", tables=", ".join(taken))
    keyless = [table.name for table in tables if not list(table.primary_key)]
    if mode is Mode.UPSERT and keyless:
        raise UsageError("load.no_key", tables=", ".join(keyless))


@dataclass(frozen=True, slots=True)
class _Job:
    """What every table is loaded with."""

    connection: sa.Connection
    database: Database
    mode: Mode
    advance: _Progress


def _load(job: _Job, stored: Stored, table: sa.Table) -> LoadedTable | Issue:
    """Load one table: all of it, or nothing."""
    connection, columns = job.connection, [column.name for column in table.columns]
    try:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")  # else the creation of the table is not undone with the rest
        before = _count(connection, table) if job.mode in {Mode.APPEND, Mode.UPSERT} else 0
        rows = store(connection, table, job.mode, job.advance.of(stored.batches(columns)))
        after = _count(connection, table)
        fewest = max(rows, before) if job.mode is Mode.UPSERT else rows + before
        if rows == stored.rows and fewest <= after <= rows + before:
            connection.commit()
            return LoadedTable(stored.id, table.name, rows, before, after)
    except (sa.exc.SQLAlchemyError, connection.dialect.loaded_dbapi.Error) as error:
        connection.rollback()
        return _refusal(error, table, stored.id, job.database)
    except RoundingError as error:
        connection.rollback()
        return Issue("load.too_precise", Severity.ERROR, table=stored.id, field=str(error))
    connection.rollback()
    return Issue(
        "load.count", Severity.ERROR, table=stored.id, params={"rows": str(rows), "found": str(after - before)}
    )


def _refusal(error: Exception, table: sa.Table, name: str, database: Database) -> Issue:
    """Say a refusal: a key that is there twice in our words, anything else in those of the database, without values."""
    cause = type(getattr(error, "orig", None) or error).__name__
    if cause in {"IntegrityError", "UniqueViolation"}:
        key = ", ".join(column.name for column in table.primary_key)
        return Issue("load.duplicate", Severity.ERROR, table=name, field=key)
    words = reason(error, database) if isinstance(error, sa.exc.SQLAlchemyError) else str(error).partition("\n")[0]
    names = {table.name, *(column.name for column in table.columns)}
    shown = re.sub(r"(['\"])(.*?)\1", lambda quoted: quoted[0] if quoted[2] in names else "…", words)
    return Issue("load.refused", Severity.ERROR, table=name, params={"reason": shown})


def _orphans(key: sa.ForeignKeyConstraint) -> Issue:
    table, parent = (str(one.info["table"]) for one in (key.table, key.referred_table))
    fields = ", ".join(key.column_keys)
    return Issue("load.reference", Severity.WARNING, table=table, field=fields, params={"reference": parent})


def _count(connection: sa.Connection, table: sa.Table) -> int:
    if not sa.inspect(connection).has_table(table.name):
        return 0
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


@dataclass(slots=True)
class _Progress:
    """Rows done, told as they pass."""

    told: Callable[[int, int], None] | None
    total: int
    rows: int = 0

    def of(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            self.rows += batch.num_rows
            if self.told:
                self.told(self.rows, self.total)
