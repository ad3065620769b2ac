"""A file of records cut between records, in bounded memory: into what a worker takes, and that into what it reads."""

from __future__ import annotations

from io import FileIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.errors import InputError
from collecdata.readers.marc.block import Piece
from collecdata.readers.marc.structure import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

__all__ = ["PIECE", "Cut", "cuts", "pieces"]

PIECE = 4 << 20
"""Bytes laid out at a time: what is made of them on the way is ten times as large."""
_LARGEST = 64 << 20
"""Bytes without the end of a record beyond which there is none: they are given as they are, and refused."""
_BEGUN = 1 << 16
"""Bytes of a record that goes on in the next piece; more is found when it is needed."""
_SEEN = 1 << 18
"""Bytes looked at as a file is cut: they are hashed and counted while they are in the cache."""


class Cut(NamedTuple):
    """Some bytes of a file, from one record to another; the number of the first one (from 1)."""

    start: int
    stop: int
    first: int


def cuts(stream: FileIO, block: int, observe: Callable[[memoryview], object]) -> Iterator[Cut]:
    """Cut a file into blocks of at least so many bytes; every byte passes `observe`."""
    room = bytearray(min(block, _SEEN))
    start, at, first, ended = 0, 0, 1, 0
    while size := stream.readinto(room):
        observe(memoryview(room)[:size])
        ends = int(np.count_nonzero(np.frombuffer(room, np.uint8)[:size] == RECORD))
        at, ended = at + size, ended + ends
        if at - start >= block and (ends or at - start > _LARGEST):
            stop = at - size + (room.rfind(RECORD, 0, size) + 1 or size)
            yield Cut(start, stop, first)
            start, first, ended = stop, first + ended, 0
    if at > start:
        yield Cut(start, at, first)


def pieces(stream: BinaryIO, block: int, left: int | None = None) -> Iterator[Piece]:
    """Give whole records, some bytes at a time, from where a stream stands; each is there until the next is asked for.

    Args:
        stream: what is read.
        block: bytes of a piece, less where a record ends, more where one is larger.
        left: bytes to read; by default all.

    Raises:
        InputError: the stream cannot be read to its end; what could be read has been given.
    """
    start = held = 0
    room = bytearray(block + _BEGUN)
    fault: InputError | None = None
    while True:
        asked = block if left is None else min(block, left)
        if held + asked > len(room):
            room = room[:held] + bytes(held + asked)
        try:
            size = _read(stream, memoryview(room)[held : held + asked])
        except InputError as error:
            size, fault = 0, error
        left = None if left is None else left - size
        cut, held = room.rfind(RECORD, held, held + size) + 1, held + size
        if not size or left == 0 or (not cut and held > _LARGEST):
            cut = held
        if cut:
            yield Piece(memoryview(room)[:cut], start)
            room[: held - cut] = room[cut:held]
            start, held = start + cut, held - cut
        if not size or left == 0:
            break
    if fault is not None:
        raise fault


def _read(stream: BinaryIO, room: memoryview) -> int:
    """Fill what can be; a stream that may fail midway is asked for bytes, which it then has given."""
    if isinstance(stream, FileIO):
        return stream.readinto(room) or 0
    data = stream.read(len(room))
    room[: len(data)] = data
    return len(data)
