"""What a nested format knows how to do; the rest is the same for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.piece import Piece, Survey
    from collecdata.readers.nested.rows import Form
    from collecdata.readers.nested.rules import Rules
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Tree

__all__ = ["Cutting", "Dialect"]


class Cutting(NamedTuple):
    """How a file is to be cut.

    `start` is the byte of its first tag or value; `sets` the record sets after which it may be cut (none: after any
    record that only the root's holds); `block` the bytes of a piece, or a little more, since it may have to hold one
    larger record; `max_record` the bytes of a record, or of the skeleton, beyond which the file is read no further.
    """

    start: int
    sets: frozenset[int]
    block: int
    max_record: int


class Dialect(Protocol):
    """One file, as every worker knows it. Frozen, picklable."""

    @property
    def encoding(self) -> str:
        """Of the bytes that are parsed; over ASCII."""
        ...

    @property
    def transcode(self) -> str:
        """Codec of the file, when that is not over ASCII and its bytes are made UTF-8 first; empty otherwise."""
        ...

    @property
    def rules(self) -> Rules:
        """What is a record."""
        ...

    @property
    def form(self) -> Form:
        """The columns."""
        ...

    def survey(self, source: Bytes) -> Survey:
        """Go through the file, and say where it is cut; nothing is raised."""
        ...

    def parse(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """Read a piece; what is wrong in it is in `damage`, and everything before that is there."""
        ...

    def parse_skeleton(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """Read the skeleton of the file as if it were a piece."""
        ...

    def count(self, data: memoryview) -> int:
        """Count the units of some bytes, by nothing that makes records."""
        ...
