"""The reader `sqldump`: each table of a dump is a record set; pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.base import Split
from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.marcxml.cells import expanded
from collecdata.readers.sqldump.inspect import begins, inspect_file
from collecdata.readers.sqldump.options import SqlDumpOptions
from collecdata.readers.sqldump.piece import read_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.source import Source
    from collecdata.readers.sqldump.dialect import Dialect, Piece

__all__ = ["READER", "SqlDumpReader"]

_CHUNK = 1 << 20


class SqlDumpReader:
    """Dumps of MySQL and MariaDB. Without state: all that is known of a file is in its layout."""

    name = "sqldump"
    options: type[BaseModel] = SqlDumpOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes begin as SQL does."""
        return begins(head)

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Go through the file: encoding, tables, columns, pieces; see `inspect_file`. Raises `InputError`."""
        return inspect_file(source, SqlDumpOptions.model_validate(options.model_dump()))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Give the pieces that the inspection found.

        Raises:
            InputError: once all pieces are given, when the file is cut short or cannot be read further.
        """
        dialect: Dialect = layout.dialect
        if layout.selected is not None:
            ready = _selected(layout)
        else:
            ready = _from_disk(layout, observe) if layout.source.plain else _from_stream(layout, observe)
        for index, piece in enumerate(ready):
            yield Split(layout, index, piece.start, piece.stop, piece.line, piece)
        if dialect.damage and layout.selected is None:
            raise InputError(dialect.damage, source=layout.source.name, line=dialect.line)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece: one batch, and those of the records that a column of it holds."""
        piece: Piece = split.detail
        if piece.table and piece.data is None:
            with split.layout.source.path.open("rb", buffering=0) as stream:
                stream.seek(piece.start)
                piece = piece._replace(data=_exactly(stream.read, piece.stop - piece.start))
        batch = read_piece(split.layout, piece)
        wanted = split.layout.dialect.marcxml.get(piece.table)
        if wanted is None or wanted.column not in batch.data.schema.names:
            yield batch
        else:
            yield from expanded(batch, wanted)


READER: Reader = SqlDumpReader()


def _selected(layout: Layout) -> Iterator[Piece]:
    """Give the pieces of one table only; nothing else is read."""
    table = layout.dialect.table_of(layout.selected)
    wanted = [piece for piece in layout.dialect.pieces if piece.table == table]
    return iter(wanted) if layout.source.plain else _with_bytes(layout, wanted)


def _from_disk(layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Piece]:
    """Give pieces that are read from the file again; their bytes pass `observe` before they do."""
    room, seen = memoryview(bytearray(_CHUNK)), 0
    dialect: Dialect = layout.dialect
    with layout.source.path.open("rb", buffering=0) as stream:
        for piece in dialect.pieces:
            while seen < piece.stop and (count := stream.readinto(room)):
                observe(room[:count])
                seen += count
            yield piece
        while count := stream.readinto(room):
            observe(room[:count])


def _from_stream(layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Piece]:
    """Give pieces with their bytes: the file is compressed. It is observed as it lies on the disk."""
    for block in layout.source.raw_blocks(_CHUNK):
        observe(memoryview(block))
    yield from _with_bytes(layout, layout.dialect.pieces)


def _with_bytes(layout: Layout, pieces: Iterable[Piece]) -> Iterator[Piece]:
    at = 0
    with open_bytes(layout.source, "") as stream:
        for piece in pieces:
            stream.skip(piece.start - at)
            at = piece.start
            if piece.table:
                yield piece._replace(data=stream.read(piece.stop - piece.start))
                at = piece.stop
            else:
                yield piece


def _exactly(read: Callable[[int], bytes | None], size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
