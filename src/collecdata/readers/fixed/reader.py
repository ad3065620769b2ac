"""The reader `fixed`: records of fixed widths, cut into pieces that any worker reads alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from collecdata.kernels.stream import Tally
from collecdata.readers.base import Split
from collecdata.readers.fixed.block import Piece, read_block
from collecdata.readers.fixed.layout import inspect_file
from collecdata.readers.fixed.options import FixedOptions
from collecdata.readers.fixed.pieces import cuts
from collecdata.readers.magic import kind_of_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.fixed.dialect import Dialect
    from collecdata.readers.source import Source

__all__ = ["READER", "FixedReader"]


class FixedReader:
    """Records of fixed widths, positions in characters. Cells come without the blanks that fill them."""

    name = "fixed"
    options: type[BaseModel] = FixedOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes may be text; old systems leave control characters in it."""
        return kind_of_head(head) in ("text", "binary")

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix encoding and line ends, and hold the first records against the layout declared; see `inspect_file`."""
        return inspect_file(source, cast("FixedOptions", options))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file where records end. What is compressed is one split, read as a stream."""
        source, dialect = layout.source, cast("Dialect", layout.dialect)
        if not source.plain:
            yield Split(layout, 0)
            for block in source.raw_blocks():
                observe(memoryview(block))
            return
        with source.open() as stream:
            for index, cut in enumerate(cuts(stream, dialect, observe)):
                yield Split(layout, index, cut.start, cut.start + len(cut.data), cut.first_line)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one split: a batch for each type of record, of each block of a stream.

        Raises:
            InputError: a compressed file is cut or damaged; what stands before is given first.
        """
        source, dialect = split.layout.source, cast("Dialect", split.layout.dialect)
        if split.stop is None:
            with source.open() as stream:
                for cut in cuts(stream, dialect, _unseen):
                    yield from _batches(source, dialect, cut.start, cut.piece)
            return
        with source.path.open("rb") as stream:
            stream.seek(split.start)
            piece = Piece(stream.read(split.stop - split.start), split.first_line)
        yield from _batches(source, dialect, split.start, piece)


READER: Reader = FixedReader()


def _batches(source: Source, dialect: Dialect, start: int, piece: Piece) -> Iterator[Batch]:
    """Read a block; the lines skipped at the head of the file are accounted for with the first."""
    skipped = dialect.skipped if start == dialect.start else 0
    for batch in read_block(source.name, dialect, piece):
        yield replace(batch, tally=batch.tally + Tally(physical=skipped, preamble=skipped))
        skipped = 0


def _unseen(block: memoryview) -> None:
    """Observe nothing: the bytes of a compressed file are observed as they lie on disk."""
