"""What a piece of a nested file holds, flat: its records and their cells, in the order of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["NOWHERE", "Damage", "Encoded", "Remark", "Span", "Tree", "Values"]

NOWHERE = -1
"""The parent of a record that no record holds."""


class Span(NamedTuple):
    """Where the cells of a column are among those of all; `plain`: it is better off without a dictionary."""

    start: int
    stop: int
    plain: bool


class Values(Protocol):
    """The text of the cells of a tree."""

    def take(self, cells: Indices) -> tuple[pa.StringArray, Mask]:
        """Return the text of some cells (-1: null), and which could not be decoded (null)."""
        ...

    def raw(self, cell: int) -> str:
        """Return a cell as it stands, for an issue: what cannot be decoded is shown."""
        ...


@runtime_checkable
class Encoded(Values, Protocol):
    """Cells that are made columns sooner than text: of a dictionary, each value is decoded once."""

    def columns(self, cells: Indices, sets: Sequence[Sequence[Span]]) -> Iterator[tuple[list[pa.Array], Indices]]:
        """Give the columns of text of each record set, and those of its cells that could not be decoded (null).

        `cells` (-1: null) are those of all the columns end to end.
        """
        ...


@dataclass(frozen=True, slots=True)
class Damage:
    """What could not be read: an issue's code and reason, at a byte of the file."""

    code: str
    at: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one cell: an issue's code and reason, the leaf, the byte of the file."""

    code: str
    leaf: int
    at: int
    reason: str


@dataclass(slots=True)
class Tree:
    """Records and cells of one piece.

    `sets`, `starts`, `parents`, `closed`, `sizes` are of the records: record set, byte of the file it begins at, that
    of the record that holds it, whether its end was met, how many elements are its own. `owners`, `leaves`, `places`
    are of the cells: record (its rank here), leaf (its number in the shape), byte of the file. `loose` counts the
    elements of records that began before the piece, `skipped` those that the adapter leaves out. `damages` say why
    records are not whole, `remarks` what is odd in cells that are kept; `files` are the contents of attachments, by
    SHA-256. `left_out` may say where the elements that are `skipped` begin.
    """

    sets: Indices
    starts: Indices
    parents: Indices
    closed: Mask
    sizes: Indices
    owners: Indices
    leaves: Indices
    places: Indices
    values: Values
    loose: int = 0
    skipped: int = 0
    damages: tuple[Damage, ...] = ()
    remarks: tuple[Remark, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    left_out: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
