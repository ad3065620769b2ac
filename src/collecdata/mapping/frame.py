"""The columns of one batch, as the rows of one output see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

import numpy as np
import pyarrow as pa

from collecdata.kernels import distinct, text
from collecdata.kernels.buffers import from_int64, integers, nulls, texts
from collecdata.kernels.order import ranks
from collecdata.kernels.stream import ID, LINE, PARENT, RANK
from collecdata.mapping.arrays import constant, take

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collecdata.kernels.stream import Batch
    from collecdata.mapping.arrays import Indices

__all__ = ["PLACES", "Cleaned", "Frame", "Looked", "Ref"]

PLACES = (RANK, ID)
"""What says where an element of a nested format stands, and can be read as a column: among others, in the file."""

T = TypeVar("T")


class Looked(Protocol):
    """Rows beside those of the batch: a looked-up input, an ancestor's record set."""

    def column(self, name: str) -> pa.Array:
        """Return a column of cleaned text."""
        ...


@dataclass(frozen=True, slots=True)
class Ref:
    """A column, resolved: of the input, of a looked-up side, of an ancestor, made by `unpivot`, or absent."""

    name: str
    kind: Literal["input", "side", "made", "absent"] = "input"
    side: str = ""
    label: str = ""
    """What the adapter calls it, for issues."""


class Cleaned:
    """The columns of a batch, trimmed, in NFC, empty cells null: each made once, shared by outputs."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._done: dict[str, pa.Array] = {}

    def raw(self, name: str) -> pa.Array:
        """Return a column as it stands in the file; places as text."""
        column = self.batch.facts[ID] if name == ID and self.batch.facts else self.batch.data.column(name)
        return column.cast(pa.string()) if name in PLACES else column

    def column(self, name: str) -> pa.Array:
        """Return a column cleaned."""
        if name not in self._done:
            self._done[name] = distinct.on_distinct(self.raw(name), text.clean)
        return self._done[name]


@dataclass(slots=True)
class Frame:
    """Rows of an output still being made, as positions in the batch.

    `rows` is None while every row of the batch is there, in order. `found` gives for each side the row found
    there (-1: none); `made` the columns that `unpivot` and `explode` make; `rank` the rank within the source row.
    """

    columns: Cleaned
    sides: Mapping[str, Looked]
    rows: Indices | None = None
    found: dict[str, Indices] = field(default_factory=dict)
    made: dict[str, pa.Array] = field(default_factory=dict)
    rank: Indices | None = None
    _memo: dict[object, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.columns.batch.data.num_rows if self.rows is None else len(self.rows)

    def memo(self, key: object, compute: Callable[[], T]) -> T:
        """Compute once what several fields of the output need."""
        if key not in self._memo:
            self._memo[key] = compute()
        result: T = self._memo[key]
        return result

    def raw(self, ref: Ref) -> pa.Array:
        """Return a column as it stands in the file."""
        if ref.kind == "input":
            return self._placed(self.columns.raw(ref.name))
        return self.text(ref)

    def text(self, ref: Ref) -> pa.Array:
        """Return a column cleaned: trimmed, NFC, null where empty."""
        return self.memo(ref, lambda: self._text(ref))

    def _text(self, ref: Ref) -> pa.Array:
        if ref.kind == "input":
            return self._placed(self.columns.column(ref.name))
        if ref.kind == "made":
            return self.made[ref.name]
        if ref.kind == "side":
            return take(self.sides[ref.side].column(ref.name), self.found[ref.side])
        return constant(texts([None]), len(self))

    def fact(self, name: str) -> pa.Array | None:
        """Return what is known of the file of each row; None where all are of the same."""
        told = self.columns.batch.facts.get(name)
        return None if told is None else self._placed(told)

    def _placed(self, column: pa.Array) -> pa.Array:
        return column if self.rows is None else column.take(from_int64(self.rows))

    def lines(self) -> Indices:
        """Return the physical line of each row."""
        return integers(self._placed(self.columns.batch.data.column(LINE)))

    def positions(self) -> Indices:
        """Return the row of the batch that each row comes from."""
        return np.arange(len(self), dtype=np.int64) if self.rows is None else self.rows

    def ordinal(self) -> Indices:
        """Return each row's place: within its source row, else its parent, else its physical line."""
        if self.rank is not None:
            return self.rank
        if not self.nested:
            return self.lines() + self.columns.batch.offset
        data = self.columns.batch.data
        place = integers(data.column(RANK)) if RANK in data.schema.names else ranks(integers(data.column(PARENT)))
        return place if self.rows is None else place[self.rows]

    @property
    def nested(self) -> bool:
        """Whether the rows are elements that others hold."""
        return PARENT in self.columns.batch.data.schema.names

    def ids(self) -> Indices:
        """Return the `_id` of each row of a nested input."""
        return integers(self._placed(self.columns.batch.data.column(ID)))

    def parents(self) -> Indices:
        """Return the `_id` of the element that holds each row, -1 where none does."""
        if not self.nested:
            return np.full(len(self), -1, np.int64)
        column = self._placed(self.columns.batch.data.column(PARENT))
        return np.where(nulls(column), -1, integers(column))

    def at(self, rows: Indices) -> Frame:
        """Return the frame of these of its rows."""
        return Frame(
            self.columns,
            self.sides,
            rows if self.rows is None else self.rows[rows],
            {name: found[rows] for name, found in self.found.items()},
            {name: column.take(from_int64(rows)) for name, column in self.made.items()},
            None if self.rank is None else self.rank[rows],
        )
