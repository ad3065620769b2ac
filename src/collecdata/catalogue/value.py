"""One lexical value of a field: typed, and held against the field's own constraints. Exact, one at a time.

This is what schemas are written with (examples, bounds, enums); data, by the million, goes through `kernels`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from collecdata.catalogue.table import Field

__all__ = ["Value", "faults", "parse", "whole"]

Value = str | int | Decimal | bool | dt.date | dt.datetime | dt.time

DIGITS = 18


def parse(field: Field, text: str) -> Value:
    """Return the typed value of a text in the lexical form of Table Schema. Raises `ValueError`.

    >>> from collecdata.catalogue.table import Field
    >>> parse(Field("debit", "number", decimales=2), "1251.50"), parse(Field("jour", "date"), "2024-02-29")
    (Decimal('1251.50'), datetime.date(2024, 2, 29))
    """
    if field.type == "number":
        return _decimal(text, field.decimales or 0)
    return _PARSERS[field.type](text)


def faults(field: Field, text: str, codes: Container[str] | None = None) -> Iterator[str]:
    """Iterate the names of the constraints that a value breaks (`type` first, and alone).

    Args:
        field: the field.
        text: the value, lexical.
        codes: the field's code list, when it has one.
    """
    try:
        value = parse(field, text)
    except ValueError:
        yield "type"
        return
    rules = field.constraints
    if codes is not None and text not in codes:
        yield "vocabulaire"
    if rules.enum and text not in rules.enum:
        yield "enum"
    if rules.pattern is not None and not re.fullmatch(rules.pattern, text):
        yield "pattern"
    if rules.minLength is not None and len(text) < rules.minLength:
        yield "minLength"
    if rules.maxLength is not None and len(text) > rules.maxLength:
        yield "maxLength"
    if rules.minimum is not None and value < parse(field, rules.minimum):  # type: ignore[operator]
        yield "minimum"
    if rules.maximum is not None and value > parse(field, rules.maximum):  # type: ignore[operator]
        yield "maximum"


def whole(pattern: str) -> str:
    """Return a pattern that engines which search, and do not match, will hold against the whole text."""
    return f"^(?:{pattern})$"


def _decimal(text: str, scale: int) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or value != round(value, scale):
        raise ValueError(text)
    if abs(value) >= Decimal(10) ** (DIGITS - scale):
        raise ValueError(text)
    return value


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _shaped(shape: str, make: Callable[[str], Value]) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if not re.fullmatch(shape, text, re.ASCII):
            raise ValueError(text)
        return make(text)

    return read


_PARSERS: Mapping[str, Callable[[str], Value]] = {
    "string": str,
    "integer": _integer,
    "boolean": _boolean,
    "year": _year,
    "date": _shaped(r"\d{4}-\d\d-\d\d", dt.date.fromisoformat),
    "datetime": _shaped(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?", dt.datetime.fromisoformat),
    "time": _shaped(r"\d\d:\d\d:\d\d", dt.time.fromisoformat),
}
