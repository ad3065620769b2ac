"""Rules that frictionless lacks, read from a schema: each can be switched, none changes a verdict of frictionless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collecdata.errors import UsageError
from collecdata.validation.rules.amounts import Compared, Summed
from collecdata.validation.rules.identifiers import Rna, Siren, Siret
from collecdata.validation.rules.together import Cohesive, OneOf
from collecdata.validation.rules.version2 import Categories, KeyFilled, ValidCode, category_values
from collecdata.validation.rules.written import Acts, Hours, Phone, Years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.validation.descriptor import TableSchema
    from collecdata.validation.rules.base import RowRule

__all__ = ["GROUP_CHAR", "NAMES", "UNIQUE_KEYS", "chosen", "rules_of"]

UNIQUE_KEYS, GROUP_CHAR = "unique-keys", "integer-group-char"
_FORMS: Mapping[str, type[RowRule]] = {
    one.name: one for one in (Siren, Siret, Rna, Phone, Hours, Years, Acts, OneOf, Cohesive, Compared, Summed)
}
_ALIASES = {"french-siren-value": "siren", "french-siret-value": "siret"}
NAMES = (*_FORMS, Categories.name, KeyFilled.name, ValidCode.name, UNIQUE_KEYS, GROUP_CHAR)
"""Every rule that `--rules` knows."""


def chosen(asked: Sequence[str]) -> frozenset[str]:
    """Return the rules that are in force: all by default, none for `none`, else those named.

    Raises:
        UsageError: no such rule.
    """
    if not asked or "all" in asked:
        return frozenset(NAMES)
    unknown = [name for name in asked if name not in (*NAMES, "none")]
    if unknown:
        raise UsageError("usage.one_of", option="--rules", value=unknown[0], known=", ".join(("all", "none", *NAMES)))
    return frozenset(asked) - {"none"}


def rules_of(
    schema: TableSchema, asked: frozenset[str], valid: Mapping[str, Sequence[str]] | None = None
) -> Iterator[RowRule]:
    """Give the rules of a schema that are asked for.

    Args:
        schema: its `custom_checks`, `categories` and `primaryKey` are read.
        asked: the names of those in force.
        valid: for each coded field, the codes that may be used on the day asked for.
    """
    for check in schema.descriptor.get("custom_checks") or ():
        if isinstance(check, dict):
            rule = _custom(str(check.get("name")), check.get("params") or {})
            if rule is not None and rule.name in asked:
                yield rule
    for field in schema.fields:
        values = category_values(field.descriptor.get("categories"))
        if values and Categories.name in asked:
            yield Categories(field.name, params={"values": values, "expected": ", ".join(values)})
        if valid is not None and field.name in valid and ValidCode.name in asked:
            yield ValidCode(field.name, params={"values": list(valid[field.name])})
    if len(schema.primary_key) > 1 and KeyFilled.name in asked:
        for name in schema.primary_key:
            others = tuple(one for one in schema.primary_key if one != name)
            yield KeyFilled(name, others, {"key": ", ".join(schema.primary_key)})


def _custom(name: str, said: Mapping[str, Any]) -> RowRule | None:
    """Read one of `custom_checks`, the names and parameters of Validata; None for one that is not known."""
    kind = _FORMS.get(_ALIASES.get(name, name))
    columns = [said.get(key) for key in ("column", "column1", "column2") if isinstance(said.get(key), str)]
    if kind is None or not columns:
        return None
    more = said.get("othercolumns") or said.get("columns") or ()
    more = [more] if isinstance(more, str) else more
    others = tuple(map(str, (*columns[1:], *more)))
    if kind is Compared and said.get("op") not in (">", ">=", "<", "<=", "==", "!="):
        return None
    params = {"op": said.get("op", ""), "alone": bool(said.get("allow-year-only")), "others": ", ".join(others)}
    return kind(str(columns[0]), others, params)
