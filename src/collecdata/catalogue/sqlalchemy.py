"""The SQLAlchemy table of a canonical table: types, keys and comments, for any database SQLAlchemy speaks to."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import DATETIME, MEDIUMTEXT
from sqlalchemy.schema import CreateTable, DDLElement, SetColumnComment, SetTableComment

from collecdata.catalogue.arrow import PRECISION
from collecdata.catalogue.canonical import sql_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from collecdata.catalogue.table import Field, ForeignKey, Table

__all__ = ["sql_ddl", "sql_metadata", "sql_table"]

_MYSQL = ("mysql", "mariadb")
_EXACT = "utf8mb4_bin"
"""Collation under which MySQL tells `É` from `e`, as every other database and our own keys do."""
_LONGEST_NAME = 60
"""Characters of a name: PostgreSQL takes 63, MySQL 64."""
_KEY_LENGTH = 255
_INDEX_BYTES, _CHARACTER, _COLUMN = 3072, 4, 16
"""What MySQL allows the columns of a key together; what a character takes; what any column takes besides."""
_TEXT: sa.types.TypeEngine[Any] = sa.Text().with_variant(MEDIUMTEXT(collation=_EXACT), *_MYSQL)
_TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": sa.DateTime().with_variant(DATETIME(fsp=6), *_MYSQL),
    "time": sa.Time(),
    "year": sa.SmallInteger(),
}


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


def sql_table(
    table: Table,
    metadata: sa.MetaData | None = None,
    *,
    generated: bool = True,
    foreign_keys: bool = True,
    columns: Sequence[str] = (),
) -> sa.Table:
    """Return one table.

    Args:
        table: a canonical table.
        metadata: what to put it in; with foreign keys, their targets must be there too to create it.
        generated: with the `<champ>_source` companions, `_source` and `_ligne`.
        foreign_keys: with its foreign keys.
        columns: those to keep (all, if empty); a key that loses one of its own is left out.
    """
    kept = set(columns or (field.name for field in table.output_fields))
    keys = [key for key in table.foreign_keys if foreign_keys and kept.issuperset(key.fields)]
    return _table(table, metadata or sa.MetaData(), keys, generated=generated, kept=kept)


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


def _table(
    table: Table,
    metadata: sa.MetaData,
    foreign_keys: Iterable[ForeignKey],
    *,
    generated: bool,
    kept: Container[str] | None = None,
) -> sa.Table:
    fields = [one for one in (table.output_fields if generated else table.fields) if kept is None or one.name in kept]
    names = {field.name for field in fields}
    primary = table.primary_key if names.issuperset(table.primary_key) else ()
    lengths = _key_lengths(table)
    return sa.Table(
        sql_name(table.id),
        metadata,
        *(_column(field, primary=field.name in primary, length=lengths.get(field.name)) for field in fields),
        *(_foreign_key(key, table) for key in foreign_keys),
        comment=table.title,
        info={"table": table.id},
    )


def _key_lengths(table: Table) -> dict[str, int]:
    """Give the text columns of keys the length that MySQL needs; those without one share what is left of the index."""
    lengths: dict[str, int] = {}
    for names in (table.primary_key, *(key.fields for key in table.foreign_keys)):
        texts = [table.field(name) for name in names if name in table and table.field(name).type == "string"]
        known = {one.name: one.constraints.maxLength for one in texts}
        room = (_INDEX_BYTES - _COLUMN * len(names)) // _CHARACTER
        left = room - sum(length or 0 for length in known.values())
        share = min(_KEY_LENGTH, left // max(1, sum(length is None for length in known.values())))
        for name, length in known.items():
            lengths[name] = min(length or share, lengths.get(name, _KEY_LENGTH))
    return lengths


def _column(field: Field, *, primary: bool, length: int | None) -> sa.Column[Any]:
    return sa.Column(
        field.name,
        _type(field, length),
        primary_key=primary,
        autoincrement=False,
        nullable=not field.required,
        unique=field.constraints.unique or None,
        comment=f"{field.title}. {field.description}".strip(),
        info={"confidentialite": field.confidentialite, "vocabulaire": field.vocabulaire},
    )


def _type(field: Field, key_length: int | None) -> sa.types.TypeEngine[Any]:
    if field.type == "number":
        return sa.Numeric(PRECISION, field.decimales or 0)
    if field.type != "string":
        return _TYPES[field.type]
    length = field.constraints.maxLength
    plain: sa.types.TypeEngine[Any] = sa.String(length) if length else sa.Text()
    bounded = length or key_length
    return plain.with_variant(sa.String(bounded, collation=_EXACT), *_MYSQL) if bounded else _TEXT


def _foreign_key(key: ForeignKey, table: Table) -> sa.ForeignKeyConstraint:
    target = sql_name(key.table)
    name = f"fk_{sql_name(table.id)}_{'_'.join(key.fields[1:] or key.fields)}"
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 9]}_{zlib.crc32(name.encode()):08x}"
    return sa.ForeignKeyConstraint(key.fields, [f"{target}.{field}" for field in key.reference], name=name)
