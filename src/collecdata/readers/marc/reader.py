"""The reader `marc`: records of libraries in ISO 2709, cut into pieces that any worker reads alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from collecdata.errors import InputError
from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, SURPLUS, Batch
from collecdata.readers.base import Layout, Split
from collecdata.readers.marc.block import Piece, read_block
from collecdata.readers.marc.encoding import NAMES
from collecdata.readers.marc.inspect import facts_of, usual_charset
from collecdata.readers.marc.joined import joined
from collecdata.readers.marc.options import Iso2709Options
from collecdata.readers.marc.pieces import PIECE, cuts, pieces
from collecdata.readers.marc.structure import FIELD, RECORD
from collecdata.readers.marc.views import Views
from collecdata.readers.source import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa
    from pydantic import BaseModel

    from collecdata.readers.base import Reader
    from collecdata.readers.marc.block import Block, Refused
    from collecdata.readers.marc.options import MarcSet
    from collecdata.readers.source import Source

__all__ = ["READER", "MarcDialect", "MarcReader", "batches"]

_SEEN = 1 << 20
"""Bytes of the head that facts are found in."""
_DEFAULT = NAMES.index("cp1252")


class MarcDialect(NamedTuple):
    """What a worker needs to know of a file. Picklable."""

    sets: Mapping[str, MarcSet]
    ids: tuple[str, ...]
    block: int
    usual: int


class MarcReader:
    """ISO 2709, whatever its character set and its state. Without state: all that is known is in the layout."""

    name = "marc"
    options: type[BaseModel] = Iso2709Options

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes are records: marks of fields, and of a record where one may end."""
        first = head.find(FIELD)
        return first >= 24 and (head.find(RECORD) > first or len(head) >= HEAD)  # noqa: PLR2004 - the leader

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Read the first records. Raises `InputError` where there is none."""
        given = cast("Iso2709Options", options)
        head = source.head(_SEEN)
        cut = head.rfind(RECORD) + 1 or len(head)
        found = read_block(source.name, Piece(head[:cut]), _DEFAULT).records
        if not len(found):
            raise InputError("marc.other", source=source.name)
        dialect = MarcDialect(dict(given.sets), given.id, given.block, usual_charset(found))
        columns = {name: one.names for name, one in given.sets.items()}
        return Layout(self.name, source, columns, facts_of(found), dialect)

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file between records. What is compressed is one split, read as a stream."""
        source, dialect = layout.source, cast("MarcDialect", layout.dialect)
        if not source.plain:
            yield Split(layout, 0)
            for block in source.raw_blocks():
                observe(memoryview(block))
            return
        with source.path.open("rb", buffering=0) as stream:
            for index, cut in enumerate(cuts(stream, dialect.block, observe)):
                yield Split(layout, index, cut.start, cut.stop, cut.first)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one split: a batch for each record set; of what is a stream, for each of every block.

        Raises `InputError` where a compressed file is damaged.
        """
        source, dialect = split.layout.source, cast("MarcDialect", split.layout.dialect)
        if split.stop is None:
            with source.open() as stream:
                yield from _batches(source.name, dialect, pieces(stream, min(PIECE, dialect.block)), 1)
            return
        with source.path.open("rb", buffering=0) as file:
            file.seek(split.start)
            found = pieces(file, min(PIECE, dialect.block), split.stop - split.start)
            placed = (replace(piece, start=split.start + piece.start) for piece in found)
            yield from _batches(source.name, dialect, placed, split.first_line)


READER: Reader = MarcReader()


def _batches(source: str, dialect: MarcDialect, found: Iterable[Piece], first: int) -> Iterator[Batch]:
    """Lay out pieces that follow one another, their first record of this number; a block of them is put together."""
    groups: list[list[Batch]] = []
    size = 0
    try:
        for piece in found:
            block = read_block(source, replace(piece, first=first), dialect.usual)
            groups.append(list(batches(source, dialect, block)))
            first, size = first + block.count, size + len(piece.data)
            if size >= dialect.block:
                yield from joined(groups)
                groups, size = [], 0
    except InputError:
        yield from joined(groups)
        raise
    yield from joined(groups)


def batches(source: str, dialect: MarcDialect, block: Block) -> Iterator[Batch]:
    """Lay out a block: a batch for each record set; with the first, what is said of the block, and what is refused."""
    views = Views(block.records, dialect.ids)
    issues, tally, rejects = block.issues, block.tally, None
    for rank, (name, wanted) in enumerate(dialect.sets.items()):
        data = views.batch(wanted)
        if not rank:
            rejects = _rejects(data, block.refused)
            yield Batch(source, data, name, issues, rejects, tally=tally)
        else:
            yield Batch(source, data, name)


def _rejects(data: pa.RecordBatch, refused: tuple[Refused, ...]) -> pa.RecordBatch | None:
    """Set records aside with their bytes, each shown as the character of its number (Latin-1): none is lost."""
    import pyarrow as pa

    if not refused:
        return None
    count = len(refused)
    names = [name for name in data.schema.names if name not in (ID, PARENT, RANK, LINE)]
    columns = [texts([None] * count) for _ in names]
    columns += [
        texts([one.raw.decode("latin-1") for one in refused]),
        from_int64([one.number for one in refused]),  # type: ignore[arg-type]
        texts(["marc.unreadable"] * count),
    ]
    return pa.RecordBatch.from_arrays(columns, names=[*names, SURPLUS, LINE, REASONS])
