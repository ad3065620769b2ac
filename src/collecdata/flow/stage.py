"""Rows of which only one a key is kept, whatever block made them: set aside as they come, sorted out at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_bools, from_int64, integers, nulls
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
    """Rows of the output blocks that have the same `dedupe` on the same table, on disk until the end of the lot.

    What one batch says twice over is dropped as it comes; the rest is compared over all batches in `kept`, always
    exactly. So nothing depends on where batches begin and end, the count of conflicts included.
    When changes are kept, a row of a key is compared with the one before it by date, whatever file gave either.
    `dropped` (by block) and `conflicts` (rows dropped that say something that the one kept does not, provenance
    aside) are known at the end of `kept`.
    """

    def __init__(self, path: Path, schema: pa.Schema, dedupe: Dedupe) -> None:
        self.dropped: Counter[str] = Counter()
        self.conflicts = 0
        self._path, self._schema, self._dedupe = path, schema, dedupe
        self._writer = pa.ipc.new_file(str(path), schema)
        self._spill = Spill(path.parent)
        self._rows = 0
        self._worth: list[NDArray[np.int64]] = []
        """How many rows that say the same each row stands for."""
        self._blocks: list[str] = []
        self._starts: list[int] = []

    def add(self, rows: pa.RecordBatch, block: str) -> None:
        """Set the rows that a block made of one batch aside."""
        if not rows.num_rows:
            return
        worth = np.ones(rows.num_rows, np.int64) if self._dedupe.by else self._said_once(rows)
        if not worth.all():
            self.dropped[block] += int((worth == 0).sum())
            rows = rows.take(from_int64(np.flatnonzero(worth)))
        self._worth.append(worth[worth > 0])
        if self._blocks[-1:] != [block]:
            self._blocks.append(block)
            self._starts.append(self._rows)
        plain = pa.RecordBatch.from_arrays([decode(rows.column(n)) for n in self._schema.names], schema=self._schema)
        self._writer.write_batch(plain)
        positions = np.arange(self._rows, self._rows + plain.num_rows, dtype=np.int64)
        self._spill.add(hash_rows([plain.column(name) for name in self._dedupe.key]), positions)
        self._rows += plain.num_rows

    def kept(self) -> Iterator[tuple[pa.RecordBatch, Counter[str]]]:
        """Yield the rows to keep, in the order they came, with how many each block made; then the stage is gone."""
        self._writer.close()
        with pa.memory_map(str(self._path)) as file:
            table = pa.ipc.open_file(file).read_all()
            gone = np.zeros(self._rows, np.bool_)
            worth = np.concatenate([np.zeros(0, np.int64), *self._worth])
            for candidates in self._spill.candidates():
                self._mark(table, candidates, gone, worth)
            self.dropped += self._by_block(np.flatnonzero(gone))
            for start, rows in _without(table, gone):
                yield rows, self._by_block(start + np.flatnonzero(~gone[start : start + SLICE]))
        self.abort()

    def abort(self) -> None:
        """Remove what lies on disk."""
        self._writer.close()
        self._spill.close()
        self._path.unlink(missing_ok=True)

    def _mark(self, table: pa.Table, candidates: Candidates, gone: NDArray[np.bool_], worth: NDArray[np.int64]) -> None:
        """Mark all but one row a key; equal hashes are not yet equal keys. Count the rows that say something else."""
        positions = np.sort(candidates.positions)
        rows = table.take(from_int64(positions)).combine_chunks().to_batches()[0]
        if self._dedupe.by:
            gone[positions[_unchanged(rows, self._dedupe)]] = True
            return
        repeat, twin = self._repeated(rows)
        gone[positions[repeat]] = True
        self.conflicts += int(worth[positions[repeat[_says_otherwise(rows, repeat, twin)]]].sum())

    def _by_block(self, positions: NDArray[np.int64]) -> Counter[str]:
        """Count rows by the block that made them."""
        run = np.searchsorted(self._starts, positions, side="right") - 1
        counts: Counter[str] = Counter()
        for place, count in enumerate(np.bincount(run, minlength=len(self._blocks)).tolist()):
            counts[self._blocks[place]] += count
        return counts

    def _repeated(self, rows: pa.RecordBatch) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows whose key another has that is to be kept, and for each of them the one that is kept."""
        labels = row_labels([rows.column(name) for name in self._dedupe.key])
        drop = repeated(labels, "last" if self._dedupe.keep == "last" else "first")
        kept = np.flatnonzero(~drop)
        kept = kept[np.argsort(labels[kept])]
        return np.flatnonzero(drop), kept[np.searchsorted(labels[kept], labels[drop])]

    def _said_once(self, rows: pa.RecordBatch) -> NDArray[np.int64]:
        """Return how many rows each stands for: 0 where another, that comes first to be kept, says the same."""
        worth = np.ones(rows.num_rows, np.int64)
        repeat, twin = self._repeated(rows)
        same = np.ones(len(repeat), np.bool_)
        for differs, _ in _compared(rows, repeat, twin):
            same &= ~differs
        worth[repeat[same]] = 0
        np.add.at(worth, twin[same], 1)
        return worth


def _without(table: pa.Table, gone: NDArray[np.bool_]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Give the rows that stay, slice by slice, with the position of the first row of each slice."""
    for start in range(0, table.num_rows, SLICE):
        (batch,) = table.slice(start, SLICE).combine_chunks().to_batches()
        keep = ~gone[start : start + SLICE]
        yield start, batch if keep.all() else batch.filter(from_bools(keep))


def _unchanged(rows: pa.RecordBatch, dedupe: Dedupe) -> NDArray[np.bool_]:
    """Return the rows that say nothing that the row of the same key just before them, in the order of `by`, did not."""
    keys = row_labels([rows.column(name) for name in dedupe.key])
    said = row_labels([rows.column(name) for name in rows.schema.names if name != dedupe.by and name[0] != "_"])
    dates = integers(pc.rank(rows.column(dedupe.by), tiebreaker="dense").cast(pa.int64()))
    order = np.lexsort((dates, keys))
    result = np.zeros(rows.num_rows, np.bool_)
    same = (keys[order[1:]] == keys[order[:-1]]) & (said[order[1:]] == said[order[:-1]])
    result[order[1:][same]] = True
    return result


def _says_otherwise(rows: pa.RecordBatch, gone: NDArray[np.int64], twin: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which of the rows that go have a value that their twin has not, or has otherwise; a null says nothing."""
    result = np.zeros(len(gone), np.bool_)
    for differs, empty in _compared(rows, gone, twin):
        result |= differs & ~empty
    return result


def _compared(
    rows: pa.RecordBatch, these: NDArray[np.int64], those: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Compare rows with others: in each column but provenance, which cells differ, and which of `these` are null."""
    if not len(these):
        return
    for name in rows.schema.names:
        if not name.startswith("_"):
            here, there = (decode(rows.column(name).take(from_int64(places))) for places in (these, those))
            empty = nulls(here)
            yield bools(pc.not_equal(here, there)) | (empty != nulls(there)), empty
