"""The rows of records that no piece holds whole, from the skeleton of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import from_bools, from_int64, integers
from collecdata.kernels.stream import ID, RANK
from collecdata.readers.nested.batches import Given
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.piece import Piece
from collecdata.readers.nested.rows import Table, tables
from collecdata.readers.nested.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collecdata.readers.nested.dialect import Dialect
    from collecdata.readers.nested.piece import Bone, Survey
    from collecdata.readers.nested.tree import Indices

__all__ = ["with_spanning"]


def with_spanning(found: Survey, dialect: Dialect, source: str) -> list[Piece]:
    """Give each piece of a file the rows that it begins and does not end, and those that it is in.

    What is wrong with these rows goes with the first piece.
    """
    rank_of = {one.start: one.rank for piece in found.pieces for one in piece.stack}
    if not rank_of:
        return found.pieces
    skeleton = _Skeleton.of(found.skeleton)
    shape = Shape(dialect.rules)
    whole = Piece(0, len(skeleton.data), last=True, stopped=found.damage is not None)
    tree = dialect.parse_skeleton(whole, memoryview(skeleton.data), shape)
    parents = np.where(tree.parents < 0, tree.parents, skeleton.place(np.maximum(tree.parents, 0)))
    tree = replace(tree, starts=skeleton.place(tree.starts), parents=parents, places=skeleton.place(tree.places))
    findings = Findings(source)
    rows = [_only(table, rank_of) for table in tables(tree, shape, dialect.form, skeleton.line, findings)]
    pieces = [replace(piece, given=_given(piece, rows)) for piece in found.pieces]
    return [replace(pieces[0], issues=findings.issues(), files=tree.files), *pieces[1:]]


def _only(table: Table, rank_of: Mapping[int, int]) -> Table:
    """Keep the records that some piece begins in, each with its rank: those beside it are not in the skeleton."""
    wanted = np.isin(integers(table.rows.column(ID)), np.array(list(rank_of), np.int64))
    rows = table.rows.filter(from_bools(wanted))
    rank = [rank_of[start] for start in integers(rows.column(ID)).tolist()]
    rows = rows.set_column(rows.schema.get_field_index(RANK), RANK, from_int64(np.array(rank, np.int64)))
    return Table(table.set, rows, table.closed[wanted])


def _given(piece: Piece, rows: Sequence[Table]) -> Given:
    here, above = {}, {}
    for table in rows:
        ids = integers(table.rows.column(ID))
        begun = (ids >= piece.start) & (ids < piece.stop)
        around = np.isin(ids, np.array([one.start for one in piece.stack], np.int64))
        if begun.any():
            here[table.set] = Table(table.set, table.rows.filter(from_bools(begun)), table.closed[begun])
        if around.any():
            above[table.set] = table.rows.filter(from_bools(around))
    return Given(here, above)


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """Parts of a file put end to end."""

    data: bytes
    bounds: Indices
    """First byte of each part, here."""
    starts: Indices
    """First byte of each part, in the file."""
    lines: Indices
    """Its line."""

    @classmethod
    def of(cls, bones: Sequence[Bone]) -> _Skeleton:
        sizes = [len(bone.data) for bone in bones]
        return cls(
            b"".join(bone.data for bone in bones),
            np.cumsum([0, *sizes])[:-1].astype(np.int64),
            np.array([bone.start for bone in bones], np.int64),
            np.array([bone.line for bone in bones], np.int64),
        )

    def place(self, at: Indices) -> Indices:
        """Return places of the file, from places here."""
        part = np.searchsorted(self.bounds, at, side="right") - 1
        return self.starts[part] + at - self.bounds[part]

    def line(self, places: Indices) -> Indices:
        """Return the lines of places of the file."""
        part = np.searchsorted(self.starts, places, side="right") - 1
        low = self.bounds[part]
        high = low + places - self.starts[part]
        found = [self.data.count(b"\n", int(a), int(b)) for a, b in zip(low, high, strict=True)]
        return self.lines[part] + np.array(found, np.int64)
