"""Which rows are equal: exactly, for as many rows as memory holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_int64, integers, nulls
from collecdata.kernels.distinct import is_encoded
from collecdata.kernels.even import as_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

    Labels = NDArray[np.int64]

__all__ = ["changes", "repeated", "row_labels"]

_SAFE = 1 << 62


def row_labels(columns: Sequence[pa.Array]) -> Labels:
    """Number rows so that two have the same number if, and only if, they are equal in every column (null equals null).

    Raises:
        ValueError: no column.
    """
    if not columns:
        raise ValueError("no column to compare")
    labels, count = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        codes, size = _codes(column)
        if count * size > _SAFE:
            known, labels = np.unique(labels, return_inverse=True)
            count = len(known)
        labels, count = labels * size + codes, count * size
    return labels


def changes(column: pa.Array) -> Mask:
    """Tell which cells differ from the one before them (null equals null); the first never does.

    >>> import pyarrow as pa
    >>> changes(pa.array(["a", "a", None, None, "b"])).tolist()
    [False, False, True, False, True]
    >>> changes(pa.array(["a", "a", None, None, "b"]).dictionary_encode()).tolist()
    [False, False, True, False, True]
    """
    result = np.zeros(len(column), np.bool_)
    if is_encoded(column):
        if len(column.dictionary) == 1 and not column.indices.null_count:
            return result
        at = integers(column.indices)
        if column.null_count or column.dictionary.null_count:
            at = np.where(nulls(column), -1, at)
        moved = np.flatnonzero(at[1:] != at[:-1])
        result[moved + 1] = True
        if len(column.dictionary) < len(moved) and len(column.dictionary.unique()) == len(column.dictionary):
            return result  # two entries are two values
        both = moved[(at[moved] >= 0) & (at[moved + 1] >= 0)]
        before, after = (column.dictionary.take(from_int64(at[places])) for places in (both, both + 1))
        result[both + 1] = bools(pc.not_equal(before, after))
    elif len(column):
        if not column.null_count and column.type == pa.string() and (numbers := as_numbers(column)) is not None:
            np.not_equal(numbers[1:], numbers[:-1], out=result[1:])
            return result
        before, after = column.slice(0, len(column) - 1), column.slice(1)
        result[1:] = bools(pc.not_equal(before, after))
        if column.null_count:
            null = nulls(column)
            result[1:] |= null[1:] != null[:-1]
    return result


def repeated(labels: Labels, keep: Literal["first", "last"] = "first") -> Mask:
    """Return the rows to drop so that one row of each label stays, the first or the last.

    >>> repeated(np.array([5, 3, 5, 5])).tolist()
    [False, False, True, True]
    """
    order = np.argsort(labels, kind="stable")
    same = labels[order[1:]] == labels[order[:-1]]
    mask = np.zeros(len(labels), np.bool_)
    mask[(order[1:] if keep == "first" else order[:-1])[same]] = True
    return mask


def _codes(column: pa.Array) -> tuple[Labels, int]:
    """Number the values of a column, 0 being null; also return how many numbers there are."""
    if is_encoded(column):
        codes, size = _codes(column.dictionary)
        null = nulls(column.indices)
        return np.append(codes, 0)[np.where(null, len(codes), integers(column.indices))], size
    encoded = column.dictionary_encode()
    codes = integers(encoded.indices).astype(np.int64) + 1
    codes[nulls(encoded.indices)] = 0
    return codes, len(encoded.dictionary) + 1
