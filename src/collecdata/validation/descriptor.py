"""A Table Schema as it is read from JSON, version 1 or 2: what proofs need of it, and the whole for frictionless."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from collecdata.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ForeignKey", "SchemaField", "TableSchema", "read_schema"]

MOST_FIELDS = 16_384
"""Columns of the widest spreadsheet: a schema that has more is none."""


@dataclass(frozen=True)
class SchemaField:
    """One field. `number` is its place in the schema, from 1."""

    name: str
    number: int
    type: str = "string"
    format: str = "default"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ("",)
    descriptor: Mapping[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether an empty cell is a fault."""
        return bool(self.constraints.get("required"))

    @property
    def unique(self) -> bool:
        """Whether two rows may not have the same value."""
        return bool(self.constraints.get("unique"))

    @property
    def confidential(self) -> bool:
        """Whether its schema says that what it holds is personal (class 2 and above, or one that we do not know)."""
        own = self.descriptor.get("collecdata")
        return isinstance(own, dict) and str(own.get("confidentialite", 0)) not in {"0", "1"}


@dataclass(frozen=True)
class ForeignKey:
    """Fields that must be found in a resource of the same package; an empty `resource` is the table itself."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """A schema: `descriptor` is what was read, untouched; `origin` says from where."""

    descriptor: Mapping[str, Any]
    fields: tuple[SchemaField, ...]
    origin: str = ""

    @property
    def name(self) -> str:
        """Its own name, else where it comes from."""
        return str(self.descriptor.get("name") or self.origin)

    @property
    def version(self) -> str:
        """Its version, where it says so."""
        return str(self.descriptor.get("version") or "")

    @property
    def fields_match(self) -> str | None:
        """`fieldsMatch`, None where it is not declared."""
        return self.descriptor.get("fieldsMatch")

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the fields of the key."""
        return _names(self.descriptor.get("primaryKey"))

    @cached_property
    def unique_keys(self) -> tuple[tuple[str, ...], ...]:
        """The `uniqueKeys` of version 2."""
        keys = self.descriptor.get("uniqueKeys")
        return tuple(map(_names, keys)) if isinstance(keys, list) else ()

    @cached_property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys, those that do not hold together left out (the proof of the schema fails on them)."""
        found = []
        for key in self.descriptor.get("foreignKeys") or ():
            reference = key.get("reference") if isinstance(key, dict) else None
            if isinstance(reference, dict):
                sides = _names(key.get("fields")), _names(reference.get("fields"))
                found.append(ForeignKey(sides[0], str(reference.get("resource") or ""), sides[1]))
        return tuple(found)

    @property
    def confidential(self) -> bool:
        """Whether a field is personal."""
        return any(one.confidential for one in self.fields)


def _names(said: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever the JSON holds
    return tuple(map(str, said)) if isinstance(said, list) else (said,) if isinstance(said, str) and said else ()


def read_schema(descriptor: Any, origin: str) -> TableSchema:  # noqa: ANN401 - whatever the JSON holds
    """Read a descriptor.

    Raises:
        SchemaError: it is not an object with a list of named fields, or has more than any table.
    """
    fields = descriptor.get("fields") if isinstance(descriptor, dict) else None
    if not isinstance(fields, list) or not all(isinstance(one, dict) and "name" in one for one in fields):
        raise SchemaError("published.not_schema", source=origin)
    if len(fields) > MOST_FIELDS:
        raise SchemaError("published.too_wide", source=origin, most=MOST_FIELDS)
    shared = _missing(descriptor.get("missingValues"), ("",))
    return TableSchema(
        descriptor,
        tuple(_field(one, number, shared) for number, one in enumerate(fields, 1)),
        origin,
    )


def _field(said: Mapping[str, Any], number: int, shared: tuple[str, ...]) -> SchemaField:
    constraints = said.get("constraints")
    return SchemaField(
        str(said["name"]),
        number,
        str(said.get("type") or "string"),
        str(said.get("format") or "default").removeprefix("fmt:"),
        constraints if isinstance(constraints, dict) else {},
        _missing(said.get("missingValues"), shared),
        said,
    )


def _missing(said: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ANN401 - whatever the JSON holds
    """Read `missingValues`: texts, or (version 2) objects with a `value`."""
    if not isinstance(said, list):
        return otherwise
    return tuple(str(one.get("value")) if isinstance(one, dict) else str(one) for one in said)
