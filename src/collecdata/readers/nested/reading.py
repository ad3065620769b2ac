"""Cutting a file and reading its pieces, whatever the nested format."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.errors import InputError
from collecdata.issues import Severity
from collecdata.kernels.stream import Tally
from collecdata.readers.base import Split
from collecdata.readers.buffers import borrowed
from collecdata.readers.csv.scan import Counted, find_byte
from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.nested.batches import Account, batches
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import tables
from collecdata.readers.nested.shape import Shape
from collecdata.readers.nested.sources import from_disk, from_stream
from collecdata.readers.nested.spanning import with_spanning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout
    from collecdata.readers.nested.dialect import Dialect
    from collecdata.readers.nested.piece import Piece
    from collecdata.readers.nested.tree import Indices, Tree

__all__ = ["cut", "read"]

_LF = 10


def cut(layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
    """Cut a file after records.

    The file is gone through twice: the elements that hold the records are known whole before the first piece is
    given, so that every row finds what it climbs to.

    Raises:
        InputError: once all pieces are given, when the file is cut short or cannot be read further.
    """
    dialect: Dialect = layout.dialect
    with open_bytes(layout.source, dialect.transcode) as stream:
        found = dialect.survey(stream)
        reason = stream.truncated
    pieces = with_spanning(found, dialect, layout.source.name)
    if layout.source.plain and not dialect.transcode:
        ready = from_disk(layout.source, pieces, observe)
    else:
        ready = from_stream(layout.source, pieces, observe, dialect.transcode)
    for index, piece in enumerate(ready):
        yield Split(layout, index, piece.start, piece.stop, piece.line, piece)
    if found.damage is not None:
        code = reason if reason.startswith("archive.") else found.damage.code
        raise InputError(code, source=layout.source.name, line=found.line, reason=found.damage.reason)


def read(split: Split) -> Iterator[Batch]:
    """Read one piece: the rows that its own climb to, then a batch for each record set."""
    piece: Piece = split.detail
    if piece.data is not None:
        yield from _read(split.layout, piece, memoryview(piece.data))
        return
    with borrowed(piece.stop - piece.start) as room, split.layout.source.path.open("rb", buffering=0) as stream:
        stream.seek(piece.start)
        filled, view = 0, memoryview(room)[: piece.stop - piece.start]
        while filled < len(view) and (count := stream.readinto(view[filled:])):
            filled += count
        yield from _read(split.layout, piece, view[:filled])


def _read(layout: Layout, piece: Piece, data: memoryview) -> Iterator[Batch]:
    dialect: Dialect = layout.dialect
    shape = Shape(dialect.rules)
    tree = dialect.parse(piece, data, shape)
    lines = _Lines(piece, data)
    findings = Findings(layout.source.name)
    known = piece.given.known()
    found = {table.set: table for table in tables(tree, shape, dialect.form, lines.of, findings, piece.before, known)}
    reason = tree.damages[0].code if tree.damages else ""
    for damage in tree.damages[:-1] if piece.stopped else tree.damages:
        place = lines.place(damage.at)
        findings.note(damage.code, Severity.ERROR, place.line, character=str(place.character), reason=damage.reason)
    issues, files = (*piece.issues, *findings.issues()), {**piece.files, **tree.files}
    account = Account(issues, _tally(tree, dialect.count(data)), reason, files)
    yield from batches(layout.source.name, tuple(layout.record_sets), dialect.form, found, piece.given, account)


def _tally(tree: Tree, physical: int) -> Tally:
    """Account for the units of a piece; those that the adapter leaves out are counted as preamble.

    In a damaged piece, those of records that are not whole are rejected, with all that was not read.
    """
    if not tree.damages:
        return Tally(physical, records=int(tree.sizes.sum()) + tree.loose, preamble=tree.skipped)
    whole = int(tree.sizes[tree.closed].sum()) + tree.loose
    return Tally(physical, records=whole, preamble=tree.skipped, rejected=physical - whole - tree.skipped)


class _Place(NamedTuple):
    """Where a byte is, for who opens the file."""

    line: int
    character: int


class _Lines:
    """Lines of bytes of the file; line ends are looked for when the first is asked for."""

    def __init__(self, piece: Piece, data: memoryview) -> None:
        self._piece, self._data = piece, data

    def of(self, places: Indices) -> Indices:
        """Return the line of each of these bytes."""
        return self._counted.before(places - self._piece.start) + self._piece.line if len(places) else places

    def place(self, at: int) -> _Place:
        """Return the line of a byte, and its place in it from 1."""
        before = int(np.searchsorted(self._ends, at - self._piece.start))
        start = int(self._ends[before - 1]) + 1 if before else 0
        return _Place(before + self._piece.line, at - self._piece.start - start + 1)

    @cached_property
    def _counted(self) -> Counted:
        return Counted(self._data, _LF)

    @cached_property
    def _ends(self) -> Indices:
        return find_byte(self._data, _LF, 0, len(self._data))
