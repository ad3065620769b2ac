"""The reader `dsn`: a row for each instance of a block, in pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from collecdata.errors import InputError
from collecdata.readers.base import Split
from collecdata.readers.dsn.inspect import inspect_file, settled
from collecdata.readers.dsn.lines import PADDING
from collecdata.readers.dsn.options import DsnOptions
from collecdata.readers.dsn.pieces import with_bytes
from collecdata.readers.dsn.reading import read_piece
from collecdata.readers.dsn.together import alike, join
from collecdata.readers.magic import begins_dsn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Joined, Layout, Reader
    from collecdata.readers.dsn.inspect import DsnDialect
    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.source import Source

__all__ = ["READER", "DsnReader"]


class DsnReader:
    """Social declarations (DSN, norm NEODeS). Without state: all that is known of a file is in its layout."""

    name = "dsn"
    options: type[BaseModel] = DsnOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes begin with a rubric of an envelope."""
        return begins_dsn(head)

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix record sets, columns, facts, and what is each collectivity's; see `inspect_file`. Raises `InputError`."""
        return inspect_file(source, DsnOptions.model_validate(options.model_dump()))

    def settle(self, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
        """Say which declarations of the files of one collectivity hold; see `settled`."""
        return settled(layouts)

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:  # noqa: ARG002 - of the protocol
        """Give the pieces, known already; the file is hashed.

        Raises:
            InputError: once all pieces are given, when the file is cut short.
        """
        dialect = cast("DsnDialect", layout.dialect)
        pieces = dialect.pieces if layout.source.plain else with_bytes(layout.source, dialect.pieces)
        for index, piece in enumerate(pieces):
            yield Split(layout, index, piece.own.start, piece.own.stop, piece.own.line, piece)
        if dialect.damage:
            raise InputError(dialect.damage, source=layout.source.name)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece; see `read_piece`."""
        piece: Piece = split.detail
        dialect = cast("DsnDialect", split.layout.dialect)
        source = split.layout.source
        yield from read_piece(source.name, dialect.sets, dialect.made, piece, _bytes_of(source, piece))

    def alike(self, one: Layout, other: Layout) -> bool:
        """Whether two files, both small and sound, may be read together; see `alike`."""
        return alike(one.dialect, other.dialect)

    def join(self, splits: Sequence[Split]) -> Joined | None:
        """Read whole files together; see `join`."""
        return join(splits)


READER: Reader = DsnReader()


def _bytes_of(source: Source, piece: Piece) -> bytearray:
    """Read what stands above a piece, then the piece."""
    if piece.data is not None:
        return bytearray(piece.data) + bytes(PADDING)
    spans = (*piece.above, piece.own)
    room = bytearray(sum(span.stop - span.start for span in spans) + PADDING)
    at = 0
    with source.path.open("rb", buffering=0) as stream:
        for span in spans:
            stream.seek(span.start)
            stop = at + span.stop - span.start
            while at < stop and (count := stream.readinto(memoryview(room)[at:stop])):
                at += count
    return room
