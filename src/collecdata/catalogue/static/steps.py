"""Steps that mean something for the field they are asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import FieldMap
    from collecdata.catalogue.static.context import Context
    from collecdata.catalogue.table import Field
    from collecdata.errors import AdapterError

__all__ = ["companions", "step_fits_type"]

NUMBERS = ("number", "integer")
TYPES = {
    "date": ("date", "datetime", "time"),
    "decimal": ("number",),
    "thousands": NUMBERS,
    "sign": NUMBERS,
    "scale": ("number",),
    "true": ("boolean",),
    "false": ("boolean",),
    "negative_when": NUMBERS,
    "ordinal": ("integer", "string"),
}
"""Types of field that a step is for; the steps that are not here work on text, whatever the field is."""
COMPANIONS = {"sep": "concat", "otherwise": "map"}
"""Keys that say nothing without another."""


def step_fits_type(context: Context) -> Iterator[AdapterError]:
    """A step is asked of a field it can work for (`adapter.step_type`)."""
    for loc, given, field in context.targets():
        for key in _given(given):
            if key in TYPES and not _fits(key, field):
                expected = ", ".join(TYPES[key])
                yield context.problem(
                    "adapter.step_type", (*loc, key), key=key, field=field.name, type=field.type, expected=expected
                )


def companions(context: Context) -> Iterator[AdapterError]:
    """`sep` goes with `concat`, `otherwise` with `map` or a field that has a code list (`adapter.key_alone`)."""
    for loc, given, field in context.targets():
        names = _given(given)
        for key, needed in COMPANIONS.items():
            if key in names and needed not in names and not (key == "otherwise" and field.vocabulaire):
                yield context.problem("adapter.key_alone", (*loc, key), key=key, needed=needed)


def _given(given: FieldMap) -> list[str]:
    return [type(given).model_fields[name].alias or name for name in given.model_fields_set]


def _fits(key: str, field: Field) -> bool:
    return field.type in TYPES[key] or (key == "date" and field.date_partielle is not None)
