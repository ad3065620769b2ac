"""Cells that all have the same few bytes (dates, codes, empty ones), seen as whole numbers: those compare at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import integers, offsets, strings
from collecdata.kernels.words import WORD

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["as_cells", "as_numbers"]


def as_numbers(column: pa.Array) -> NDArray[np.int64] | None:
    """Return the bytes of each cell of a `string` or `binary` array as a number; None where they are not as many.

    >>> import pyarrow as pa
    >>> as_numbers(pa.array(["a", "b", "a"])).tolist()
    [97, 98, 97]
    >>> as_numbers(pa.array(["a", "bc", ""])) is None
    True
    """
    bounds = offsets(column)
    first, size, count = int(bounds[0]), int(bounds[-1]) - int(bounds[0]), len(column)
    width = size // count if count else 0
    if not 0 < width <= WORD or size != width * count or (np.diff(bounds) != width).any():
        return None if size else np.broadcast_to(np.int64(0), count)
    data = np.frombuffer(column.buffers()[2], np.uint8, size, first)
    if width == WORD:
        return np.require(data.view(np.int64), requirements="A")
    room = np.zeros(size + WORD, np.uint8)
    room[:size] = data
    words = np.ndarray(count, "<u8", room, strides=(width,))  # each with the first bytes of the cells after it
    return (words & np.uint64((1 << 8 * width) - 1)).view(np.int64)


def as_cells(numbers: pa.Int64Array, *, like: pa.Array) -> pa.Array:
    """Return numbers as the cells that they stand for, some of those of an array that `as_numbers` took.

    >>> import pyarrow as pa
    >>> as_cells(pa.array([98]), like=pa.array(["a", "b", "a"])).to_pylist()
    ['b']
    """
    width = len(like) and int(np.diff(offsets(like)[:2])[0])
    data = integers(numbers).view(np.uint8).reshape(-1, WORD)[:, :width]
    return strings(np.arange(len(numbers) + 1) * width, np.ascontiguousarray(data).reshape(-1), kind=like.type)
