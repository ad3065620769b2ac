"""The JSON Schema (2020-12) of one row of a table, for those who exchange rows as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.value import Value, parse, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table

__all__ = ["json_schema"]

_TYPES: Mapping[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "year": {"type": "integer", "minimum": 0, "maximum": 9999},
}


def json_schema(table: Table, codes: Mapping[str, CodeList] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of one row; an absent or null value is an empty cell.

    Args:
        table: the canonical table.
        codes: code lists by identifier; a coded field whose list is absent is any text.
    """
    codes = {} if codes is None else codes  # not `or`: to count what is loaded when asked for is to load it all
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:collecdata:{table.domain}:{table.name}",
        "title": table.title,
        "description": table.description,
        "type": "object",
        "properties": {field.name: _property(field, codes) for field in table.fields},
        "required": [field.name for field in table.fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    rules = field.constraints
    made = {"title": field.title, "description": field.description, **_TYPES[field.type]}
    allowed: list[Any] = [_json(parse(field, text)) for text in rules.enum]
    if field.vocabulaire and field.vocabulaire in codes:
        allowed = list(codes[field.vocabulaire].values)
    if allowed:
        made["enum"] = allowed if field.required else [*allowed, None]
    limits: dict[str, Any] = {
        "pattern": whole(rules.pattern) if rules.pattern else None,
        "minLength": rules.minLength,
        "maxLength": rules.maxLength,
    }
    if field.type in ("integer", "number", "year"):
        limits["minimum"] = _json(parse(field, rules.minimum)) if rules.minimum else None
        limits["maximum"] = _json(parse(field, rules.maximum)) if rules.maximum else None
    made |= {name: limit for name, limit in limits.items() if limit is not None}
    if not field.required:
        made["type"] = [made["type"], "null"]
    made["examples"] = [_json(parse(field, field.example))] if field.example else []
    made["collecdata"] = _extra(field)
    return made


def _extra(field: Field) -> dict[str, Any]:
    extra = {"confidentialite": field.confidentialite, "decimales": field.decimales, "vocabulaire": field.vocabulaire}
    return {key: value for key, value in extra.items() if value is not None}


def _json(value: Value) -> Any:  # noqa: ANN401
    """Return what JSON can hold: a number for a decimal, ISO text for a date."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, str | int | bool) else value.isoformat()
