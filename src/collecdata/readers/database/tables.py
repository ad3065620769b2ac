"""What a database holds that is to be read: tables and queries, their columns, the order of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collecdata.kernels.stream import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collecdata.readers.database.options import DatabaseOptions

__all__ = ["Asked", "asked_of", "not_read"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One record set: the statement that gives its rows, and the one that counts them. As text: it travels."""

    name: str
    columns: tuple[str, ...]
    rows: str
    count: str


def asked_of(connection: sa.Connection, options: DatabaseOptions) -> Iterator[Asked]:
    """Give the tables and views that are to be read, in order of name, then the queries.

    Rows come in the order of the primary key, where there is one: the same run gives the same result.
    """
    inspector = sa.inspect(connection)
    schema = options.db_schema
    for name in _names(inspector, schema):
        if options.reads(name):
            columns = [column["name"] for column in inspector.get_columns(name, schema)]
            key = inspector.get_pk_constraint(name, schema)["constrained_columns"] or []
            yield _of_table(connection, sa.table(name, *map(sa.column, columns), schema=schema), key)
    for name, query in options.queries.items():
        yield _of_query(connection, name, query.strip().rstrip(";"))


def not_read(connection: sa.Connection, options: DatabaseOptions) -> Iterator[tuple[str, int]]:
    """Give the tables that have rows, are not read, and are not left out by name; with their number of rows."""
    inspector = sa.inspect(connection)
    for name in inspector.get_table_names(options.db_schema):
        if not options.reads(name) and not options.ignores(name):
            table = sa.table(name, schema=options.db_schema)
            count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            if count:
                yield name, count


def _names(inspector: sa.Inspector, schema: str | None) -> list[str]:
    return sorted({*inspector.get_table_names(schema), *inspector.get_view_names(schema)})


def _of_table(connection: sa.Connection, table: sa.TableClause, key: list[str]) -> Asked:
    rows = sa.select(*table.c).order_by(*(table.c[name] for name in key))
    count = sa.select(sa.func.count()).select_from(table)
    return Asked(table.name, _called(table.c.keys()), _written(connection, rows), _written(connection, count))


def _of_query(connection: sa.Connection, name: str, query: str) -> Asked:
    counted = f"SELECT count(*) FROM ({query}) collecdata_requete"  # noqa: S608 - the query of the adapter itself
    with connection.execute(sa.text(query).execution_options(stream_results=True)) as result:
        return Asked(name, _called(result.keys()), query, counted)


def _called(columns: Iterable[str]) -> tuple[str, ...]:
    """Name the columns; one that bears the name of one of ours (a table that we loaded) is the second of it.

    >>> _called(["siren", "_ligne"])
    ('siren', '_ligne#2')
    """
    return tuple(f"{name}#2" if name in RESERVED else name for name in columns)


def _written(connection: sa.Connection, statement: sa.Select[Any]) -> str:
    return str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
