"""A table back as a Table Schema descriptor that stands alone: what is written beside data, and published."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.table import Constraints, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Table

__all__ = ["PROFILE", "field_schema", "table_schema"]

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_STANDARD = ("name", "type", "title", "description", "example")
_EXTRA = tuple(
    field.name
    for field in dataclasses.fields(Field)
    if field.name not in (*_STANDARD, "constraints", "confidentialite")
)


def table_schema(
    table: Table, codes: Mapping[str, CodeList] | None = None, *, generated: bool = True
) -> dict[str, Any]:
    """Return the Table Schema of a table, complete: code lists become `enum`, so that any validator knows them.

    Args:
        table: the canonical table.
        codes: code lists by identifier; without them coded fields keep only the name of theirs.
        generated: with the `<champ>_source` companions, `_source` and `_ligne`.
    """
    codes = {} if codes is None else codes  # not `or`: to count what is loaded when asked for is to load it all
    fields = table.output_fields if generated else table.fields
    made: dict[str, Any] = {
        "$schema": PROFILE,
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "fields": [field_schema(field, codes) for field in fields],
        "primaryKey": list(table.primary_key),
        "foreignKeys": [
            {"fields": list(key.fields), "reference": {"resource": key.table, "fields": list(key.reference)}}
            for key in table.foreign_keys
        ],
        "missingValues": [""],
    }
    extra: dict[str, Any] = {"reference": table.reference, "comparaison": [list(key) for key in table.comparison_keys]}
    made["collecdata"] = {key: value for key, value in extra.items() if value}
    return {key: value for key, value in made.items() if value}


def field_schema(field: Field, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """Return the descriptor of one field."""
    made = {name: getattr(field, name) for name in _STANDARD}
    made["constraints"] = _constraints(field, codes)
    extra = {name: getattr(field, name) for name in _EXTRA}
    made["collecdata"] = {"confidentialite": field.confidentialite} | {
        name: list(said) if isinstance(said, tuple) else said
        for name, said in extra.items()
        if said not in (None, "", ())
    }
    return {name: said for name, said in made.items() if said not in ("", {})}


def _constraints(field: Field, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    said = {rule.name: getattr(field.constraints, rule.name) for rule in dataclasses.fields(Constraints)}
    if field.vocabulaire and field.vocabulaire in codes:
        said["enum"] = codes[field.vocabulaire].values
    kept = {name: value for name, value in said.items() if value not in (None, False, ())}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
