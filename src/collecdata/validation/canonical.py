"""Values as texts that are equal when frictionless holds the values for equal: what keys are compared by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import texts

if TYPE_CHECKING:
    from collecdata.validation.descriptor import SchemaField

__all__ = ["of_proven", "of_value"]


def of_proven(field: SchemaField, values: pa.Array) -> pa.Array:
    """Rewrite texts that are proven of the field's type."""
    if field.type in ("integer", "year"):
        return pc.cast(pc.cast(pc.utf8_ltrim(values, characters="+"), pa.int64()), pa.string())
    if field.type == "number":
        return _number(pc.replace_substring(values, ",", "."))
    if field.type == "datetime":
        return pc.replace_substring(values, " ", "T")
    if field.type == "boolean":
        said_true = field.descriptor.get("trueValues", ("true", "True", "TRUE", "1"))
        said_false = field.descriptor.get("falseValues", ("false", "False", "FALSE", "0"))
        true = texts([one for one in said_true if one not in said_false])
        return pc.if_else(pc.is_in(values, value_set=true), "True", "False")
    return values


def _number(values: pa.Array) -> pa.Array:
    """Write decimals one way: no plus sign, no zeros before the first digit or after the last."""
    for pattern, to in (
        (r"^\+", ""),
        (r"^(-?)0+([0-9])", r"\1\2"),
        (r"(\.[0-9]*?)0+$", r"\1"),
        (r"\.$", ""),
        ("^-0$", "0"),
    ):
        values = pc.replace_substring_regex(values, pattern, to)
    return values


def of_value(value: Any) -> str:  # noqa: ANN401 - what a cell reader of frictionless returns
    """Write the value of one cell as `of_proven` writes those that are proven.

    >>> of_value(Decimal("12.50")), of_value(12), of_value(dt.date(2024, 1, 5))
    ('12.5', '12', '2024-01-05')
    """
    if isinstance(value, Decimal):
        text = format(value, "f") if value.is_finite() else str(value)
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text
    if isinstance(value, dt.date | dt.time | dt.datetime):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_fields") and value._fields == ("year", "month"):
        return f"{value[0]:04}-{value[1]:02}"
    return str(value)
