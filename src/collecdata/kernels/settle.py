"""Dictionaries without the entries that no row uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int32, from_int64, integers, nulls
from collecdata.kernels.distinct import is_encoded

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["from_places", "places_of", "settle"]


def settle(column: pa.Array) -> pa.Array:
    """Leave in a dictionary only the entries that rows use; a plain column is left alone.

    An entry whose rows were filtered out or rejected would still reach the pages of a Parquet file: a statistic that
    is wrong, and maybe a name that was to be left out.

    >>> column = pa.array(["a", "b", "a"]).dictionary_encode()
    >>> settle(column.slice(0, 1)).dictionary.to_pylist()
    ['a']
    """
    if not is_encoded(column):
        return column
    places = places_of(column)
    used = np.zeros(len(column.dictionary) + 1, np.bool_)
    used[places] = True
    used[-1] = False
    if used[:-1].all():
        return column
    moved = np.where(used, np.cumsum(used, dtype=np.int32) - np.int32(1), np.int32(-1))
    return from_places(moved[places], column.dictionary.take(from_int64(np.flatnonzero(used))))


def places_of(column: pa.DictionaryArray, start: int = 0) -> npt.NDArray[np.int32]:
    """Return where in the dictionary, put at `start`, each row points; -1 for null."""
    indices = integers(column.indices)
    moved = indices + np.int32(start) if start else indices
    return np.where(nulls(column.indices), np.int32(-1), moved) if column.indices.null_count else moved


def from_places(places: npt.NDArray[np.int32], values: pa.Array) -> pa.DictionaryArray:
    """Return the dictionary column whose rows point at these places of `values`; null where -1."""
    gone = places < 0
    if not gone.any():
        return pa.DictionaryArray.from_arrays(from_int32(places), values, safe=False)
    return pa.DictionaryArray.from_arrays(from_int32(np.where(gone, np.int32(0), places), gone), values, safe=False)
