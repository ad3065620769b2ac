"""Values of a driver as text, written as a dump of the same database writes them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from collecdata.kernels.buffers import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

__all__ = ["UNDECODABLE", "as_text"]

UNDECODABLE = object()
"""What stands for bytes that are no text."""


def as_text(values: Sequence[Any]) -> tuple[pa.StringArray, list[int]]:
    r"""Make a column of text; also return the rows whose bytes are no text (null).

    >>> column, bad = as_text([1, None, Decimal("1.50"), dt.date(2024, 2, 9), "été", True, b"\xff"])
    >>> column.to_pylist(), bad
    (['1', None, '1.50', '2024-02-09', 'été', '1', None], [6])
    """
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str}:
        return texts(values), []
    written = [None if value is None else _WRITERS.get(type(value), str)(value) for value in values]
    bad = [row for row, value in enumerate(written) if value is UNDECODABLE]
    return texts(None if value is UNDECODABLE else value for value in written), bad


def _bytes(value: bytes | bytearray | memoryview) -> object:
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return UNDECODABLE


def _duration(value: dt.timedelta) -> str:
    """Write a TIME, which MySQL lets be negative or longer than a day."""
    seconds = abs(value) // dt.timedelta(seconds=1)
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    str: str,
    bool: lambda value: "1" if value else "0",
    float: lambda value: format(Decimal(repr(value)), "f") if isfinite(value) else repr(value),
    Decimal: lambda value: format(value, "f"),
    dt.datetime: lambda value: value.isoformat(sep=" "),
    dt.date: dt.date.isoformat,
    dt.timedelta: _duration,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    dict: _json,
    list: _json,
}
