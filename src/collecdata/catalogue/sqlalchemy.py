"""The SQLAlchemy table of a canonical table: types, keys and comments, for any database SQLAlchemy speaks to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, DDLElement, SetColumnComment, SetTableComment

from collecdata.catalogue.arrow import PRECISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collecdata.catalogue.table import Field, ForeignKey, Table

__all__ = ["sql_ddl", "sql_metadata", "sql_name", "sql_table"]

_KEY_LENGTH = 255
"""Length of text keys where the database wants one (MySQL cannot index unbounded text)."""
_TEXT: sa.types.TypeEngine[Any] = sa.Text()
_KEY: sa.types.TypeEngine[Any] = sa.Text().with_variant(sa.String(_KEY_LENGTH), "mysql", "mariadb")
_TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": sa.DateTime(),
    "time": sa.Time(),
    "year": sa.SmallInteger(),
}


def sql_name(table_id: str) -> str:
    """Return the name of a table in a database.

    >>> sql_name("compta.ecriture")
    'compta_ecriture'
    """
    return table_id.replace(".", "_")


def sql_metadata(tables: Iterable[Table], *, generated: bool = True, foreign_keys: bool = True) -> sa.MetaData:
    """Return the tables together, ready for `create_all`; foreign keys to tables that are not among them are left out.

    Args:
        tables: canonical tables.
        generated: with the `<champ>_source` companions, `_source` and `_ligne`.
        foreign_keys: whether the database is asked to enforce them (data with orphans could not be loaded).
    """
    metadata = sa.MetaData()
    chosen = {table.id: table for table in tables}
    for table in chosen.values():
        kept = [key for key in table.foreign_keys if foreign_keys and key.table in chosen]
        _table(table, metadata, kept, generated=generated)
    return metadata


def sql_table(table: Table, metadata: sa.MetaData | None = None, *, generated: bool = True) -> sa.Table:
    """Return one table, with all its foreign keys (their targets must be put in the same `metadata` to create it)."""
    return _table(table, metadata or sa.MetaData(), table.foreign_keys, generated=generated)


def sql_ddl(table: Table, dialect: str = "postgresql", *, generated: bool = True) -> str:
    """Return the SQL that creates one table, without its foreign keys. Raises `KeyError` for an unknown dialect."""
    try:
        chosen: sa.Dialect = sa.dialects.registry.load(dialect)()
    except sa.exc.NoSuchModuleError:
        raise KeyError(dialect) from None
    made = _table(table, sa.MetaData(), (), generated=generated)
    statements: list[DDLElement] = [CreateTable(made)]
    if chosen.supports_comments and not chosen.inline_comments:
        statements += [SetTableComment(made), *(SetColumnComment(column) for column in made.columns)]
    return "".join(f"{str(statement.compile(dialect=chosen)).strip()};\n" for statement in statements)


def _table(table: Table, metadata: sa.MetaData, foreign_keys: Iterable[ForeignKey], *, generated: bool) -> sa.Table:
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    fields = table.output_fields if generated else table.fields
    return sa.Table(
        sql_name(table.id),
        metadata,
        *(_column(field, table, key=field.name in keys) for field in fields),
        *(_foreign_key(key, table) for key in foreign_keys),
        comment=table.title,
        info={"table": table.id},
    )


def _column(field: Field, table: Table, *, key: bool) -> sa.Column[Any]:
    return sa.Column(
        field.name,
        _type(field, key=key),
        primary_key=field.name in table.primary_key,
        autoincrement=False,
        nullable=not field.required,
        unique=field.constraints.unique or None,
        comment=f"{field.title}. {field.description}".strip(),
        info={"confidentialite": field.confidentialite, "vocabulaire": field.vocabulaire},
    )


def _type(field: Field, *, key: bool) -> sa.types.TypeEngine[Any]:
    if field.type == "number":
        return sa.Numeric(PRECISION, field.decimales or 0)
    if field.type == "string":
        length = field.constraints.maxLength
        return sa.String(length) if length else (_KEY if key else _TEXT)
    return _TYPES[field.type]


def _foreign_key(key: ForeignKey, table: Table) -> sa.ForeignKeyConstraint:
    target = sql_name(key.table)
    name = f"fk_{sql_name(table.id)}_{'_'.join(key.fields[1:] or key.fields)}"
    return sa.ForeignKeyConstraint(key.fields, [f"{target}.{field}" for field in key.reference], name=name)
