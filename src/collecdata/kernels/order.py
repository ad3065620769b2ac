"""Rows in strictly increasing order, the cheap proof that a key is unique; ranks within groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_int64, integers, nulls
from collecdata.kernels.distinct import decode, is_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

__all__ = ["ranks", "strictly_increasing"]


def ranks(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rank from 1 of each row among those of the same group.

    >>> ranks(np.array([7, 7, 9, 7, 9])).tolist()
    [1, 2, 1, 3, 2]
    """
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else ordered
    lengths = np.diff(np.append(starts, len(ordered)))
    result = np.empty(len(groups), np.int64)
    result[order] = np.arange(len(groups)) - np.repeat(starts, lengths) + 1
    return result


def strictly_increasing(
    columns: Sequence[pa.Array], previous: tuple[Any, ...] | None
) -> tuple[bool, tuple[Any, ...] | None]:
    """Say whether rows, compared column by column, each come after the one before; also return the last row.

    Text is in the order of its bytes. A null proves nothing: False.

    Args:
        columns: of the same length; any type that Arrow orders, plain or dictionary.
        previous: what this function returned for the rows before these; None at the beginning.
    """
    if not len(columns[0]):
        return True, previous
    first, last = _row(columns, 0), _row(columns, len(columns[0]) - 1)
    if any(nulls(column).any() for column in columns):
        return False, last
    if previous is not None and (None in previous or not previous < first):
        return False, last
    ties = np.arange(len(columns[0]) - 1)
    for column in columns:
        if not len(ties):
            break
        if is_encoded(column) and len(column.dictionary) == 1:
            continue
        before, equal = _compare(_comparable(column), ties)
        if not (before | equal).all():
            return False, last
        ties = ties[equal]
    return not len(ties), last


def _row(columns: Sequence[pa.Array], row: int) -> tuple[Any, ...]:
    return tuple(column[row].as_py() for column in columns)


def _comparable(column: pa.Array) -> pa.Array:
    """Return something of the same order as the column: integers for a dictionary."""
    if not is_encoded(column):
        return column
    if len(column.dictionary) > len(column):
        return decode(column)
    ranks = _ranks(column.dictionary)
    return from_int64(ranks[integers(column.indices)])


def _ranks(values: pa.Array) -> NDArray[np.int64]:
    """Number values in their order, equal ones alike."""
    order = pc.array_sort_indices(values)
    ordered = values.take(order)
    ranks = np.zeros(len(values), np.int64)
    steps = ~bools(pc.equal(ordered.slice(0, len(values) - 1), ordered.slice(1)))
    ranks[np.frombuffer(order.buffers()[1], np.uint64)[1:]] = np.cumsum(steps)
    return ranks


def _compare(column: pa.Array, rows: NDArray[np.int64]) -> tuple[Mask, Mask]:
    """Compare the given rows each with the next: whether it comes before, whether it is equal."""
    if pa.types.is_signed_integer(column.type) or pa.types.is_temporal(column.type):
        numbers = integers(column)
        return numbers[rows] < numbers[rows + 1], numbers[rows] == numbers[rows + 1]
    if len(rows) == len(column) - 1:
        here, there = column.slice(0, len(rows)), column.slice(1)
    else:
        here, there = column.take(from_int64(rows)), column.take(from_int64(rows + 1))
    return bools(pc.less(here, there)), bools(pc.equal(here, there))
