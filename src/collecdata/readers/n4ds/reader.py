"""The reader `n4ds`: a row for each instance of a set of blocks, in pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from collecdata.errors import InputError
from collecdata.readers.base import Split
from collecdata.readers.dsn.pieces import with_bytes
from collecdata.readers.n4ds.inspect import inspect_file
from collecdata.readers.n4ds.lines import PADDING, begins_n4ds
from collecdata.readers.n4ds.options import N4dsOptions
from collecdata.readers.n4ds.reading import read_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.n4ds.inspect import N4dsDialect
    from collecdata.readers.source import Source

__all__ = ["READER", "N4dsReader"]


class N4dsReader:
    """Yearly social declarations (N4DS). Without state: all that is known of a file is in its layout."""

    name = "n4ds"
    options: type[BaseModel] = N4dsOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes begin with who sends it."""
        return begins_n4ds(head)

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix record sets, columns, facts, and what is each collectivity's; see `inspect_file`. Raises `InputError`."""
        return inspect_file(source, N4dsOptions.model_validate(options.model_dump()))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:  # noqa: ARG002 - of the protocol
        """Give the pieces, known already; the file is hashed.

        Raises:
            InputError: once all pieces are given, when the file is cut short.
        """
        dialect = cast("N4dsDialect", layout.dialect)
        for index, piece in enumerate(with_bytes(layout.source, dialect.pieces)):
            yield Split(layout, index, piece.own.start, piece.own.stop, piece.own.line, piece)
        if dialect.damage:
            raise InputError(dialect.damage, source=layout.source.name)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece; see `read_piece`."""
        piece: Piece = split.detail
        dialect = cast("N4dsDialect", split.layout.dialect)
        yield from read_piece(
            split.layout.source.name, dialect.form, piece, bytearray(piece.data or b"") + bytes(PADDING)
        )


READER: Reader = N4dsReader()
