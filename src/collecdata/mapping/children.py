"""Nested formats: the one element of a record set that a row holds (`on: {_id: _parent}`), found by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import ID, PARENT
from collecdata.mapping.frame import Cleaned, Frame, Ref
from collecdata.mapping.names import actual
from collecdata.mapping.where import compile_where, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.kernels.stream import Batch
    from collecdata.mapping.arrays import Indices, Mask
    from collecdata.mapping.lookup import SidePlan

__all__ = ["HELD", "Children", "is_held"]

HELD = {ID: PARENT}
"""The key of a lookup that finds what a row holds: its own position here, that of the holder there."""


def is_held(plan: SidePlan) -> bool:
    """Whether a side is found by position, piece by piece, and not by a key over the whole lot.

    >>> from types import SimpleNamespace
    >>> is_held(SimpleNamespace(keys=("_parent",))), is_held(SimpleNamespace(keys=("Code",)))
    (True, False)
    """
    return plan.keys == (PARENT,)


@dataclass(frozen=True, slots=True)
class Children:
    """Elements of one record set by that which holds them, the first of each. Picklable.

    `parents` are sorted, each once; `columns` are in the same order. `more` tells the holders that have other such
    elements, `differs` those among them whose other elements are not the same in every column.
    """

    parents: Indices
    columns: Mapping[str, pa.StringArray]
    more: Mask
    differs: Mask

    @classmethod
    def load(cls, batches: Iterable[Batch], plan: SidePlan) -> Children:
        """Keep the elements of a record set that a lookup wants."""
        pieces: dict[str, list[pa.Array]] = {name: [texts([])] for name in plan.columns}
        parents = [np.zeros(0, np.int64)]
        for batch in batches:
            names = batch.data.schema.names
            frame = Frame(Cleaned(batch), {})
            refs = {name: _ref(name, names, plan) for name in (*plan.columns, *plan.where)}
            keep = np.flatnonzero(holds(compile_where(plan.where, refs.__getitem__), frame))
            parents.append(frame.parents()[keep])
            for name, columns in pieces.items():
                columns.append(decode(frame.text(refs[name])).take(from_int64(keep)))
        return cls._of(np.concatenate(parents), {name: pa.concat_arrays(found) for name, found in pieces.items()})

    @classmethod
    def _of(cls, parents: Indices, columns: Mapping[str, pa.StringArray]) -> Children:
        held, first, number = np.unique(parents, return_index=True, return_inverse=True)
        more = np.bincount(number, minlength=len(held)) > 1
        differs = np.zeros(len(held), np.bool_)
        if more.any() and columns:
            labels = row_labels(list(columns.values()))
            differs[number[labels != labels[first][number]]] = True
        chosen = from_int64(first)
        return cls(held, {name: column.take(chosen) for name, column in columns.items()}, more, differs)

    def rows(self, ids: Indices) -> Indices:
        """Return the row of what each element holds, -1 where it holds none."""
        if not len(self.parents):
            return np.full(len(ids), -1, np.int64)
        row = np.minimum(np.searchsorted(self.parents, ids), len(self.parents) - 1)
        return np.where(self.parents[row] == ids, row, -1)

    def column(self, name: str) -> pa.StringArray:
        """Return a column, in the rows of the record set."""
        return self.columns[name]

    def duplicates(self, found: Indices, frame: Frame, alias: str) -> Iterator[Issue]:
        """Give the rows that hold several: an error where they are not the same, for the choice would be a guess."""
        met = np.append(self.more, False)[found]
        differs = np.append(self.differs, False)[found]
        for severity, chosen in ((Severity.ERROR, met & differs), (Severity.INFO, met & ~differs)):
            lines = frame.lines()[chosen]
            if len(lines):
                source = frame.columns.batch.source
                params = {"alias": alias}
                values = (alias,) * len(lines)
                yield Issue(
                    "lookup.duplicate",
                    severity,
                    source=source,
                    lines=tuple(lines.tolist()),
                    values=values,
                    params=params,
                )


def _ref(name: str, names: Iterable[str], plan: SidePlan) -> Ref:
    found = actual(name, tuple(names), plan.reading)
    return Ref(name, "absent") if found is None else Ref(found)
