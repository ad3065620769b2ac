"""The bytes of the pieces: read again from the file by whoever converts them, or carried along where they cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collecdata.readers.csv.streams import open_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collecdata.readers.nested.piece import Piece
    from collecdata.readers.source import Source

__all__ = ["from_disk", "from_stream"]

_CHUNK = 1 << 20


def from_disk(source: Source, pieces: Iterable[Piece], observe: Callable[[memoryview], object]) -> Iterator[Piece]:
    """Give pieces that are read from the file again; their bytes pass `observe` before they do."""
    room = memoryview(bytearray(_CHUNK))
    seen = 0
    with source.path.open("rb", buffering=0) as stream:
        for piece in pieces:
            while seen < piece.stop and (count := stream.readinto(room)):
                observe(room[:count])
                seen += count
            yield piece
        while count := stream.readinto(room):
            observe(room[:count])


def from_stream(
    source: Source, pieces: Iterable[Piece], observe: Callable[[memoryview], object], transcode: str
) -> Iterator[Piece]:
    """Give pieces with their bytes: the source is compressed, or in an encoding that is not over ASCII."""
    for _ in from_disk(source, (), observe):
        pass
    at = 0
    with open_bytes(source, transcode) as stream:
        for piece in pieces:
            stream.skip(piece.start - at)
            yield replace(piece, data=stream.read(piece.stop - piece.start))
            at = piece.stop
