"""Arrow arrays seen as numpy, and numpy made into Arrow arrays, without a copy and without pandas.

`pa.array(list)`, `pa.scalar` and `.to_numpy()` import pandas where it is installed (about a second): nothing here
calls them. Every function takes sliced arrays, empty arrays and arrays without buffers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Bytes = NDArray[np.uint8]
    Offsets = NDArray[np.int32]

__all__ = [
    "Cells", "bools", "cells", "counts", "decimals", "fixed", "from_bools", "from_int32", "from_int64", "integers",
    "limbs", "nulls", "offsets", "running", "strings", "texts", "validity",
]  # fmt: skip

_INT32_MAX = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Cells:
    """The bytes of a text or binary array: cell `i` is `data[offsets[i]:offsets[i + 1]]`.

    `offsets` begin at 0 and end at `len(data)`. `null` is None when no cell is null; a null cell has no bytes.
    """

    offsets: Offsets
    data: Bytes
    null: Mask | None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def starts(self) -> Offsets:
        """First byte of each cell."""
        return self.offsets[:-1]

    @property
    def ends(self) -> Offsets:
        """Byte after the last of each cell."""
        return self.offsets[1:]

    @property
    def lengths(self) -> Offsets:
        """Bytes of each cell."""
        return np.diff(self.offsets)


def cells(values: pa.Array) -> Cells:
    """Return the bytes of a `string` or `binary` array."""
    null = nulls(values) if values.null_count else None
    bounds = offsets(values)
    if null is not None and np.diff(bounds)[null].any():  # Arrow lets a null slot cover bytes: leave them behind
        values = values.take(from_int64(np.arange(len(values))))
        bounds = offsets(values)
    first, last = int(bounds[0]), int(bounds[-1])
    data = _view(values.buffers()[2], np.dtype(np.uint8))[first:last]
    return Cells(bounds - np.int32(first) if first else bounds, data, null)


def offsets(array: pa.Array) -> Offsets:
    """Return the `len(array) + 1` offsets into the value buffer of a `string` or `binary` array (not moved to 0).

    Raises:
        TypeError: the array is of another type (`large_string` too).
    """
    if array.type not in (pa.string(), pa.binary()):
        raise TypeError(f"expected string or binary, not {array.type}")
    if not len(array):
        return np.zeros(1, np.int32)
    return _view(array.buffers()[1], np.dtype(np.int32))[array.offset : array.offset + len(array) + 1]


def counts(bounds: Offsets, flags: Bytes) -> Offsets:
    """Count, in each cell cut by `bounds` (from 0), the bytes of `flags` that are 0x80 (the others below).

    The length of text in characters is its bytes that do not continue one (10xxxxxx): Arrow counts those a vector
    at a time, three times faster than a search for each cell.
    """
    others: Offsets = integers(pc.utf8_length(strings(bounds, flags)))
    return np.diff(bounds) - others


def running(counted: Offsets) -> Offsets:
    """Return the running total before each cell, and the total (`n + 1` values)."""
    total = np.zeros(len(counted) + 1, np.int32)
    np.cumsum(counted, out=total[1:])
    return total


def nulls(array: pa.Array) -> Mask:
    """Return a mask, True where the cell is null (also where a dictionary's value is)."""
    if pa.types.is_dictionary(array.type):
        mask = nulls(array.indices)
        if array.dictionary.null_count:
            mask = mask | nulls(array.dictionary)[_indices(array)]
        return mask
    if not array.null_count:
        return np.zeros(len(array), np.bool_)
    if pa.types.is_null(array.type):
        return np.ones(len(array), np.bool_)
    return ~_bits(array.buffers()[0], array.offset, len(array))


def bools(array: pa.Array) -> Mask:
    """Return the values of a `bool` array (plain or dictionary); null is False."""
    if pa.types.is_dictionary(array.type):
        null = nulls(array)
        return ~null if null.all() else bools(array.dictionary)[_indices(array)] & ~null
    if not len(array):
        return np.zeros(0, np.bool_)
    bits = _bits(array.buffers()[1], array.offset, len(array))
    return bits & ~nulls(array) if array.null_count else bits


def integers(array: pa.Array) -> NDArray[Any]:
    """Return a read-only view of the values of a signed integer, date, time or timestamp array; under null: anything.

    Raises:
        TypeError: the type has no such values.
    """
    kind = array.type
    if not (pa.types.is_signed_integer(kind) or pa.types.is_temporal(kind)):
        raise TypeError(f"expected integers, dates or times, not {kind}")
    view = _view(array.buffers()[1], np.dtype(f"<i{kind.bit_width // 8}"))
    return view[array.offset : array.offset + len(array)]


def limbs(array: pa.Decimal128Array) -> NDArray[np.int64]:
    """Return the low and high 64 bits of each unscaled value of a `decimal128` array, as `n` rows of two."""
    words = _view(array.buffers()[1], np.dtype(np.int64)).reshape(-1, 2)
    return words[array.offset : array.offset + len(array)]


def validity(null: Mask | None) -> pa.Buffer | None:
    """Return the validity bitmap of a mask of nulls; None when nothing is null."""
    if null is None or not null.any():
        return None
    return pa.py_buffer(np.packbits(~null, bitorder="little"))


def fixed(kind: pa.DataType, values: NDArray[Any], null: Mask | None = None) -> pa.Array:
    """Make an array of a fixed-width type from values that have its memory layout (C order)."""
    return pa.Array.from_buffers(kind, len(values), [validity(null), pa.py_buffer(values)])


def from_int64(values: NDArray[Any], null: Mask | None = None) -> pa.Array:
    """Make an `int64` array."""
    return fixed(pa.int64(), np.ascontiguousarray(values, np.int64), null)


def from_int32(values: NDArray[Any], null: Mask | None = None) -> pa.Array:
    """Make an `int32` array."""
    return fixed(pa.int32(), np.ascontiguousarray(values, np.int32), null)


def from_bools(values: Mask, null: Mask | None = None) -> pa.Array:
    """Make a `bool` array."""
    bits = pa.py_buffer(np.packbits(values, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [validity(null), bits])


def decimals(unscaled: NDArray[np.int64], precision: int, scale: int, null: Mask | None = None) -> pa.Array:
    """Make a `decimal128(precision, scale)` array from 64-bit unscaled values."""
    limbs = np.empty((len(unscaled), 2), np.int64)
    limbs[:, 0] = unscaled
    np.right_shift(unscaled, 63, out=limbs[:, 1])
    return fixed(pa.decimal128(precision, scale), limbs, null)


def strings(
    bounds: NDArray[Any], data: Bytes | bytes, null: Mask | None = None, kind: pa.DataType | None = None
) -> pa.Array:
    """Make a `string` array (or `kind`) from `n + 1` offsets and the bytes they cut.

    Raises:
        OverflowError: more bytes than 32-bit offsets can address.
    """
    if len(data) > _INT32_MAX:
        raise OverflowError("more than 2 GiB of text in one batch")
    buffers = [validity(null), pa.py_buffer(np.ascontiguousarray(bounds, np.int32)), pa.py_buffer(data)]
    return pa.Array.from_buffers(kind or pa.string(), len(bounds) - 1, buffers)


def texts(items: Iterable[str | None]) -> pa.Array:
    """Make a `string` array from a few Python strings (None: null).

    >>> texts(["é", None, ""]).to_pylist()
    ['é', None, '']
    """
    listed = list(items)
    encoded = [b"" if item is None else item.encode() for item in listed]
    bounds = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64, len(encoded) + 1)
    return strings(bounds, b"".join(encoded), np.fromiter((item is None for item in listed), np.bool_, len(listed)))


def _indices(array: pa.Array) -> NDArray[Any]:
    """Positions in the dictionary; 0 where null."""
    positions = integers(array.indices)
    if not array.indices.null_count:
        return positions
    return np.where(nulls(array.indices), 0, positions)


def _view(buffer: pa.Buffer | None, dtype: np.dtype[Any]) -> NDArray[Any]:
    if buffer is None or not buffer.size:
        return np.zeros(0, dtype)
    return np.frombuffer(buffer, dtype, buffer.size // dtype.itemsize)


def _bits(buffer: pa.Buffer, start: int, length: int) -> Mask:
    packed = np.frombuffer(buffer, np.uint8)[start // 8 : (start + length + 7) // 8]
    skip = start % 8
    return np.unpackbits(packed, bitorder="little")[skip : skip + length].view(np.bool_)
