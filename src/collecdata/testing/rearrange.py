"""The same rows given otherwise: in other batches, with columns in another order. Results must not change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.flow.unit import Task, read_task
from collecdata.kernels.stream import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.kernels.stream import Batch

__all__ = ["rechunk", "shuffle"]


def rechunk(size: int, tasks: Iterator[Task]) -> Iterator[Task]:
    """Give batches of at most `size` rows; what is not rows (issues, rejects, counts) goes with the first of them.

    Record sets that climb to each other stay together: the others are given again, as context.
    """
    for task in tasks:
        batches = tuple(read_task(task))
        for batch in batches:
            others = tuple(replace(other, context=True) for other in batches if other is not batch)
            for piece in _pieces(batch, size):
                yield replace(task, split=None, batches=(piece, *others))


def shuffle(tasks: Iterator[Task]) -> Iterator[Task]:
    """Give every batch its columns in reverse order: a mapping finds them by name."""
    for task in tasks:
        yield replace(task, split=None, batches=tuple(_reversed(batch) for batch in read_task(task)))


def _reversed(batch: Batch) -> Batch:
    names = batch.data.schema.names[::-1]
    columns = [batch.data.column(name) for name in names]
    return replace(batch, data=pa.RecordBatch.from_arrays(columns, names=names))


def _pieces(batch: Batch, size: int) -> Iterator[Batch]:
    if batch.context:
        return
    yield replace(batch, data=batch.data.slice(0, size))
    for start in range(size, batch.data.num_rows, size):
        yield replace(batch, data=batch.data.slice(start, size), issues=(), rejects=None, tally=Tally())
