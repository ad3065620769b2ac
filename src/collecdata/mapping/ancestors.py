"""Nested formats: the record set of an ancestor, found by climbing from `_parent` to `_id`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int64, integers, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID
from collecdata.mapping.frame import Cleaned, Frame, Ref
from collecdata.mapping.names import actual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collecdata.kernels.stream import Batch
    from collecdata.mapping.arrays import Indices
    from collecdata.mapping.lookup import SidePlan

__all__ = ["Ancestor", "ancestor_key", "climb"]


def ancestor_key(record_set: str) -> str:
    """Return the name under which the elements of a record set are given as a side (no lookup's alias has it)."""
    return f"{record_set}/"


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The elements of one record set, by position in the file. Picklable.

    `ids` are sorted; `parents` and `columns` are in the same order. An element without a parent has -1.
    """

    ids: Indices
    parents: Indices
    columns: Mapping[str, pa.StringArray]

    @classmethod
    def load(cls, batches: Iterable[Batch], plan: SidePlan) -> Ancestor:
        """Keep the columns of a record set that its descendants read."""
        ids, parents = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        columns: dict[str, list[pa.Array]] = {name: [texts([])] for name in plan.columns}
        for batch in batches:
            names = batch.data.schema.names
            frame = Frame(Cleaned(batch), {})
            ids.append(integers(batch.data.column(ID)))
            parents.append(frame.parents())
            for name, pieces in columns.items():
                found = actual(name, names, plan.reading)
                pieces.append(decode(frame.text(Ref(name, "absent") if found is None else Ref(found))))
        whole = {name: pa.concat_arrays(pieces) for name, pieces in columns.items()}
        every = cls(np.concatenate(ids), np.concatenate(parents), whole)
        return every if (np.diff(every.ids) > 0).all() else every._sorted()

    def _sorted(self) -> Ancestor:
        """Put elements in order: those that are not whole are given before those that are, wherever they stand."""
        order = np.argsort(self.ids, kind="stable")
        columns = {name: column.take(from_int64(order)) for name, column in self.columns.items()}
        return Ancestor(self.ids[order], self.parents[order], columns)

    def rows(self, ids: Indices) -> Indices:
        """Return the row of each element, -1 where it is not of this record set, which is not empty."""
        row = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[row] == ids, row, -1)

    def holds(self, one: int) -> bool:
        """Whether an element is of this record set."""
        at = int(self.ids.searchsorted(one))
        return at < len(self.ids) and int(self.ids[at]) == one

    def column(self, name: str) -> pa.StringArray:
        """Return a column, in the rows of the record set."""
        return self.columns[name]


def climb(start: Indices, record_sets: Mapping[str, Ancestor]) -> dict[str, Indices]:
    """Return, for elements whose parents are `start`, the row of their nearest ancestor in each record set; or -1.

    A parent that is in none of `record_sets` ends the climb; those that nobody meets are not in the result.
    """
    filled = {name: one for name, one in record_sets.items() if len(one.ids)}
    return _climb(start, filled, len(filled))


def _climb(start: Indices, record_sets: Mapping[str, Ancestor], height: int) -> dict[str, Indices]:
    """Climb so many steps at most; those who follow each other under one parent climb together."""
    left = start >= 0
    if not height or not left.any():
        return {}
    heads = np.append(0, np.flatnonzero(start[1:] != start[:-1]) + 1)
    if 2 * len(heads) <= len(start):
        shares = np.diff(heads, append=len(start))
        together = _climb(start[heads], record_sets, height)
        return {name: np.repeat(rows, shares) for name, rows in together.items()}
    above = np.full(len(start), -1, np.int64)
    nearest: dict[str, Indices] = {}
    first = int(start[left.argmax()])
    for name in sorted(record_sets, key=lambda name: not record_sets[name].holds(first)):  # often that of all
        row = record_sets[name].rows(start)
        met = (row >= 0) & left
        if met.any():
            nearest[name] = np.where(met, row, -1)
            np.copyto(above, record_sets[name].parents[row], where=met)
            left &= ~met
            if not left.any():
                break
    found = _climb(above, record_sets, height - 1)
    for name, rows in nearest.items():
        found[name] = np.where(rows < 0, found[name], rows) if name in found else rows
    return found
