"""Columns that say few things: numbers, tags, codes, as dictionaries of what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels import stream
from collecdata.kernels.buffers import from_int32, from_int64, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["PLACES", "chosen", "numbered", "places", "ranks"]

PLACES = (stream.LINE, stream.ID, stream.PARENT, stream.RANK)
"""The columns that `places` makes."""


def chosen(which: NDArray[np.integer], names: Sequence[str]) -> pa.Array:
    """Return a dictionary column: for each row, one of the names (-1: null); names that no row has are left out."""
    return _encoded(which, names.__getitem__)


def numbered(numbers: NDArray[np.integer]) -> pa.Array:
    """Return small numbers as text."""
    return _encoded(numbers, str)


def ranks(record: NDArray[np.integer], records: int) -> NDArray[np.int64]:
    """Return the place of each row among those of its record, from 1; `record` is sorted and below `records`."""
    held = np.bincount(record, minlength=records)
    return np.arange(1, len(record) + 1) - np.repeat(np.cumsum(held) - held, held)


def places(
    numbers: NDArray[np.int64], at: NDArray[np.int64], parents: NDArray[np.int64], rank: NDArray[np.int64]
) -> dict[str, pa.Array]:
    """Return the columns that say where rows stand: record number, byte, that of the record, rank in it."""
    return {
        stream.LINE: from_int64(numbers),
        stream.ID: from_int64(at),
        stream.PARENT: from_int64(parents),
        stream.RANK: from_int64(rank),
    }


def _encoded(which: NDArray[np.integer], name: Callable[[int], str]) -> pa.Array:
    null = which < 0
    some = bool(null.any())
    index = np.where(null, 0, which) if some else which
    used = np.flatnonzero(np.bincount(index)) if len(which) else np.zeros(0, np.int64)
    if len(used) and int(used[-1]) >= len(used):
        new = np.zeros(int(used[-1]) + 1, np.int32)
        new[used] = np.arange(len(used), dtype=np.int32)
        index = new[index]
    indices = from_int32(index, null if some else None)
    return pa.DictionaryArray.from_arrays(indices, texts([name(one) for one in used.tolist()]))
