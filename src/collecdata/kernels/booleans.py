"""Booleans, from the words declared for true and false and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells, from_bools, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["parse_boolean"]


def parse_boolean(values: pa.StringArray, true: Sequence[str], false: Sequence[str]) -> tuple[pa.BooleanArray, Mask]:
    """Read trimmed text as booleans; also return the mask of cells that are neither word, nor empty, nor null.

    Words are compared exactly, case included. An empty cell is null, unless the empty string is one of the words.

    Raises:
        ValueError: a word is both true and false.
    """
    both = set(true) & set(false)
    if both:
        raise ValueError(f"both true and false: {', '.join(sorted(both))}")
    is_true = bools(pc.is_in(values, value_set=texts(true)))
    known = is_true | bools(pc.is_in(values, value_set=texts(false)))
    return from_bools(is_true, ~known), ~known & (cells(values).lengths > 0)
