"""What the mapping does with whole columns: repeat a cell, choose between columns, leave unused entries behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import from_int32, from_int64, integers, nulls
from collecdata.kernels.distinct import decode, is_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Indices = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

__all__ = ["constant", "from_places", "merge", "places_of", "settle", "take"]


def constant(value: pa.Array, length: int) -> pa.DictionaryArray:
    """Return a column of `length` times the one cell of `value`, at the cost of its indices."""
    if value.null_count:
        return pa.DictionaryArray.from_arrays(
            from_int32(np.zeros(length, np.int32), np.ones(length, np.bool_)), value.slice(1)
        )
    return pa.DictionaryArray.from_arrays(from_int32(np.zeros(length, np.int32)), value)


def take(column: pa.Array, rows: Indices) -> pa.Array:
    """Return the cells at these rows, null where the row is -1."""
    missing = rows < 0
    return column.take(from_int64(rows, missing) if missing.any() else from_int64(rows))


def merge(columns: Sequence[pa.Array], choice: Indices, rows: Indices | None = None) -> pa.Array:
    """Return, for each cell wanted, that of the column `choice` names (-1: null) at its row (by default its own place).

    Columns are of one value type and one length. Dictionaries stay dictionaries: their values are put end to end.
    """
    if all(is_encoded(column) for column in columns):
        return _merge_encoded(columns, choice, rows)
    plain = [decode(column) for column in columns]
    if rows is None:
        return pc.choose(from_int64(choice, choice < 0), *plain)
    return take(pa.concat_arrays(plain), np.where(choice < 0, -1, choice * len(plain[0]) + rows))


def _merge_encoded(columns: Sequence[pa.DictionaryArray], choice: Indices, rows: Indices | None) -> pa.DictionaryArray:
    places = np.full(len(choice), -1, np.int32)
    start = 0
    for number, column in enumerate(columns):
        own = places_of(column, start)
        np.copyto(places, own if rows is None else own[rows], where=choice == number)
        start += len(column.dictionary)
    return from_places(places, pa.concat_arrays([column.dictionary for column in columns]))


def settle(column: pa.Array) -> pa.Array:
    """Leave in a dictionary only the entries that rows use.

    One that no row uses (its rows were filtered out) would reach the pages and the statistics of a Parquet file.
    """
    if not is_encoded(column):
        return column
    places = places_of(column)
    used = np.zeros(len(column.dictionary) + 1, np.bool_)
    used[places] = True
    used[-1] = False
    moved = np.where(used, np.cumsum(used, dtype=np.int32) - 1, -1)
    return from_places(moved[places], column.dictionary.take(from_int64(np.flatnonzero(used))))


def places_of(column: pa.DictionaryArray, start: int = 0) -> npt.NDArray[np.int32]:
    """Return where in the dictionary, put at `start`, each row points; -1 for null."""
    indices = integers(column.indices)
    moved = indices + np.int32(start) if start else indices
    return np.where(nulls(column.indices), np.int32(-1), moved) if column.indices.null_count else moved


def from_places(places: npt.NDArray[np.int32], values: pa.Array) -> pa.DictionaryArray:
    """Return the dictionary column whose rows point at these places of `values`; null where -1."""
    gone = places < 0
    return pa.DictionaryArray.from_arrays(from_int32(np.where(gone, 0, places), gone), values)
