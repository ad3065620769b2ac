"""Rows that the tokeniser accepts and that may not be records: blank, the header again, filled beyond the columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells, strings
from collecdata.kernels.distinct import mask_on_distinct
from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.scan import count_byte, count_pair, find_byte

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask
    from collecdata.readers.csv.dialect import Dialect

    Places = NDArray[np.int64]

__all__ = ["FEWEST_SWALLOWED", "lone_returns", "suspects"]

FEWEST_SWALLOWED = 3
"""Columns from which lines inside a cell that all have the right number of cells are no accident."""

_BLANK, _HIGH = 0x20, 0x80


def suspects(dialect: Dialect, columns: Sequence[pa.Array], *, nested: bool) -> Places:
    """Return the rows to look at exactly. Cheap when there is none: one column, usually, clears all rows.

    `nested`: cells may hold line ends.
    """
    count = len(dialect.columns)
    doubtful = [_may_be_blank(columns[:count]), _may_be_header(dialect.header, columns)]
    doubtful += [mask_on_distinct(extra, _filled) for extra in columns[count:]]
    if nested and count >= FEWEST_SWALLOWED:
        doubtful += [mask_on_distinct(column, partial(_may_have_swallowed, dialect)) for column in columns[:count]]
    return np.flatnonzero(np.logical_or.reduce(doubtful))


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


def _may_be_blank(columns: Sequence[pa.Array]) -> Mask:
    """Mark the rows whose cells all are empty or begin with what may be white space."""
    doubtful = np.ones(len(columns[0]), np.bool_)
    for column in columns:
        if not doubtful.any():
            break
        doubtful &= mask_on_distinct(column, _begins_blank)
    return doubtful


def _begins_blank(values: pa.BinaryArray) -> Mask:
    seen = cells(values)
    if not len(seen.data):
        return np.ones(len(seen), np.bool_)
    first = seen.data[np.minimum(seen.starts, len(seen.data) - 1)]
    blank: Mask = (seen.lengths == 0) | (first <= _BLANK) | (first >= _HIGH)
    return blank


def _filled(values: pa.BinaryArray) -> Mask:
    filled: Mask = cells(values).lengths > 0
    return filled


def _may_be_header(header: Sequence[bytes], columns: Sequence[pa.Array]) -> Mask:
    """Mark the rows that hold the first name where the header does, and the second."""
    doubtful = np.full(len(columns[0]), bool(header))
    named = [(name, column) for name, column in zip(header, columns, strict=False) if name]
    for name, column in named[:2]:
        if doubtful.any():
            doubtful &= mask_on_distinct(column, partial(_is, name))
    return doubtful


def _is(name: bytes, values: pa.BinaryArray) -> Mask:
    return bools(pc.equal(values, _scalar(name)))


def _may_have_swallowed(dialect: Dialect, values: pa.BinaryArray) -> Mask:
    """Mark the cells of several lines that hold as many separators as that many records would."""
    seen = cells(values)
    size = len(seen.data)
    if not count_byte(seen.data, dialect.eol[0], 0, size):
        return np.zeros(len(seen), np.bool_)
    ends, between = (
        np.bincount(
            np.searchsorted(seen.offsets, find_byte(seen.data, mark, 0, size), side="right") - 1, minlength=len(seen)
        )
        for mark in (dialect.eol[0], dialect.delimiter[0])
    )
    count = len(dialect.columns)
    swallowed: Mask = (ends > 0) & (between >= ends * (count - 1) - (dialect.width - count))
    return swallowed


def _scalar(value: bytes) -> pa.BinaryScalar:
    return strings(np.array([0, len(value)], np.int32), value, kind=pa.binary())[0]
