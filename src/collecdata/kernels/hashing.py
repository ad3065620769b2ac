"""A 64-bit hash of rows: the same for the same values, in any process, run, encoding and chunking.

Not cryptographic: rows with equal hashes are candidates, to be compared (`kernels.spill`).
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import bools, cells, integers, limbs, nulls
from collecdata.kernels.distinct import is_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Cells

    Hashes = NDArray[np.uint64]

__all__ = ["hash_rows"]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MORE = np.uint64(0xBF58476D1CE4E5B9)
_LAST = np.uint64(0x94D049BB133111EB)
_NULL = np.uint64(0x5BD1E995A7C15F39)
_WORD = 8
_LONG = 256
"""Bytes beyond which a cell is hashed alone (BLAKE2b): there are few, and one must not cost a pass over all rows."""


def hash_rows(columns: Sequence[pa.Array]) -> Hashes:
    """Hash rows of one or more columns of the same length; null is a value of its own, not the empty string.

    Columns: `string`, `binary`, `bool`, `decimal128`, or what is stored as signed integers (dates, times), plain or
    as dictionaries. Integers of any width hash alike; a decimal by its unscaled value.

    Raises:
        TypeError: a column of another type.
        ValueError: no column.
    """
    if not columns:
        raise ValueError("no column to hash")
    return reduce(_combine, (_column(column) for column in columns))


def _combine(left: Hashes, right: Hashes) -> Hashes:
    return _mix(left * _ODD ^ right)


def _column(column: pa.Array) -> Hashes:
    if is_encoded(column):
        hashes = np.append(_column(column.dictionary), _NULL)
        null = nulls(column.indices)
        return hashes[np.where(null, len(hashes) - 1, integers(column.indices))]
    hashes = _values(column)
    if column.null_count:
        hashes[nulls(column)] = _NULL
    return hashes


def _values(column: pa.Array) -> Hashes:
    kind = column.type
    if kind in (pa.string(), pa.binary()):
        return _texts(cells(column))
    if pa.types.is_boolean(kind):
        return _mix(bools(column).astype(np.uint64))
    if pa.types.is_decimal128(kind):
        words = limbs(column).view(np.uint64)
        return _combine(words[:, 0], words[:, 1])
    return _mix(integers(column).astype(np.int64).view(np.uint64))


def _texts(seen: Cells) -> Hashes:
    """Fold cells eight bytes at a time, all cells together; those that are finished leave."""
    lengths = seen.lengths
    hashes = lengths.astype(np.uint64) * _ODD
    words = _words(seen.data)
    rows: slice | NDArray[np.int64] = slice(None)
    starts = seen.starts
    read = 0
    short = (lengths > 0) & (lengths <= _LONG)
    while short.any():
        if not short.all():
            rows = np.flatnonzero(short) if isinstance(rows, slice) else rows[short]
            starts, lengths = starts[short], lengths[short]
        hashes[rows] = _mix(hashes[rows] ^ _word(words, starts + np.int32(read), lengths - np.int32(read)))
        read += _WORD
        short = lengths > read
    long = np.flatnonzero(seen.lengths > _LONG).tolist()
    if long:
        from hashlib import blake2b  # loads OpenSSL

        for row in long:
            cell = seen.data[seen.offsets[row] : seen.offsets[row + 1]]
            hashes[row] = int.from_bytes(blake2b(cell.tobytes(), digest_size=_WORD).digest(), "little")
    return hashes


def _words(data: Bytes) -> Hashes:
    """See each byte as the first of a little-endian word of eight (the view is not aligned: only to be indexed)."""
    padded = np.zeros(len(data) + _WORD, np.uint8)
    padded[: len(data)] = data
    return np.ndarray((len(data) + 1,), "<u8", padded, strides=(1,))


def _word(words: Hashes, at: NDArray[np.int32], left: NDArray[np.int32]) -> Hashes:
    """Read the next word of cells that have `left` bytes left, without what follows them."""
    beyond = np.clip(_WORD - left, 0, _WORD - 1).astype(np.uint64) * np.uint64(8)
    return words[at] << beyond


def _mix(hashes: Hashes) -> Hashes:
    """Spread every bit over all (the finaliser of splitmix64)."""
    hashes = (hashes ^ hashes >> np.uint64(30)) * _MORE
    hashes = (hashes ^ hashes >> np.uint64(27)) * _LAST
    return hashes ^ hashes >> np.uint64(31)
