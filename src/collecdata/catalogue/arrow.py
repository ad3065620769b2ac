"""The Arrow schema of a table."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.table import Field, Table

__all__ = ["PRECISION", "arrow_schema", "arrow_type", "checked_schema"]

PRECISION = 18
"""Digits of every decimal: 64 bits hold them, and Parquet stores them as integers."""

_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "time": pa.time32("s"),
    "year": pa.int16(),
}


def arrow_type(field: Field) -> pa.DataType:
    """Return the Arrow type of one field.

    >>> from collecdata.catalogue.table import Field
    >>> str(arrow_type(Field("debit", "number", decimales=2)))
    'decimal128(18, 2)'
    """
    if field.type == "number":
        return pa.decimal128(PRECISION, field.decimales or 0)
    return _TYPES[field.type]


@lru_cache(maxsize=1024)
def arrow_schema(table: Table, *, generated: bool = True) -> pa.Schema:
    """Return the Arrow schema of a table; all columns are nullable (the checks, not the type, say what is required).

    Args:
        table: the canonical table.
        generated: with the `<champ>_source` companions, `_source` and `_ligne`.

    Returns:
        Fields in descriptor order, each with the metadata `title`, `confidentialite` and, for codes, `vocabulaire`.
    """
    fields = table.output_fields if generated else table.fields
    return pa.schema(
        [pa.field(field.name, arrow_type(field), metadata=_metadata(field)) for field in fields],
        metadata={"table": table.id, "title": table.title},
    )


def checked_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of rows that passed the checks: what is required is not nullable, nor is provenance."""
    never_null = {field.name for field in table.fields if field.required} | {SOURCE, LINE}
    schema = arrow_schema(table)
    return pa.schema([field.with_nullable(field.name not in never_null) for field in schema], schema.metadata)


def _metadata(field: Field) -> dict[str, str]:
    metadata = {"title": field.title, "confidentialite": str(field.confidentialite)}
    return metadata | {"vocabulaire": field.vocabulaire} if field.vocabulaire else metadata
