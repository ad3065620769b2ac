"""Arrow types of a shape, for the engines that write through pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from suite.shapes import Column, Shape

__all__ = ["arrow_schema", "arrow_type"]


def arrow_type(column: Column) -> pa.DataType:
    """Return the type a column is converted to."""
    if column.kind == "decimal":
        return pa.decimal128(column.precision, column.scale)
    return {"text": pa.string(), "integer": pa.int16(), "date": pa.date32(), "flag": pa.bool_()}[column.kind]


def arrow_schema(shape: Shape) -> pa.Schema:
    """Return the schema a shape is converted to."""
    return pa.schema([(column.name, arrow_type(column)) for column in shape.columns])
