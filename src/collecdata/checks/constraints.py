"""The constraints of Table Schema as masks of bad values: the one engine of `convert` and of `validate`.

`convert` takes a mask as the verdict; `validate` takes it as what is not proven right, and asks frictionless.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, integers, nulls

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Mask", "Op", "beyond", "of_length", "outside", "unlike"]

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Op = Callable[[pa.Array], Mask]
"""Values of one type to the mask of those that break the constraint; a null breaks none."""


def outside(known: pa.Array) -> Op:
    """Mark the values that are not among the known ones, which are of the same type."""

    def op(values: pa.Array) -> Mask:
        return ~bools(pc.is_in(values, value_set=known)) & ~nulls(values)

    return op


def unlike(pattern: str) -> Op:
    """Mark the texts in which RE2 does not find the pattern: anchor it, to match whole."""

    def op(values: pa.Array) -> Mask:
        return ~bools(pc.match_substring_regex(values, pattern=pattern)) & ~nulls(values)

    return op


def beyond(compare: Callable[[pa.Array, pa.Scalar], pa.BooleanArray], limit: pa.Scalar) -> Op:
    """Mark the values that compare so with the limit: `pc.less` makes it a minimum."""

    def op(values: pa.Array) -> Mask:
        return bools(compare(values, limit))

    return op


def of_length(shortest: int | None, longest: int | None) -> Op:
    """Mark the texts that have too few or too many characters."""

    def op(values: pa.Array) -> Mask:
        lengths: NDArray[np.int32] = integers(pc.utf8_length(values))
        bad = np.zeros(len(lengths), np.bool_) if shortest is None else lengths < shortest
        if longest is not None:
            bad |= lengths > longest
        return bad & ~nulls(values)

    return op
