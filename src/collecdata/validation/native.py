r"""Cells that are not text (of a workbook, of a Parquet file) carried as text, with a mark that says what they are.

`\0i:12` is the number 12. Where frictionless would judge the number and its text alike, the mark is taken off and the
text is proven like any other; else frictionless is given the number itself.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_bools, nulls, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.descriptor import SchemaField

__all__ = ["NOTHING", "fits", "from_arrow", "mark", "nothing", "plain", "shown", "unmark"]

NOTHING = "\0"
"""A cell that is empty: not even the empty text."""
_READ: Mapping[str, Callable[[str], Any]] = {
    "b": lambda text: text == "True",
    "i": int,
    "f": float,
    "d": dt.datetime.fromisoformat,
    "t": dt.time.fromisoformat,
    "p": lambda text: dt.timedelta(seconds=float(text)),
    "o": lambda text: [text],
}


def mark(cell: Any) -> str:  # noqa: ANN401 - what a workbook holds
    r"""Write a cell as text, marked if it is not text.

    >>> mark("12"), mark(12.0), mark(None), mark(dt.date(2024, 1, 5))
    ('12', '\x00i:12', '\x00', '\x00d:2024-01-05T00:00:00')
    """
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, str):
        return cell
    for kind, letter, write in _WRITTEN:
        if isinstance(cell, kind):
            return f"\0{letter}:{write(cell)}"
    if isinstance(cell, int | float):
        return f"\0i:{int(cell)}" if float(cell).is_integer() else f"\0f:{cell!r}"
    return f"\0o:{cell}"


_WRITTEN: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (bool, "b", str),
    (dt.datetime, "d", dt.datetime.isoformat),
    (dt.date, "d", lambda day: f"{day.isoformat()}T00:00:00"),
    (dt.time, "t", dt.time.isoformat),
    (dt.timedelta, "p", lambda lapse: str(lapse.total_seconds())),
)


def unmark(text: str) -> Any:  # noqa: ANN401 - what a workbook holds
    r"""Return the cell itself.

    >>> unmark("\0f:1.5"), unmark("1.5"), unmark("\0")
    (1.5, '1.5', None)
    """
    if not text.startswith(NOTHING):
        return text
    return None if text == NOTHING else _READ[text[1]](text[3:])


def shown(text: str) -> str:
    """Return the cell as it is shown to people."""
    return text[3:].removesuffix("T00:00:00") if text.startswith(NOTHING) else text


def nothing(values: pa.Array) -> Mask:
    """Mark the cells that are empty."""
    return bools(pc.equal(values, NOTHING))


def plain(field: SchemaField, values: pa.Array) -> pa.Array:
    """Take the marks off where the text has the same verdict as the cell."""
    for pattern, to in _same_verdict(field):
        values = pc.replace_substring_regex(values, pattern=pattern, replacement=to)
    return values


def _same_verdict(field: SchemaField) -> list[tuple[str, str]]:
    said = field.descriptor
    decimal = str(said.get("decimalChar", "."))
    found = {
        "integer": [("^\\x00i:", "")],
        "number": [("^\\x00i:", ""), (r"^\x00f:(-?[0-9]+)\.([0-9]+)$", rf"\1{decimal}\2")],
        "year": [("^\\x00i:([0-9]{4})$", r"\1")],
        "boolean": [
            ("^\\x00b:True$", str([*said.get("trueValues", ["true"]), "true"][0])),
            ("^\\x00b:False$", str([*said.get("falseValues", ["false"]), "false"][0])),
        ],
        "any": [("^\\x00[a-z]:", "")],
    }.get(field.type, [])
    if field.type == "date" and field.format in ("default", "any", "%Y-%m-%d"):
        found = [("^\\x00d:([0-9-]{10})T00:00:00$", r"\1")]
    if field.type == "datetime" and field.format in ("default", "any"):
        found = [("^\\x00d:", "")]
    if field.type == "time" and field.format in ("default", "any"):
        found = [("^\\x00t:", "")]
    if "" in field.missing:
        found = [*found, ("^\\x00$", "")]
    return found


_FAMILIES: Mapping[str, Callable[[pa.DataType], bool]] = {
    "integer": pa.types.is_integer,
    "number": lambda kind: pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind),
    "boolean": pa.types.is_boolean,
    "date": pa.types.is_date,
    "datetime": pa.types.is_timestamp,
    "time": pa.types.is_time,
    "any": lambda _: True,
}


def fits(field: SchemaField, kind: pa.DataType) -> bool:
    """Whether any value of an Arrow type is of the field's type."""
    family = _FAMILIES.get(field.type)
    return family is not None and field.format in ("default", "any") and family(kind)


def from_arrow(values: pa.Array) -> pa.Array:
    """Write a typed column as marked texts, null as nothing."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        values, kind = values.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.fill_null(pc.cast(values, pa.string()), NOTHING)
    letter = _letter(kind)
    if letter is None:
        return texts([NOTHING if one is None else f"\0o:{one}" for one in values.to_pylist()])
    if pa.types.is_date(kind):
        values = pc.strftime(pc.cast(values, pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%S")
    elif pa.types.is_timestamp(kind):
        values = pc.strftime(values, format="%Y-%m-%dT%H:%M:%S")
    elif pa.types.is_decimal(kind) or pa.types.is_floating(kind):
        values = _shortest(pc.cast(values, pa.string()))
    elif pa.types.is_boolean(kind):
        values = pc.utf8_capitalize(pc.cast(values, pa.string()))
    text = pc.cast(values, pa.string())
    null = nulls(text)
    return pc.if_else(from_bools(null), NOTHING, pc.binary_join_element_wise(f"\0{letter}", text, ":"))


def _letter(kind: pa.DataType) -> str | None:
    for test, letter in (
        (pa.types.is_boolean, "b"),
        (pa.types.is_integer, "i"),
        (pa.types.is_floating, "f"),
        (pa.types.is_decimal, "f"),
        (pa.types.is_date, "d"),
        (pa.types.is_timestamp, "d"),
        (pa.types.is_time, "t"),
    ):
        if test(kind):
            return letter
    return None


def _shortest(values: pa.Array) -> pa.Array:
    """Give every number a point: `12` becomes `12.0`, as Python writes it."""
    return pc.replace_substring_regex(values, pattern=r"^(-?[0-9]+)$", replacement=r"\1.0")
