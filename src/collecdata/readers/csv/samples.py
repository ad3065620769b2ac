"""Pieces of a file to guess from: its head, its tail and a few places between, without reading it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.csv.streams import open_bytes

if TYPE_CHECKING:
    from collecdata.readers.source import Source

__all__ = ["Samples", "take_samples"]

_HEAD = 1 << 20
_COMPRESSED_HEAD = 4 << 20
"""More of what cannot be read elsewhere."""
_PIECE = 1 << 16
_PIECES = 16


@dataclass(frozen=True, slots=True)
class Samples:
    """The first bytes, others from further on, and whether the first are all there are."""

    head: bytes
    others: tuple[bytes, ...]
    whole: bool


def take_samples(source: Source, transcode: str = "") -> Samples:
    """Read samples of a source (`transcode`: codec to UTF-8, if any).

    Raises:
        InputError: it cannot be read, or there is nothing in it.
    """
    wanted = _HEAD if source.plain else _COMPRESSED_HEAD
    with open_bytes(source, transcode) as stream:
        head = stream.read(wanted)
        truncated = stream.truncated
    if not head and truncated:
        raise InputError("file.unreadable", source=source.name, reason=truncated)
    if not head:
        raise InputError("file.empty", source=source.name)
    others = _further(source) if source.plain and not transcode and len(head) == wanted else ()
    return Samples(head, others, whole=len(head) < wanted)


def _further(source: Source) -> tuple[bytes, ...]:
    size = source.path.stat().st_size
    places = [_HEAD + (size - _HEAD) * step // _PIECES for step in range(_PIECES - 1)]
    with source.path.open("rb", buffering=0) as stream:
        return tuple(stream.read(_PIECE) for place in (*places, max(_HEAD, size - _PIECE)) if stream.seek(place) >= 0)
