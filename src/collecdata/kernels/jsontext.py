"""JSON written piece by piece, with the bytes it would have if it were written whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["INDENT", "json_text", "members", "nested"]

INDENT = 2


def json_text(value: Any) -> str:  # noqa: ANN401
    """Write a value for people: indented, accents as they are."""
    return json.dumps(value, ensure_ascii=False, indent=INDENT)


def nested(text: str, depth: int) -> str:
    """Indent the text of a value that stands so many levels deep, all but its first line."""
    return text.replace("\n", "\n" + " " * (INDENT * depth))


def members(values: Mapping[str, Any]) -> Iterator[str]:
    """Write an object, a list that is given as an iterator item by item: its items are then texts of JSON.

    >>> print("".join(members({"a": 1, "b": iter(['"x"', "[]"]), "c": iter([])})))
    {
      "a": 1,
      "b": [
        "x",
        []
      ],
      "c": []
    }
    """
    for place, (name, value) in enumerate(values.items()):
        yield f"{',' if place else '{'}\n  {json.dumps(name)}: "
        if hasattr(value, "__next__"):
            yield from _items(value)
        else:
            yield nested(json_text(value), 1)
    yield "\n}"


def _items(texts: Iterator[str]) -> Iterator[str]:
    empty = True
    for text in texts:
        yield ("[" if empty else ",") + "\n    " + nested(text, 2)
        empty = False
    yield "[]" if empty else "\n  ]"
