"""Every value written in an adapter may stand in the field it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue import value
from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.static.context import permitted
from collecdata.errors import AdapterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.catalogue.table import Field

__all__ = ["literals", "map_values", "table_values"]


def literals(context: Context) -> Iterator[AdapterError]:
    """`const` (unless mapped), `default` and `otherwise` are values of their field.

    Otherwise: `adapter.value_unknown` (not in the code list), `adapter.value_type`, `adapter.value_constraint`.
    """
    for loc, given, field in context.targets():
        keys = ("default", "otherwise") if given.map else ("const", "default", "otherwise")
        for key in keys:
            written = getattr(given, key)
            if written is not None and (problem := _wrong(context, field, written, (*loc, key))):
                yield problem


def map_values(context: Context) -> Iterator[AdapterError]:
    """Canonical values of maps written in the adapter; an empty one means nothing."""
    for loc, given, field in context.targets():
        entries = given.map if isinstance(given.map, dict) else {}
        for code, meaning in entries.items():
            if meaning and (problem := _wrong(context, field, meaning, (*loc, "map", code))):
                yield problem


def table_values(context: Context) -> Iterator[AdapterError]:
    """Canonical values of maps kept in a CSV, each at its line there."""
    seen: set[tuple[str, str, str]] = set()
    for loc, given, field in context.targets():
        if not isinstance(given.map, str):
            continue
        table = context.folder.tables[given.map]
        for code, meaning in table.values.items():
            problem = _wrong(context, field, meaning, loc) if meaning else None
            if problem and (key := (given.map, code, field.vocabulaire or field.name)) not in seen:
                seen.add(key)
                yield AdapterError(problem.code, at=table.position(code), **problem.params)


def _wrong(context: Context, field: Field, text: str, loc: Loc) -> AdapterError | None:
    fault = next(value.faults(field, text, permitted(context, field)), None)
    if fault is None:
        return None
    if fault in ("vocabulaire", "enum"):
        values = permitted(context, field) or ()
        shown = field.vocabulaire or ", ".join(values)
        return context.problem(
            "adapter.value_unknown", loc, value=text, field=field.name, valid=shown, nearest=nearest(text, values)
        )
    code = "adapter.value_type" if fault == "type" else "adapter.value_constraint"
    return context.problem(code, loc, value=text, field=field.name, type=field.type, constraint=fault)
