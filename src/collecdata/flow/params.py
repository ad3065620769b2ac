"""What the run must be told: parameters given, found in the file, or defaulted; typed and checked once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue import code_table
from collecdata.catalogue.nearest import nearest
from collecdata.errors import UsageError
from collecdata.issues import Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.export_language import Export
    from collecdata.catalogue.language import Adapter, Param

__all__ = ["SIREN", "Given", "resolve", "resolve_export", "unknown", "unread"]

SIREN = "siren"
"""The parameter that `--siren` and the column `siren` of `lots.csv` give."""

Given = str | dict[str, str]
"""A parameter as given: text, or for a table the path of a CSV (source, canonique), `a=b;c=d`, or a mapping."""


def resolve(
    adapter: Adapter, given: Mapping[str, Given], facts: Mapping[str, str], source: str
) -> tuple[dict[str, Given], list[Issue]]:
    """Return the value of every parameter of an adapter for one file, and what given and file disagree on.

    Raises:
        UsageError: a required one is missing, one is not of its type, or its table cannot be read.
    """
    values: dict[str, Given] = {}
    issues: list[Issue] = []
    for name, param in adapter.params.items():
        told = given.get(name)
        if param.type == "table":
            if told is not None:
                values[name] = _table(name, told)
        else:
            found = param.resolve(str(told) if told is not None else None, facts)
            if found is not None:
                values[name] = _checked(name, param, found)
            issues += _differs(name, param, told, facts, source)
    _require(adapter.id, adapter.params, values, source)
    return values, issues


def unknown(adapters: Mapping[str, Adapter], given: Mapping[str, Given]) -> UsageError | None:
    """Return the error for a parameter that none of the adapters in use has; `siren` may always be given."""
    known = {name for adapter in adapters.values() for name in adapter.params} | {SIREN}
    for name in given:
        if name not in known:
            return UsageError(
                "usage.param_unknown", name=name, nearest=nearest(name, known) or "", known=", ".join(sorted(known))
            )
    return None


def unread(adapters: Mapping[str, Adapter], columns: Iterable[str]) -> Iterator[Issue]:
    """Say which columns of `lots.csv` are parameters of none of the adapters in use: a name misspelt, maybe."""
    known = {name for adapter in adapters.values() for name in adapter.params}
    for name in dict.fromkeys(columns):
        if name not in known:
            params = {"nearest": nearest(name, known) or ""}
            yield Issue("lots.column", Severity.WARNING, column=name, params=params)


def _differs(name: str, param: Param, told: Given | None, facts: Mapping[str, str], source: str) -> list[Issue]:
    found = facts.get(param.fact or "")
    if told is None or not found or _same(param, str(told), found):
        return []
    params = {"param": name, "given": str(told), "found": found}
    return [Issue("siren.differs" if name == SIREN else "param.differs", source=source, params=params)]


def _same(param: Param, told: str, found: str) -> bool:
    """Whether two writings are of one value: a date has two."""
    if param.type == "date":
        told, found = told.replace("-", ""), found.replace("-", "")
    return told == found


def _checked(name: str, param: Param, value: str) -> str:
    """Refuse a value that is not of the parameter's type; checksums are the checks' business, not ours."""
    wanted = {"siren": 9, "siret": 14}.get(param.type)
    bad = wanted is not None and not (value.isascii() and value.isdigit() and len(value) == wanted)
    bad |= param.type == "integer" and not value.lstrip("-").isdigit()
    if param.type == "date":
        try:
            date.fromisoformat(value)  # AAAA-MM-JJ, and AAAAMMJJ as file names have it
        except ValueError:
            bad = True
    if bad:
        raise UsageError("usage.param_type", name=name, title=param.title, value=value, type=param.type)
    return value


def _table(name: str, told: Given) -> dict[str, str]:
    if not isinstance(told, str):
        return dict(told)
    if Path(told).suffix.lower() == ".csv":
        return code_table.load(Path(told)).values
    pairs = [pair.partition("=") for pair in told.split(";")]
    if not all(equals and key.strip() for key, equals, _ in pairs):
        raise UsageError("usage.param_table", name=name, value=told)
    return {key.strip(): value.strip() for key, _, value in pairs}


def resolve_export(export: Export, given: Mapping[str, Given]) -> dict[str, str]:
    """Return the value of every parameter of a way out.

    Raises:
        UsageError: one is unknown, missing, or not of its type.
    """
    for name in given:
        if name not in export.params:
            known = ", ".join(export.params)
            raise UsageError("usage.param_unknown", name=name, nearest=nearest(name, export.params) or "", known=known)
    values: dict[str, str] = {}
    for name, param in export.params.items():
        found = param.resolve(str(given[name]) if name in given else None, {})
        if found is not None:
            values[name] = _checked(name, param, found)
    _require(export.id, export.params, values, "`export`")
    return values


def _require(adapter: str, params: Mapping[str, Param], values: Mapping[str, Given], source: str) -> None:
    """Name every required parameter that is still without a value: all at once, with what to type."""
    missing = [name for name, param in params.items() if param.required and name not in values]
    if missing:
        raise UsageError(
            "usage.param_missing",
            adapter=adapter,
            source=source,
            missing=", ".join(f"{name} ({params[name].title})" for name in missing),
            options=" ".join("--siren …" if name == SIREN else f"--param {name}=…" for name in missing),
        )
