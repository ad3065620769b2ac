"""A file cut where its lines end, each byte read once, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.fixed.block import Piece
from collecdata.readers.fixed.lines import count_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from collecdata.readers.fixed.layout import Dialect

__all__ = ["pieces"]

_LONGEST = 64 << 20
"""Bytes of a line beyond which it is no record: it is cut there, and rejected."""


def pieces(stream: BinaryIO, dialect: Dialect, observe: Callable[[memoryview], object]) -> Iterator[tuple[int, Piece]]:
    """Give the byte each piece begins at, and the piece; every byte passes `observe`.

    Raises:
        InputError: the stream cannot be read to its end; what could be read has been given.
    """
    place, line, left, skip, given = 0, 1, b"", dialect.start, False
    while True:
        block, fault = _next(stream, dialect.block)
        observe(memoryview(block))
        left, last = left + block, not block or fault is not None
        if skip and len(left) >= skip:
            place, line, left, skip = skip, dialect.skipped + 1, left[skip:], 0
        cut = len(left) if last else 0 if skip else _whole(left, dialect)
        if cut or (last and not given):
            piece = Piece(left[:cut], line, cut=fault is not None)
            yield place, piece
            line += count_ends(piece.data, dialect.eol) if dialect.eol else cut // dialect.length
            place, left, given = place + cut, left[cut:], True
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
