"""Labels paired with fields: by their names, or (strict) by their places, as frictionless pairs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from collecdata.validation.descriptor import SchemaField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.validation.descriptor import TableSchema

__all__ = ["HeaderMode", "Pairing", "pair"]

HeaderMode = Literal["strict", "by-name", "ignore-case"]


@dataclass(frozen=True, slots=True)
class Pairing:
    """The field of each column (of type `any`, number 0, where the schema has none), and whether that is all right.

    `proven`: frictionless would say nothing of this header. Else the pairing is a guess, and frictionless is asked.
    """

    fields: tuple[SchemaField, ...]
    proven: bool
    absent: tuple[SchemaField, ...] = ()
    extra: tuple[int, ...] = ()
    reordered: bool = False


def pair(schema: TableSchema, labels: Sequence[str], mode: HeaderMode) -> Pairing:
    """Pair labels and fields. A `fieldsMatch` that the schema declares has the last word, as in frictionless."""
    match = schema.fields_match or ("exact" if mode == "strict" else "partial")
    if not labels:
        return Pairing(schema.fields, proven=False)
    if match == "exact":
        return _by_place(schema, labels, fold=mode == "ignore-case")
    return _by_name(schema, labels, match, fold=mode == "ignore-case")


def _by_place(schema: TableSchema, labels: Sequence[str], *, fold: bool) -> Pairing:
    fields = [*schema.fields[: len(labels)], *map(_stray, labels[len(schema.fields) :])]
    proven = [_key(label, fold=fold) for label in labels] == [_key(one.name, fold=fold) for one in schema.fields]
    return Pairing(tuple(fields), proven and len(set(labels)) == len(labels) and all(labels))


def _by_name(schema: TableSchema, labels: Sequence[str], match: str, *, fold: bool) -> Pairing:
    known = {_key(one.name, fold=fold): one for one in schema.fields}
    keys = [_key(label, fold=fold) for label in labels]
    fields = tuple(known.get(key) or _stray(label) for key, label in zip(keys, labels, strict=True))
    present = set(keys)
    absent = tuple(one for key, one in known.items() if key not in present)
    extra = tuple(place for place, one in enumerate(fields) if not one.number)
    needed = [one for one in absent if one.required or one.name in schema.primary_key]
    places = [one.number for one in fields if one.number]
    proven = (
        len(present) == len(keys)
        and len(known) == len(schema.fields)
        and bool(places)
        and not needed
        and not (absent and match not in ("superset", "partial"))
        and not (extra and match not in ("subset", "partial"))
        and match in ("equal", "subset", "superset", "partial")
        and not any(one.name in known for one in fields if not one.number)
    )
    optional = tuple(one for one in absent if one not in needed)
    return Pairing(fields, proven, optional, extra, places != sorted(places))


def _stray(label: str) -> SchemaField:
    return SchemaField(label, 0, "any", missing=("",), descriptor={"name": label, "type": "any"})


def _key(name: str, *, fold: bool) -> str:
    return name.lower() if fold else name
