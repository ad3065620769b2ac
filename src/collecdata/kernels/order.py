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
    if (groups[1:] >= groups[:-1]).all():
        return _ranks_of_runs(groups)
    order = np.argsort(groups, kind="stable")
    result = np.empty(len(groups), np.int64)
    result[order] = _ranks_of_runs(groups[order])
    return result


def _ranks_of_runs(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rank of each row where those of a group follow each other."""
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]])) if len(groups) else groups
    lengths = np.diff(np.append(starts, len(groups)))
    return np.arange(1, len(groups) + 1) - np.repeat(starts, lengths)


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
    if any(column.null_count or nulls(column).any() for column in columns):
        return False, last
    if previous is not None and (None in previous or not previous < first):
        return False, last
    tied = np.ones(len(columns[0]) - 1, np.bool_)  # whether a row is so far equal to the next
    for column in columns:
        if not tied.any():
            break
        if is_encoded(column) and len(column.dictionary) == 1:
            continue
        before, equal = _compare(_comparable(column), tied)
        if not (before | equal)[tied].all():
            return False, last
        tied &= equal
    return not tied.any(), last


def _row(columns: Sequence[pa.Array], row: int) -> tuple[Any, ...]:
    return tuple(column[row].as_py() for column in columns)


def _comparable(column: pa.Array) -> pa.Array | NDArray[Any]:
    """Return something of the same order as the column: numbers, where they are at hand."""
    if is_encoded(column) and len(column.dictionary) <= len(column):
        return _ranks(column.dictionary).take(integers(column.indices))
    column = decode(column)
    numbers = pa.types.is_signed_integer(column.type) or pa.types.is_temporal(column.type)
    return integers(column) if numbers else column


def _ranks(values: pa.Array) -> NDArray[np.int32]:
    """Number values in their order, equal ones alike."""
    order = pc.array_sort_indices(values)
    ordered = values.take(order)
    ranks = np.zeros(len(values), np.int32)
    steps = ~bools(pc.equal(ordered.slice(0, len(values) - 1), ordered.slice(1)))
    ranks[np.frombuffer(order.buffers()[1], np.uint64)[1:]] = np.cumsum(steps)
    return ranks


def _compare(column: pa.Array | NDArray[Any], wanted: Mask) -> tuple[Mask, Mask]:
    """Compare rows each with the next: whether it comes before, whether it is equal; where not wanted: anything."""
    if isinstance(column, np.ndarray):
        return column[:-1] < column[1:], column[:-1] == column[1:]
    if wanted.all():
        here, there = column.slice(0, len(wanted)), column.slice(1)
        return bools(pc.less(here, there)), bools(pc.equal(here, there))
    rows = np.flatnonzero(wanted)
    here, there = column.take(from_int64(rows)), column.take(from_int64(rows + 1))
    before, equal = np.zeros(len(wanted), np.bool_), np.zeros(len(wanted), np.bool_)
    before[rows], equal[rows] = bools(pc.less(here, there)), bools(pc.equal(here, there))
    return before, equal
