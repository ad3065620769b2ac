"""What tags hold beside values: names, in front of the first value, between two, and behind the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from collecdata.readers.xml.markup import NAME

__all__ = ["Head", "blanks", "read_head", "read_middle"]

_HEAD = re.compile(
    rb"(?P<close>/)?(?P<name>"
    + NAME
    + rb")(?:[ \t\r\n]+(?P<attribute>"
    + NAME
    + rb")[ \t\r\n]*=)?[ \t\r\n]*(?P<empty>/)?"
)
_MIDDLE = re.compile(rb"[ \t\r\n]+(" + NAME + rb")[ \t\r\n]*=[ \t\r\n]*")
_BLANKS = b" \t\r\n"
_KNOWN = 4096
"""Beginnings of tags that are remembered: the same come back in every stretch."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a tag, up to the first quote or to its end: which it is, its name, its first attribute."""

    name: bytes
    attribute: bytes = b""
    close: bool = False
    empty: bool = False


@lru_cache(_KNOWN)
def read_head(text: bytes) -> Head | None:
    """Understand the beginning of a tag; None when it is no plain tag with values in double quotes.

    >>> read_head(b"MtHT V=")
    Head(name=b'MtHT', attribute=b'V', close=False, empty=False)
    >>> read_head(b"/Piece").close, read_head(b"X a='1'")
    (True, None)
    """
    found = _HEAD.fullmatch(text)
    if found is None or (found["close"] and (found["attribute"] or found["empty"])):
        return None
    if found["attribute"] and (found["empty"] or not text.rstrip(_BLANKS).endswith(b"=")):
        return None
    return Head(found["name"], found["attribute"] or b"", bool(found["close"]), bool(found["empty"]))


@lru_cache(_KNOWN)
def read_middle(text: bytes) -> bytes | None:
    """Return the name of the attribute between two values.

    >>> read_middle(b" Code="), read_middle(b"Code=")
    (b'Code', None)
    """
    found = _MIDDLE.fullmatch(text)
    return found[1] if found else None


def blanks(text: bytes) -> int:
    """Count white space."""
    return len(text) - len(text.translate(None, _BLANKS))
