"""Foreign keys of loaded tables: put in place once all rows are there, so that the order of tables is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint, DropConstraint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["add_references", "drop_references", "later"]


def later(connection: sa.Connection) -> bool:
    """Say whether foreign keys are added after the rows; SQLite has them in the table, and does not enforce them."""
    return connection.dialect.name != "sqlite"


def drop_references(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Take away the foreign keys that tables about to be replaced have, and those that point to them."""
    found = sa.inspect(connection)
    names = {table.name for table in tables}
    for name in found.get_table_names():
        holder = sa.Table(name, sa.MetaData())
        for key in found.get_foreign_keys(name):
            if key["name"] and (name in names or key["referred_table"] in names):
                constraint = sa.ForeignKeyConstraint([], [], name=key["name"])
                holder.append_constraint(constraint)
                connection.execute(DropConstraint(constraint))
    connection.commit()


def add_references(connection: sa.Connection, tables: Sequence[sa.Table]) -> Iterator[sa.ForeignKeyConstraint]:
    """Add the foreign keys whose two tables are there; give those that rows without parent make the database refuse."""
    there = {*sa.inspect(connection).get_table_names()}
    for table in tables:
        present = {key["name"] for key in sa.inspect(connection).get_foreign_keys(table.name)}
        for key in sorted(table.foreign_key_constraints, key=lambda one: str(one.name)):
            if key.referred_table.name not in there or key.name in present:
                continue
            try:
                connection.execute(AddConstraint(key))
                connection.commit()
            except sa.exc.DBAPIError:
                connection.rollback()
                yield key
