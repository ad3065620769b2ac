"""Batches of pieces read one after the other, put together: what a column costs hardly depends on how long it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.kernels.stream import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.kernels.stream import Batch

__all__ = ["joined"]


def joined(groups: list[list[Batch]]) -> Iterator[Batch]:
    """Put together the batches of each record set, in the order of the pieces; a group of batches a piece.

    Groups are emptied on the way, for what they hold to be let go.
    """
    while groups and groups[0]:
        yield _one([group.pop(0) for group in groups])


def _one(parts: Sequence[Batch]) -> Batch:
    if len(parts) == 1:
        return parts[0]
    rejects = [part.rejects for part in parts if part.rejects is not None]
    return replace(
        parts[0],
        data=_whole([part.data for part in parts]),
        issues=tuple(issue for part in parts for issue in part.issues),
        rejects=_whole(rejects) if rejects else None,
        tally=sum((part.tally for part in parts), Tally()),
    )


def _whole(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    columns = [pa.concat_arrays(chunks) for chunks in zip(*(part.columns for part in parts), strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=parts[0].schema.names)
