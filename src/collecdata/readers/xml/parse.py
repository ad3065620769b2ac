"""A piece to batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.issues import Severity
from collecdata.kernels.stream import Tally
from collecdata.readers.csv.scan import find_byte
from collecdata.readers.nested.batches import Account, batches
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import tables
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.markup import starts
from collecdata.readers.xml.slow import read_slowly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout
    from collecdata.readers.nested.tree import Indices, Tree
    from collecdata.readers.xml.inspect import Dialect
    from collecdata.readers.xml.piece import Piece

__all__ = ["parse", "read_piece"]

_LF = 10


def parse(piece: Piece, data: memoryview, shape: Shape, encoding: str, value: str) -> Tree:
    """Read a piece; what is wrong in it is in `damage`, and everything before that is there."""
    return read_slowly(piece, data, shape, encoding, value)


def read_piece(layout: Layout, piece: Piece, data: memoryview) -> Iterator[Batch]:
    """Read the bytes of a piece to batches."""
    dialect: Dialect = layout.dialect
    shape = Shape(dialect.rules)
    tree = parse(piece, data, shape, dialect.encoding, dialect.value)
    lines = _Lines(piece, data)
    findings = Findings(layout.source.name)
    found = {table.set: table for table in tables(tree, shape, dialect.form, lines.of, findings)}
    reason = tree.damage.code if tree.damage else ""
    if tree.damage and not piece.stopped:
        line = int(lines.of(np.array([tree.damage.at]))[0])
        findings.note(reason, Severity.ERROR, line, reason=tree.damage.reason)
    issues = (*piece.issues, *findings.issues())
    account = Account(issues, _tally(tree, sum(1 for _ in starts(data))), reason)
    yield from batches(layout.source.name, tuple(layout.record_sets), dialect.form, found, piece.given, account)


def _tally(tree: Tree, physical: int) -> Tally:
    """Account for the elements of a piece; those that the adapter leaves out are counted as preamble.

    In a damaged piece, the elements of records that are not whole are rejected, with all that was not read.
    """
    whole = int(tree.sizes[tree.closed].sum()) + tree.loose
    if not tree.damage:
        return Tally(physical, records=int(tree.sizes.sum()) + tree.loose, preamble=tree.skipped)
    return Tally(physical, records=whole, preamble=tree.skipped, rejected=physical - whole - tree.skipped)


class _Lines:
    """Lines of bytes of the file, the line ends of a piece found when the first is asked for."""

    def __init__(self, piece: Piece, data: memoryview) -> None:
        self._piece, self._data = piece, data
        self._ends: Indices | None = None

    def of(self, places: Indices) -> Indices:
        if self._ends is None:
            self._ends = find_byte(self._data, _LF, 0, len(self._data))
        return np.searchsorted(self._ends, places - self._piece.start) + self._piece.line
