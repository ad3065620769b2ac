"""A piece, stretch by stretch, to records and cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.buffers import borrowed
from collecdata.readers.nested.shape import ABOVE
from collecdata.readers.nested.tree import NOWHERE, Tree
from collecdata.readers.xml.fast.cells import Cells, Elements
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.files import name_cells, read_files
from collecdata.readers.xml.fast.paths import Paths
from collecdata.readers.xml.fast.structure import Stack, arrange
from collecdata.readers.xml.fast.tags import Names, scan
from collecdata.readers.xml.fast.values import read_values
from collecdata.readers.xml.fast.words import words_of
from collecdata.readers.xml.markup import tag_at

if TYPE_CHECKING:
    from collecdata.readers.nested.piece import Piece
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.structure import Blocks
    from collecdata.readers.xml.fast.tags import Tags

__all__ = ["read_fast"]

_STRETCH = 1 << 21
"""Bytes whose tags are looked at together: half of it costs one thread less, but two threads more (they take turns)."""
_SPARE = 16
_LONG_END = re.compile(rb"</[A-Za-z]{6,}>\Z")
"""What most pieces end with: every word of eight bytes that begins in a name is there, without bytes to spare."""
_END = 64
_TAG, _START = re.compile(rb"<"), re.compile(rb"<(?![/!?])")
_INHERIT = -2
_BLANKS = b" \t\r\n"


def read_fast(piece: Piece, data: memoryview, shape: Shape, encoding: str, value: str) -> Tree:
    """Read a piece that is whole and plain.

    Args:
        piece: where it is, and which elements are open around it.
        data: its bytes.
        shape: paths met, and what they are.
        encoding: of the bytes; over ASCII.
        value: name of the attribute that is the value of an element.

    Raises:
        IrregularError: it is not; what the shape learned stays.
    """
    if piece.stopped:
        raise IrregularError
    if _LONG_END.search(data, max(0, len(data) - _END)):
        return _Reading(piece, data, shape, encoding, value).run()
    with borrowed(len(data) + _SPARE) as room:
        room[: len(data)] = data
        room[len(data) : len(data) + _SPARE] = bytes(_SPARE)
        return _Reading(piece, memoryview(room)[: len(data) + _SPARE], shape, encoding, value, len(data)).run()


@dataclass(slots=True)
class _Found:
    """Records of the stretches read so far; see `Tree`."""

    sets: list[Indices] = field(default_factory=list)
    starts: list[Indices] = field(default_factory=list)
    parents: list[Indices] = field(default_factory=list)
    closed: list[Mask] = field(default_factory=list)
    owners: list[Indices] = field(default_factory=list)
    """Of each element that is not left out."""
    named: list[Indices] = field(default_factory=list)
    """Records whose name is a column: rank, node, first byte."""
    later: list[Indices] = field(default_factory=list)
    """Records whose end came in a later stretch."""
    skipped: list[Indices] = field(default_factory=list)
    """Bytes where elements that are left out begin."""
    count: int = 0


class _Reading:
    """One pass over a piece of `size` bytes."""

    def __init__(
        self, piece: Piece, room: memoryview, shape: Shape, encoding: str, value: str, size: int | None = None
    ) -> None:
        self.piece, self.shape, self.encoding = piece, shape, encoding
        self.size = len(room) if size is None else size
        self.data, self.words = room[: self.size], words_of(room)
        self.names = Names()
        self.paths = Paths(shape, self.names, encoding, value)
        self.found = _Found()
        self.cells = Cells(self.paths)

    def run(self) -> Tree:
        stack, low = self._stack(), self._first()
        self.cells.start(low)
        while low < self.size:
            high = self._next(low)
            tags = scan(self.data, self.words, low, high, self.names)
            stack = self._take(tags, arrange(tags, stack, self.paths.child), stack, high)
            low = high
        ends = [one.name for one in self.piece.ends]
        if [self.names.elements.get(name) for name in ends] != stack.names.tolist():
            raise IrregularError
        return self._tree()

    def _stack(self) -> Stack:
        """Open the elements around the piece; one without a name is above the roots of several files."""
        nodes, positions, node, position = [], [], ABOVE, NOWHERE
        names = [self.names.element(one.name) for one in self.piece.stack]
        for name, one in zip(names, self.piece.stack, strict=True):
            if one.name:
                node = int(self.paths.child(np.array([node + 1]), np.array([name]))[0])
                position = one.start if self.shape.nodes[node].set >= 0 else position
            nodes.append(node)
            positions.append(position)
        numbers = (np.array(one, np.int64) for one in (names, nodes, [-1] * len(names), positions))
        return Stack(*numbers)

    def _first(self) -> int:
        """Return the place of the first tag, behind the declaration and comments that may stand before the root."""
        found = _TAG.search(self.data)
        while found is not None and not self.piece.stack:
            tag = tag_at(self.data, found.start(), self.size)
            if tag is None or tag.kind != "other":
                break
            found = _TAG.search(self.data, tag.stop)
        if found is None or (self.piece.stack and bytes(self.data[: found.start()]).strip(_BLANKS)):
            raise IrregularError
        return found.start()

    def _next(self, low: int) -> int:
        """Return the end of the stretch that begins at `low`: in front of a start tag, far enough, or the end."""
        found = _START.search(self.data, min(low + _STRETCH, self.size))
        return self.size if found is None else found.start()

    def _take(self, tags: Tags, blocks: Blocks, stack: Stack, high: int) -> Stack:
        """Take the elements of a stretch in; return those still open at its end."""
        found, size = self.found, len(stack)
        leaf_nodes = self.paths.child(blocks.nodes[blocks.holders] + 1, tags.names[blocks.leaves])
        nodes = np.full(len(tags.starts), -1, np.int64)
        nodes[blocks.tags], nodes[blocks.leaves] = blocks.nodes[size:], leaf_nodes
        sets, skipped = self.paths.sets()[nodes], self.paths.skipped()[nodes]
        records = np.flatnonzero(sets >= 0)
        owners = np.full(len(nodes), -1, np.int64)
        owners[records] = found.count + np.arange(len(records))
        starts = tags.starts + self.piece.start
        is_record = sets >= 0
        own = is_record[blocks.tags]
        of_block = _inherited(blocks, stack.records, np.where(own, owners[blocks.tags], _INHERIT))
        at_block = _inherited(blocks, stack.positions, np.where(own, starts[blocks.tags], _INHERIT))
        leaf_records = np.flatnonzero(is_record[blocks.leaves])
        of_leaf = of_block[blocks.holders]
        of_leaf[leaf_records] = owners[blocks.leaves[leaf_records]]
        owners[blocks.tags], owners[blocks.leaves] = of_block[size:], of_leaf
        above = np.full(len(nodes), NOWHERE, np.int64)
        above[blocks.tags] = np.where(blocks.parents[size:] < 0, NOWHERE, at_block[blocks.parents[size:]])
        above[blocks.leaves[leaf_records]] = at_block[blocks.holders[leaf_records]]
        closed = np.ones(len(nodes), np.bool_)
        closed[blocks.tags] = blocks.closed[size:]
        ended = blocks.closed[:size] & (self.paths.sets()[stack.nodes] >= 0) & (stack.records >= 0)
        found.sets.append(sets[records])
        found.starts.append(starts[records])
        found.parents.append(above[records])
        found.closed.append(closed[records])
        found.owners += [of_block[size:][~skipped[blocks.tags]], of_leaf[~skipped[blocks.leaves]]]
        named = records[self.paths.named()[nodes[records]]]
        found.named.append(np.stack([owners[named], nodes[named], tags.starts[named]]))
        found.later.append(stack.records[ended])
        found.count += len(records)
        found.skipped.append(starts[skipped])
        self.cells.add(self.data, tags, blocks, Elements(nodes, owners, is_record, skipped), high)
        left = blocks.left
        return Stack(blocks.names[left], blocks.nodes[left], of_block[left], at_block[left])

    def _tree(self) -> Tree:
        found = self.found
        owners, closed = np.concatenate(found.owners), np.concatenate(found.closed)
        closed[np.concatenate(found.later)] = True
        left_out = np.concatenate(found.skipped)
        cells = self.cells.gathered()
        values = read_values(self.data, cells, self.encoding)
        self.cells.check(self.data, values.blanks)
        named = name_cells(np.concatenate(found.named, axis=1), self.shape)
        files = read_files(self.data, self.cells.binary, self.shape, self.encoding)
        added = named.with_files(files)
        return Tree(
            sets=np.concatenate(found.sets),
            starts=np.concatenate(found.starts),
            parents=np.concatenate(found.parents),
            closed=closed,
            sizes=np.bincount(owners[owners >= 0], minlength=found.count),
            owners=np.concatenate([cells.owners, added.owners]),
            leaves=np.concatenate([cells.leaves, added.leaves]),
            places=np.concatenate([cells.places, added.places]) + self.piece.start,
            values=values.with_texts(added.texts, added.at),
            loose=int(np.count_nonzero(owners < 0)),
            skipped=len(left_out),
            remarks=tuple(file.remark(self.piece.start) for file in files if file.fault),
            files={file.text: file.content for file in files if file.content is not None},
            left_out=left_out,
        )


def _inherited(blocks: Blocks, above: Indices, own: Indices) -> Indices:
    """Give each block its own number, or that of the block that holds it."""
    numbers = np.concatenate([above, own])
    for mine in blocks.levels:
        without = mine[numbers[mine] == _INHERIT]
        holders = blocks.parents[without]
        numbers[without] = np.where(holders < 0, -1, numbers[holders])
    return numbers
