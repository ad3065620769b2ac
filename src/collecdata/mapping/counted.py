"""Rows of a file that is a count: one for each combination of some of its columns, with how many had it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int64
from collecdata.kernels.equality import row_labels

if TYPE_CHECKING:
    from collecdata.mapping.arrays import Indices

__all__ = ["Counted"]


@dataclass(slots=True)
class Counted:
    """What was met so far: the first row of each combination, in order, and how many rows had it.

    Takes the memory of the combinations, not of the rows.
    """

    column: str
    by: tuple[str, ...]
    rows: pa.RecordBatch | None = None
    counts: Indices = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, rows: pa.RecordBatch) -> None:
        """Count rows of text columns."""
        counts = np.append(self.counts, np.ones(rows.num_rows, np.int64))
        if self.rows is not None:
            columns = [pa.concat_arrays([self.rows.column(name), rows.column(name)]) for name in rows.schema.names]
            rows = pa.RecordBatch.from_arrays(columns, names=rows.schema.names)
        if not rows.num_rows:
            return
        labels = row_labels([rows.column(name) for name in self.by])
        _, first, number = np.unique(labels, return_index=True, return_inverse=True)
        order = np.argsort(first)
        self.rows = rows.take(from_int64(first[order]))
        self.counts = np.bincount(number, counts).astype(np.int64)[order]

    def result(self, at_least: int = 1) -> tuple[pa.RecordBatch | None, int]:
        """Return the rows with their counts, those of fewer than `at_least` left out; and how many these counted."""
        if self.rows is None:
            return None, 0
        kept = np.flatnonzero(self.counts >= at_least)
        rows = self.rows.take(from_int64(kept))
        numbers = from_int64(self.counts[kept]).cast(pa.string())
        place = rows.schema.get_field_index(self.column)
        return rows.set_column(place, self.column, numbers), int(self.counts.sum() - self.counts[kept].sum())
