"""The marks, keys and values of JSON text, one after the other, exactly."""

from __future__ import annotations

import json
import re

__all__ = ["ITEM", "ROOT", "TOKEN", "decoded", "key_of"]

ROOT = "$"
"""Name of the value that is the whole file."""
ITEM = "[]"
"""Name of the elements of a file that is an array, and of the lines of one that is JSON Lines."""

TOKEN = re.compile(
    rb"[ \t\r\n]*+(?:([{}\[\],:])"
    rb"|\"((?:[^\"\\\x00-\x1f]++|\\[^\x00-\x1f])*+)\""
    rb"|(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+(?![0-9A-Za-z.+-])"
    rb"|true|false|null|NaN|-?Infinity))"
)
"""A mark, the inside of a text, or a bare value: NaN and Infinity too, which Python writes."""


def decoded(text: bytes, encoding: str) -> str | None:
    r"""Return the text between two quotes; None when it is not text: bytes or escapes that mean no character.

    >>> decoded(b"caf\\u00e9", "utf-8"), decoded(b"\\ud800", "utf-8"), decoded(b"\xe9", "utf-8")
    ('café', None, None)
    """
    try:
        found = text.decode(encoding)
        if b"\\" in text:
            found = json.loads(f'"{found}"')
            found.encode()
    except ValueError:
        return None
    return found


def key_of(text: bytes, encoding: str) -> str:
    """Return the name of a member; what is not text in it is shown as it is written."""
    return decoded(text, encoding) or text.decode("utf-8", "backslashreplace")
