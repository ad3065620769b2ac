"""The pydantic model of one row of a table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model
from pydantic import Field as Info

from collecdata.catalogue.value import DIGITS, parse, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table

__all__ = ["row_model"]

_TYPES: Mapping[str, type] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": bool,
    "date": dt.date,
    "datetime": dt.datetime,
    "time": dt.time,
    "year": int,
}
_LAST_YEAR = 9999


def row_model(table: Table, codes: Mapping[str, CodeList] | None = None, *, generated: bool = False) -> type[BaseModel]:
    """Return a pydantic model of one row: types, constraints and code lists; unknown fields are refused.

    Args:
        table: the canonical table.
        codes: code lists by identifier; a coded field whose list is absent is any text.
        generated: with the `<champ>_source` companions, `_source` and `_ligne` (as attributes, `source_`, `ligne_`).
    """
    codes = {} if codes is None else codes  # not `or`: to count what is loaded when asked for is to load it all
    fields = table.output_fields if generated else table.fields
    definitions: dict[str, Any] = {_attribute(field.name): _definition(field, codes) for field in fields}
    name = "".join(part.capitalize() for part in f"{table.domain}_{table.name}".split("_"))
    config = ConfigDict(extra="forbid", title=table.title, populate_by_name=True)
    return create_model(name, __config__=config, __doc__=table.description, __module__=__name__, **definitions)


def _attribute(name: str) -> str:
    return f"{name[1:]}_" if name.startswith("_") else name


def _definition(field: Field, codes: Mapping[str, CodeList]) -> tuple[Any, Any]:
    kind = _annotated(field, codes)
    info: dict[str, Any] = {
        "title": field.title,
        "description": field.description,
        "json_schema_extra": {"confidentialite": field.confidentialite},
    }
    if field.example:
        info["examples"] = [field.example]
    if _attribute(field.name) != field.name:
        info["alias"] = field.name
    return (kind, Info(**info)) if field.required else (kind | None, Info(None, **info))


def _annotated(field: Field, codes: Mapping[str, CodeList]) -> Any:  # noqa: ANN401
    rules = field.constraints
    if field.vocabulaire and field.vocabulaire in codes:
        return Literal[codes[field.vocabulaire].values]
    if rules.enum:
        return Literal[tuple(parse(field, text) for text in rules.enum)]
    if field.type == "string":
        pattern = whole(rules.pattern) if rules.pattern else None
        return Annotated[
            str, StringConstraints(min_length=rules.minLength, max_length=rules.maxLength, pattern=pattern)
        ]
    bounds: dict[str, Any] = {"ge": 0, "le": _LAST_YEAR} if field.type == "year" else {}
    if field.type == "number":
        bounds |= {"max_digits": DIGITS, "decimal_places": field.decimales or 0}
    if rules.minimum is not None:
        bounds["ge"] = parse(field, rules.minimum)
    if rules.maximum is not None:
        bounds["le"] = parse(field, rules.maximum)
    kind = _TYPES[field.type]
    return Annotated[kind, Info(**bounds)] if bounds else kind
