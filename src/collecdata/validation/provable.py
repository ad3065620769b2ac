"""Whether frictionless certainly takes a schema: said without importing it, and never wrongly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collecdata.kernels.buffers import texts
from collecdata.validation.descriptor import SchemaField
from collecdata.validation.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.validation.descriptor import TableSchema

__all__ = ["SUPPORTED", "surely_valid"]

_BOUNDS = ("required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")
_LENGTHS = ("required", "unique", "minLength", "maxLength")
SUPPORTED: Mapping[str, tuple[str, ...]] = {
    "string": (*_LENGTHS, "pattern", "enum"),
    **dict.fromkeys(("integer", "number", "date", "datetime", "time", "year", "yearmonth"), _BOUNDS),
    **dict.fromkeys(("boolean", "geopoint", "geojson", "duration", "any"), ("required", "unique", "enum")),
    **dict.fromkeys(("array", "object"), (*_LENGTHS, "enum")),
    "list": _LENGTHS,
}
"""Constraints that each type takes."""
_FORMATS = {"string": ("default", "email", "uri", "binary", "uuid", "wkt"), "geojson": ("default", "topojson")}
_NAME = re.compile(r"([-a-z0-9._/])+")
_TEXTS = ("title", "description", "rdfType")
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "required": bool, "unique": bool, "pattern": str, "enum": list, "minLength": int, "maxLength": int,
}  # fmt: skip
_MATCHES = (None, "exact", "equal", "subset", "superset", "partial")


def surely_valid(schema: TableSchema) -> bool:
    """Return True when frictionless takes the schema; False when it has to be asked."""
    said = schema.descriptor
    names = [one.name for one in schema.fields]
    return (
        all(isinstance(said.get(key, ""), str) for key in ("title", "description"))
        and (said.get("name") is None or (isinstance(said["name"], str) and _NAME.fullmatch(said["name"]) is not None))
        and "type" not in said
        and said.get("fieldsMatch") in _MATCHES
        and _missing(said.get("missingValues"))
        and isinstance(said.get("primaryKey", ""), str | list)
        and set(schema.primary_key) <= set(names)
        and len(set(names)) == len(names)
        and not said.get("foreignKeys")
        and all(_field(one) for one in schema.fields)
    )


def _missing(said: Any) -> bool:  # noqa: ANN401 - whatever the JSON holds
    return said is None or (isinstance(said, list) and all(isinstance(one, str) for one in said))


def _field(field: SchemaField) -> bool:
    said = field.descriptor
    constraints = said.get("constraints", {})
    return (
        isinstance(said["name"], str)
        and field.type in SUPPORTED
        and isinstance(said.get("type", ""), str)
        and field.format in _FORMATS.get(field.type, (field.format,))
        and all(isinstance(said.get(key, ""), str) for key in _TEXTS)
        and isinstance(said.get("format", ""), str)
        and "required" not in said
        and _missing(said.get("missingValues"))
        and isinstance(constraints, dict)
        and set(constraints) <= set(SUPPORTED[field.type])
        and "exclusiveMinimum" not in constraints
        and "exclusiveMaximum" not in constraints
        and all(_kind(name, value) for name, value in constraints.items())
        and _options(field)
        and _example(field)
    )


def _kind(name: str, value: Any) -> bool:  # noqa: ANN401
    kind = _KINDS.get(name)
    return kind is None or (isinstance(value, kind) and (kind is not int or not isinstance(value, bool)))


def _options(field: SchemaField) -> bool:
    said = field.descriptor
    lists = all(
        isinstance(said.get(key, []), list) and all(isinstance(one, str) for one in said.get(key, []))
        for key in ("trueValues", "falseValues")
    )
    flags = all(isinstance(said.get(key, True), bool) for key in ("bareNumber", "floatNumber"))
    marks = all(isinstance(said.get(key, ""), str) for key in ("decimalChar", "groupChar", "delimiter"))
    return lists and flags and marks and isinstance(said.get("arrayItem", {}), dict)


def _example(field: SchemaField) -> bool:
    """Frictionless reads the example by type and format alone, and refuses the schema where it cannot."""
    example = field.descriptor.get("example")
    if not example:
        return True
    if not isinstance(example, str):
        return field.type == "any" or (
            isinstance(example, bool | int | float)
            and (isinstance(example, bool) == (field.type == "boolean"))
            and field.type in ("boolean", "integer", "number", "year")
            and (field.type == "number" or float(example).is_integer())
        )
    kept = {key: field.descriptor[key] for key in ("trueValues", "falseValues") if key in field.descriptor}
    alone = SchemaField(field.name, field.number, field.type, field.format, {}, ("",), kept)
    return not Proof(alone).unproven(texts([example])).any()
