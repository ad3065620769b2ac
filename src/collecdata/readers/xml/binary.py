"""Files carried as text: base64, gzip under it or not."""

from __future__ import annotations

import binascii
import hashlib
import zlib
from typing import NamedTuple

__all__ = ["Attached", "attached"]

_GZIP = b"\x1f\x8b"
_BLANKS = b" \t\r\n"
_LARGEST = 1 << 30
"""Bytes beyond which a compressed attachment is taken for a bomb."""


class Attached(NamedTuple):
    """The content of an attachment, and what is wrong with the way it is written, if anything is."""

    content: bytes
    fault: str = ""

    @property
    def size(self) -> str:
        """How many bytes it has."""
        return str(len(self.content))

    @property
    def sha256(self) -> str:
        """Its SHA-256, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def attached(text: bytes) -> Attached | None:
    """Return the file written as base64, gunzipped if it is gzip; None when there is none.

    What is not base64, or is gzip that cannot be read, is taken as it is written: nothing is lost.

    >>> attached(b"Ym9uam91cg=="), attached(b"bonjour !"), attached(b"  ")
    (Attached(content=b'bonjour', fault=''), Attached(content=b'bonjour !', fault='base64'), None)
    """
    bare = text.translate(None, _BLANKS)
    if not bare:
        return None
    try:
        content = binascii.a2b_base64(bare, strict_mode=True)
    except (ValueError, binascii.Error):
        return Attached(text, "base64")
    if not content.startswith(_GZIP):
        return Attached(content)
    inside = _gunzipped(content)
    return Attached(content, "gzip") if inside is None else Attached(inside)


def _gunzipped(content: bytes) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while content:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(stream.decompress(content, _LARGEST - size))
        except zlib.error:
            return None
        size += len(parts[-1])
        if not stream.eof:
            return None
        content = stream.unused_data
    return b"".join(parts)
