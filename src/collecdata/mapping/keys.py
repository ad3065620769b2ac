"""Keys of one or several text columns, numbered exactly: what a lookup finds its rows by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import integers, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from collecdata.mapping.arrays import Indices

__all__ = ["Keys"]


@dataclass(frozen=True, slots=True)
class Keys:
    """The distinct keys of a table. An empty cell is the empty text.

    `words` are the distinct cells of each column. `levels[k]` are the pairs met of (number so far, word of column
    k + 1), sorted: the place of a pair is the number of the longer key. `first` is the first row of each key.
    """

    words: tuple[pa.StringArray, ...]
    levels: tuple[Indices, ...]
    first: Indices

    @classmethod
    def of(cls, columns: Sequence[pa.StringArray]) -> tuple[Keys, Indices]:
        """Number the keys of a table; also return the number of each row's key."""
        encoded = [_filled(column).dictionary_encode() for column in columns]
        number = integers(encoded[0].indices).astype(np.int64)
        levels = []
        for one in encoded[1:]:
            level, number = np.unique(number * len(one.dictionary) + integers(one.indices), return_inverse=True)
            levels.append(level)
        first = np.unique(number, return_index=True)[1]
        return cls(tuple(one.dictionary for one in encoded), tuple(levels), first.astype(np.int64)), number

    def find(self, columns: Sequence[pa.Array]) -> Indices:
        """Return the first row that has each key, -1 where none has."""
        number = _numbers(columns[0], self.words[0])
        for column, words, level in zip(columns[1:], self.words[1:], self.levels, strict=True):
            own = _numbers(column, words)
            number = _place(np.where((number < 0) | (own < 0), -1, number * len(words) + own), level)
        return np.append(self.first, -1)[number]


def _filled(values: pa.StringArray) -> pa.StringArray:
    return pc.coalesce(values, texts([""])[0]) if values.null_count else values


def _place(pairs: Indices, level: Indices) -> Indices:
    """Return the place of each pair in a sorted level, -1 where it is not there."""
    if not len(level):
        return np.full(len(pairs), -1, np.int64)
    place = np.minimum(np.searchsorted(level, pairs), len(level) - 1)
    return np.where(level[place] == pairs, place, -1)


def _numbers(column: pa.Array, words: pa.StringArray) -> Indices:
    """Return the place of each cell among the words, -1 where it is not one."""
    found = decode(on_distinct(column, lambda values: pc.index_in(values, value_set=words)))
    number = np.where(nulls(found), -1, integers(found)).astype(np.int64)
    if column.null_count or nulls(found).any():
        empty = pc.index_in(texts([""]), value_set=words)
        number[nulls(column)] = -1 if empty.null_count else int(integers(empty)[0])
    return number
