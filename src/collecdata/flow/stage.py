"""Rows of which only one a key is kept: set aside as they come, sorted out when all are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_bools, from_int64
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import repeated, row_labels
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from collecdata.catalogue.language import Dedupe
    from collecdata.kernels.spill import Candidates

__all__ = ["Stage"]

SLICE = 1 << 16


class Stage:
    """Rows of one output block that has `dedupe`, on disk until the end of the lot.

    What one batch repeats is dropped as it comes; the rest is compared over all batches in `kept`, always exactly.
    `dropped` and `conflicts` (rows dropped that differ from the one kept elsewhere than in their provenance) are
    known at the end of `kept`.
    """

    def __init__(self, path: Path, schema: pa.Schema, dedupe: Dedupe) -> None:
        self.dropped = 0
        self.conflicts = 0
        self._path, self._schema, self._dedupe = path, schema, dedupe
        self._writer = pa.ipc.new_file(str(path), schema)
        self._spill = Spill(path.parent)
        self._rows = 0

    def add(self, rows: pa.RecordBatch) -> None:
        """Set the rows of one batch aside."""
        if not rows.num_rows:
            return
        drop = self._repeated(rows)
        if drop.any():
            rows = rows.take(from_int64(np.flatnonzero(~drop)))
        plain = pa.RecordBatch.from_arrays([decode(rows.column(n)) for n in self._schema.names], schema=self._schema)
        self._writer.write_batch(plain)
        positions = np.arange(self._rows, self._rows + plain.num_rows, dtype=np.int64)
        self._spill.add(hash_rows([plain.column(name) for name in self._dedupe.key]), positions)
        self._rows += plain.num_rows

    def kept(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows to keep, in the order they came; then the stage is gone."""
        self._writer.close()
        with pa.memory_map(str(self._path)) as file:
            table = pa.ipc.open_file(file).read_all()
            gone = np.zeros(self._rows, np.bool_)
            for candidates in self._spill.candidates():
                self._mark(table, candidates, gone)
            yield from _without(table, gone)
        self.abort()

    def abort(self) -> None:
        """Remove what lies on disk."""
        self._writer.close()
        self._spill.close()
        self._path.unlink(missing_ok=True)

    def _mark(self, table: pa.Table, candidates: Candidates, gone: NDArray[np.bool_]) -> None:
        """Mark all but one row a key; equal hashes are not yet equal keys."""
        positions = np.sort(candidates.positions)
        rows = table.take(from_int64(positions)).combine_chunks().to_batches()[0]
        gone[positions[self._repeated(rows)]] = True

    def _repeated(self, rows: pa.RecordBatch) -> NDArray[np.bool_]:
        """Return the rows to drop, and count those whose content differs from that of the row kept."""
        labels = row_labels([rows.column(name) for name in self._dedupe.key])
        drop = repeated(labels, self._dedupe.keep)
        if drop.any():
            content = row_labels([rows.column(name) for name in rows.schema.names if not name.startswith("_")])
            kept = np.flatnonzero(~drop)
            kept = kept[np.argsort(labels[kept])]
            twin = kept[np.searchsorted(labels[kept], labels[drop])]
            self.dropped += int(drop.sum())
            self.conflicts += int((content[twin] != content[drop]).sum())
        return drop


def _without(table: pa.Table, gone: NDArray[np.bool_]) -> Iterator[pa.RecordBatch]:
    start = 0
    for batch in table.to_batches(max_chunksize=SLICE):
        keep = ~gone[start : start + batch.num_rows]
        start += batch.num_rows
        yield batch if keep.all() else batch.filter(from_bools(keep))
