r"""Texts that are certainly of a type, for frictionless: what it accepts besides (` 12 `, `1_000`) is asked of it.

Each form is *sound*: narrower than what frictionless takes, wide enough that good files need not ask. A form gives
the regular expression, and where the type has an order, how to read it for the bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import texts
from collecdata.kernels.dates import parse_date

if TYPE_CHECKING:
    from collecdata.validation.descriptor import SchemaField

__all__ = ["Form", "form_of"]

Reader = Callable[[pa.Array], pa.Array]

_NUM = r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?"
_WORD = r'"[^"\\\x00-\x1f\x7f]*"'
_DAY = r"(?:[0-9]{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?"
_LON = r"[+-]?(?:180(?:\.0{1,15})?|(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,30})?)"
_LAT = r"[+-]?(?:90(?:\.0{1,15})?|[0-8]?[0-9](?:\.[0-9]{1,30})?)"
_LON_JSON = r"-?(?:180(?:\.0{1,15})?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]{1,15})?)"
_LAT_JSON = r"-?(?:90(?:\.0{1,15})?|[1-8]?[0-9](?:\.[0-9]{1,15})?)"
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?"


@dataclass(frozen=True, slots=True)
class Form:
    """How a text of a type is recognised. `rx` None: any text is. `read` gives it an order (null: unreadable)."""

    rx: str | None = None
    read: Reader | None = None
    calendar: bool = False
    """The day has still to be looked for in the calendar: `read` does it."""
    values: tuple[str, ...] | None = None
    """The only texts of the type, where they are few."""


def form_of(field: SchemaField) -> Form | None:
    """Return the form of a field's type and format; None when nothing can be proven of it."""
    found = _FORMS.get((field.type, field.format))
    if found is not None:
        return found
    maker = _MAKERS.get(field.type)
    return maker(field) if maker else None


def _to_float(values: pa.Array) -> pa.Array:
    return pc.cast(pc.utf8_ltrim(values, characters="+"), pa.float64())


def _to_integer(values: pa.Array) -> pa.Array:
    return pc.cast(pc.utf8_ltrim(values, characters="+"), pa.int64())


def _to_day(values: pa.Array) -> pa.Array:
    return parse_date(values, ("%Y-%m-%d",))[0]


def _number(field: SchemaField) -> Form | None:
    decimal, group = field.descriptor.get("decimalChar", "."), field.descriptor.get("groupChar", "")
    if decimal not in (".", ",") or not isinstance(group, str) or set(group) & set("0123456789+-.,"):
        return None

    def read(values: pa.Array) -> pa.Array:
        return _to_float(pc.replace_substring(values, ",", ".") if decimal == "," else values)

    return Form(rf"^[+-]?[0-9]{{1,15}}(?:{re.escape(decimal)}[0-9]{{1,15}})?$", read)


def _boolean(field: SchemaField) -> Form | None:
    true = field.descriptor.get("trueValues", ["true", "True", "TRUE", "1"])
    false = field.descriptor.get("falseValues", ["false", "False", "FALSE", "0"])
    if not isinstance(true, list) or not isinstance(false, list):
        return None
    return Form(values=tuple(dict.fromkeys(map(str, (*true, *false)))))


_PARTS = {
    "Y": "[0-9]{4}",
    "m": "(?:0[1-9]|1[0-2])",
    "d": "(?:0[1-9]|[12][0-9]|3[01])",
    "H": "(?:[01][0-9]|2[0-3])",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
}


def _dated(field: SchemaField) -> Form | None:
    """Forms of `strptime`: the parts that have one width, each once, apart from one another."""
    letters = re.findall("%(.)", field.format)
    if not letters or len(set(letters)) < len(letters) or not set(letters) <= set(_PARTS):
        return None
    if field.type == "date" and letters == ["Y"]:
        return Form(r"^(?:[1-9][0-9]{3})$")
    rx = re.sub("%(.)", lambda found: _PARTS[found[1]], re.sub(r"[^%\w]", lambda at: re.escape(at[0]), field.format))
    if not {"Y", "m", "d"} & set(letters):
        return Form(f"^{rx}$")
    if not {"Y", "m", "d"} <= set(letters) or (field.type == "datetime" and "T" in field.format):
        return None

    def read(values: pa.Array) -> pa.Array:
        return parse_date(values, (field.format,))[0]

    try:
        parse_date(texts([]), (field.format,))
    except ValueError:
        return None
    return Form(f"^{rx}$", read, calendar=True)


def _array(field: SchemaField) -> Form | None:
    item = field.descriptor.get("arrayItem")
    if item and item != {"type": "string"}:
        return None
    one = _WORD if item else f"(?:{_WORD}|{_NUM})"
    return Form(rf"^\[ ?(?:{one}(?: ?, ?{one})*)? ?\]$")


def _list(field: SchemaField) -> Form | None:
    return Form() if field.descriptor.get("itemType", "string") == "string" else None


_FORMS = {
    ("any", "default"): Form(),
    ("string", "default"): Form(),
    ("string", "uri"): Form(r"^[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9][!-~]*$"),
    ("string", "email"): Form(
        rf"^[A-Za-z0-9_]{{1,20}}(?:[.-][A-Za-z0-9_]{{1,20}}){{0,2}}@(?:{_LABEL}\.){{1,4}}[a-z]{{2,10}}$"
    ),
    ("string", "uuid"): Form("^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
    ("integer", "default"): Form("^[+-]?[0-9]{1,18}$", _to_integer),
    ("year", "default"): Form("^[0-9]{4}$", _to_integer),
    ("yearmonth", "default"): Form("^[0-9]{4}-(?:0[1-9]|1[0-2])$"),
    ("date", "default"): Form(f"^{_DAY}$", _to_day, calendar=True),
    ("date", "any"): Form(f"^{_DAY}$", _to_day, calendar=True),
    ("datetime", "default"): Form(f"^{_DAY}[T ]{_CLOCK}{_ZONE}$", calendar=True),
    ("datetime", "any"): Form(f"^{_DAY}[T ]{_CLOCK}$", calendar=True),
    ("time", "default"): Form(f"^{_CLOCK}$"),
    ("geopoint", "default"): Form(f"^{_LON} ?, ?{_LAT}$"),
    ("geopoint", "array"): Form(rf"^\[ ?{_LON_JSON} ?, ?{_LAT_JSON} ?\]$"),
    ("geojson", "default"): Form(rf'^\{{ ?"type" ?: ?"Point" ?, ?"coordinates" ?: ?\[ ?{_NUM} ?, ?{_NUM} ?\] ?\}}$'),
}
_MAKERS: dict[str, Callable[[SchemaField], Form | None]] = {
    "number": _number,
    "boolean": _boolean,
    "date": _dated,
    "datetime": _dated,
    "time": _dated,
    "array": _array,
    "list": _list,
}
