"""What the mapping does with whole columns: repeat a cell, choose between columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import from_int32, from_int64
from collecdata.kernels.distinct import decode, is_encoded
from collecdata.kernels.settle import from_places, places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Indices = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

__all__ = ["constant", "merge", "take"]


def constant(value: pa.Array, length: int) -> pa.DictionaryArray:
    """Return a column of `length` times the one cell of `value`, at the cost of its indices."""
    if value.null_count:
        return pa.DictionaryArray.from_arrays(
            from_int32(np.zeros(length, np.int32), np.ones(length, np.bool_)), value.slice(1)
        )
    return pa.DictionaryArray.from_arrays(from_int32(np.zeros(length, np.int32)), value, safe=False)


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
