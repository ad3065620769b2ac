"""Records written by hand, well and badly."""

from __future__ import annotations

from typing import NamedTuple

LEADER = "00000nam0 2200000   450 "


class Data(NamedTuple):
    """A field with subfields, each a text that begins with its code."""

    tag: str
    indicators: str
    subfields: tuple[str, ...]


def data(tag: str, *subfields: str, indicators: str = "  ") -> Data:
    return Data(tag, indicators, subfields)


def iso2709(*fields: Data | tuple[str, str], leader: str = LEADER, codec="utf-8", lie: int = 0) -> bytes:
    """Write a record; `lie` is added to every length that it declares, `codec` a name or a function."""
    encode = codec if callable(codec) else lambda text: text.encode(codec)
    directory, body = b"", b""
    for field in fields:
        text = encode(field[1])
        if isinstance(field, Data):
            text += b"".join(b"\x1f" + encode(one) for one in field.subfields)
        directory += f"{field[0]}{len(text) + 1 + lie:04}{len(body):05}".encode()
        body += text + b"\x1e"
    base = len(leader) + len(directory) + 1
    head = f"{base + len(body) + 1 + lie:05}{leader[5:12]}{base:05}{leader[17:]}".encode()
    return head + directory + b"\x1e" + body + b"\x1d"
