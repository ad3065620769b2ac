"""A file cut where its lines end, each byte read once, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from collecdata.errors import InputError
from collecdata.readers.fixed.block import Piece
from collecdata.readers.fixed.lines import count_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from collecdata.readers.fixed.dialect import Dialect

__all__ = ["Cut", "cuts"]

_LONGEST = 64 << 20
"""Bytes of a line beyond which it is no record: it is cut there, and rejected."""


class Cut(NamedTuple):
    """Whole lines of a file, seen where they were read: the byte they begin at, the line, the bytes.

    `short`: but perhaps the last, what follows it cannot be read.
    """

    start: int
    first_line: int
    data: memoryview
    short: bool

    @property
    def piece(self) -> Piece:
        """These lines to be read, in bytes of their own."""
        return Piece(bytes(self.data), self.first_line, self.short)


def cuts(stream: BinaryIO, dialect: Dialect, observe: Callable[[memoryview], object]) -> Iterator[Cut]:
    """Cut a file where its lines end; every byte passes `observe`.

    Raises:
        InputError: the stream cannot be read to its end; what could be read has been given.
    """
    place, line, left, skip, given = 0, 1, b"", dialect.start, False
    while True:
        block, fault = _next(stream, dialect.block)
        observe(memoryview(block))
        left, last = left + block if left else block, not block or fault is not None
        if skip and len(left) >= skip:
            place, line, left, skip = skip, dialect.skipped + 1, left[skip:], 0
        end = len(left) if last else 0 if skip else _whole(left, dialect)
        if end or (last and not given):
            cut = Cut(place, line, memoryview(left)[:end], fault is not None)
            yield cut
            line += count_ends(cut.data, dialect.eol) if dialect.eol else end // dialect.length
            place, left, given = place + end, left[end:], True
        if last:
            break
    if fault is not None:
        raise fault


def _next(stream: BinaryIO, size: int) -> tuple[bytes, InputError | None]:
    """Read a block, one read of what lies underneath at a time: nothing read before a fault is lost."""
    read = getattr(stream, "read1", stream.read)
    parts: list[bytes] = []
    try:
        while size > 0 and (part := read(size)):
            parts.append(part)
            size -= len(part)
    except InputError as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _whole(data: bytes, dialect: Dialect) -> int:
    """Return where the last whole record ends."""
    if not dialect.eol:
        return len(data) - len(data) % dialect.length
    return data.rfind(dialect.eol) + 1 or (len(data) if len(data) >= _LONGEST else 0)
