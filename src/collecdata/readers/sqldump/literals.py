"""Cells that are neither NULL, a number nor a plain string: binary, hexadecimal, bits, truth values."""

from __future__ import annotations

import re

__all__ = ["literal"]

_STRING = re.compile(rb"(?:_\w+\s*|[nN])?(['\"])(.*)\1", re.DOTALL)
_HEX = re.compile(rb"0x([0-9a-f]+)|x'([0-9a-f]*)'", re.IGNORECASE)
_BITS = re.compile(rb"0b([01]+)|b'([01]*)'", re.IGNORECASE)
_WORDS = {b"true": b"1", b"false": b"0"}
_ESCAPED = re.compile(rb"\\(.)|(['\"])\2", re.DOTALL)
ESCAPES = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
"""What a backslash makes of the letter after it; of any other byte, that byte."""


def literal(text: bytes) -> bytes | None:
    r"""Return the bytes that a literal stands for; None when it is none (a function, an expression).

    >>> [literal(text) for text in (b"0x4A6f", b"_binary 'a\\'b'", b"b'101'", b"TRUE", b"NOW()")]
    [b'Jo', b"a'b", b'5', b'1', None]
    """
    if (found := _HEX.fullmatch(text)) is not None:
        digits = found[1] or found[2]
        return bytes.fromhex((b"0" * (len(digits) % 2) + digits).decode())
    if (found := _BITS.fullmatch(text)) is not None:
        return b"%d" % int(found[1] or found[2] or b"0", 2)
    if (found := _STRING.fullmatch(text)) is not None:
        return _ESCAPED.sub(_unescape, found[2])
    return _WORDS.get(text.lower())


def _unescape(found: re.Match[bytes]) -> bytes:
    if found[2]:
        return found[2]
    byte = found[1]
    return found[0] if byte in b"%_" else ESCAPES.get(byte, byte)
