"""Tags, one after the other, exactly: what the head, the skeleton and damaged places of a file are read with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ATTRIBUTE", "NAME", "Tag", "local", "next_tag", "starts", "tag_at"]

NAME = rb"[A-Za-z_:\x80-\xff][A-Za-z0-9_:.\-\x80-\xff]*"
"""A name, in any encoding over ASCII."""
_TAG = re.compile(
    rb"<(?:(?P<close>/)(?P<closed>" + NAME + rb")\s*>"
    rb"|!--(?P<comment>.*?)-->"
    rb"|!\[CDATA\[.*?\]\]>"
    rb"|(?P<doctype>!DOCTYPE)"
    rb"|\?.*?\?>"
    rb"|(?P<name>" + NAME + rb")(?P<attributes>(?:[^\"'<>]|\"[^\"<]*\"|'[^'<]*')*?)(?P<empty>/?)>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(rb"\s+(" + NAME + rb")\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_START = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?=[^/!?])", re.DOTALL)

Buffer = bytes | bytearray | memoryview
Kind = Literal["start", "empty", "end", "doctype", "other"]


class Tag(NamedTuple):
    """A tag from byte `start` to `stop`: its name as written, and the bytes of its attributes."""

    kind: Kind
    start: int
    stop: int
    name: bytes = b""
    attributes: bytes = b""


def next_tag(data: bytes | bytearray, start: int, stop: int) -> Tag | None:
    """Return the first tag, comment, CDATA section or instruction from `start`; None where there is no whole one.

    What begins with `<` and is none of these stops the search.
    """
    place = data.find(b"<", start, stop)
    return tag_at(data, place, stop) if place >= 0 else None


def tag_at(data: Buffer, place: int, stop: int) -> Tag | None:
    """Return what begins at a place, where there is a `<`; None when it is not whole or not well-formed."""
    found = _TAG.match(data, place, stop)
    if found is None:
        return None
    if found["close"]:
        return Tag("end", place, found.end(), found["closed"])
    if found["name"]:
        kind: Kind = "empty" if found["empty"] else "start"
        return Tag(kind, place, found.end(), found["name"], found["attributes"])
    return Tag("doctype" if found["doctype"] else "other", place, found.end())


def starts(data: Buffer) -> Iterator[int]:
    """Give the first byte of every start tag; what comments, CDATA sections and instructions hold is text."""
    return (found.start() for found in _START.finditer(data) if found.end() == found.start() + 1)


def local(name: str) -> str:
    """Return a name without its prefix.

    >>> local("n:PES_Aller")
    'PES_Aller'
    """
    return name.rpartition(":")[2]
