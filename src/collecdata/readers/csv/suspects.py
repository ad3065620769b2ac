"""Rows that the tokeniser accepts and that may not be records: blank, the header again, filled beyond the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells, offsets, strings
from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.scan import count_byte, count_pair, find_byte

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.readers.csv.dialect import Dialect

    Places = NDArray[np.int64]

__all__ = ["FEWEST_SWALLOWED", "lone_returns", "suspects"]

FEWEST_SWALLOWED = 3
"""Columns from which lines inside a cell that all have the right number of cells are no accident."""

_BLANK, _HIGH = 0x20, 0x80


def suspects(dialect: Dialect, columns: Sequence[pa.BinaryArray], *, nested: bool) -> Places:
    """Return the rows to look at exactly. Cheap when there is none: one column, usually, clears all rows.

    `nested`: cells may hold line ends.
    """
    count = len(dialect.columns)
    found = [_may_be_blank(columns[:count]), _may_be_header(dialect.header, columns)]
    for extra in columns[count:]:
        bounds = offsets(extra)
        if bounds[0] != bounds[-1]:
            found.append(np.flatnonzero(np.diff(bounds)))
    if nested and count >= FEWEST_SWALLOWED:
        found += [_may_have_swallowed(dialect, column) for column in columns[:count]]
    return np.unique(np.concatenate(found))


def lone_returns(data: bytearray, stop: int) -> Places:
    """Return the carriage returns that no line feed follows (at once, or after one more): text, in a file of LF."""
    count = count_byte(data, CR[0], 0, stop)
    if not count or count == count_pair(data, CR + LF, 0, stop):
        return np.zeros(0, np.int64)
    places = find_byte(data, CR[0], 0, stop)
    view = np.frombuffer(data, np.uint8)[:stop]
    padded = np.concatenate([view, np.frombuffer(LF + LF, np.uint8)])
    after, second = padded[places + 1], padded[places + 2]
    lone: Places = places[(after != LF[0]) & ~((after == CR[0]) & (second == LF[0]))]
    return lone


def _may_be_blank(columns: Sequence[pa.BinaryArray]) -> Places:
    """Return the rows whose cells all are empty or begin with what may be white space."""
    rows = np.arange(len(columns[0]))
    for column in columns:
        seen = cells(column)
        if len(seen.data):
            starts = seen.starts[rows]
            first = seen.data[np.minimum(starts, len(seen.data) - 1)]
            rows = rows[(starts == seen.ends[rows]) | (first <= _BLANK) | (first >= _HIGH)]
        if not len(rows):
            break
    return rows


def _may_be_header(header: Sequence[bytes], columns: Sequence[pa.BinaryArray]) -> Places:
    """Return the rows that hold the first name where the header does, and the second."""
    doubtful = np.full(len(columns[0]), bool(header))
    named = [(name, column) for name, column in zip(header, columns, strict=False) if name]
    for name, column in named[:2]:
        if doubtful.any():
            doubtful &= bools(pc.equal(column, _scalar(name)))
    return np.flatnonzero(doubtful)


def _may_have_swallowed(dialect: Dialect, column: pa.BinaryArray) -> Places:
    """Return the rows whose cell of several lines holds as many separators as that many records would."""
    seen = cells(column)
    size, rows = len(seen.data), len(column)
    if not count_byte(seen.data, dialect.eol[0], 0, size):
        return np.zeros(0, np.int64)
    ends, between = (
        np.bincount(
            np.searchsorted(seen.offsets, find_byte(seen.data, mark, 0, size), side="right") - 1, minlength=rows
        )
        for mark in (dialect.eol[0], dialect.delimiter[0])
    )
    count = len(dialect.columns)
    return np.flatnonzero((ends > 0) & (between >= ends * (count - 1) - (dialect.width - count)))


def _scalar(value: bytes) -> pa.BinaryScalar:
    return strings(np.array([0, len(value)], np.int32), value, kind=pa.binary())[0]
