"""The codes that begin the lines of a DSN, all recognised at once.

A line is `S21.G00.30.001,'value'`: sixteen bytes say which rubric it is, and that its value begins there. They are
two words of eight bytes; a multiplication makes a slot of a table of them, and the words themselves are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from collecdata.catalogue import dsn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]
    Numbers = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["HEAD", "UNKNOWN", "Codes", "codes", "words_of"]

HEAD = 16
"""Bytes before a value."""
UNKNOWN = -1
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), 0xA0761D6478BD642F)
_BITS = 16
_WORD = 8


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Every rubric of every year of the norm, numbered block by block; every block, those that hold others first.

    Attributes:
        blocks: code of each block.
        parents: number of the block that holds each, -1 for that of the envelope.
        rubrics: code of each rubric.
        block_of: block of each rubric.
        rank_of: its number in the block, which is its rank.
    """

    blocks: tuple[str, ...]
    parents: tuple[int, ...]
    rubrics: tuple[str, ...]
    block_of: Numbers
    rank_of: Numbers
    _words: tuple[Words, Words]
    _table: Numbers
    _factor: np.uint64

    def find(self, words: Words, starts: Places) -> Numbers:
        """Return the rubric that begins each of these lines; `UNKNOWN` where none does, in these very bytes."""
        first, second = words[starts], words[starts + _WORD]
        found = self._table[_slots(first, second, self._factor)]
        same = (self._words[0][found] == first) & (self._words[1][found] == second)
        return found if same.all() else np.where(same, found, np.int32(UNKNOWN))

    def rubric(self, code: str) -> int:
        """Return the number of a rubric, or `UNKNOWN`."""
        return self.rubrics.index(code) if code in self.rubrics else UNKNOWN

    def block(self, code: str) -> int:
        """Return the number of a block, or `UNKNOWN`."""
        return self.blocks.index(code) if code in self.blocks else UNKNOWN


@lru_cache(maxsize=1)
def codes() -> Codes:
    """Number the blocks and rubrics of the norm, and make the table that finds them."""
    parents = dsn.parents()
    blocks = tuple(sorted(parents, key=lambda block: (_depth(block), block)))
    numbers = {block: number for number, block in enumerate(blocks)}
    rubrics = [(block, rank) for block in blocks for rank in dsn.every_rubric()[block]]
    names = tuple(f"{block}.{rank:03}" for block, rank in rubrics)
    heads = np.frombuffer("".join(f"{name},'" for name in names).encode(), "<u8").reshape(-1, 2)
    first, second = np.ascontiguousarray(heads[:, 0]), np.ascontiguousarray(heads[:, 1])
    factor, table = _perfect(first, second)
    return Codes(
        blocks,
        tuple(numbers.get(parents[block], UNKNOWN) for block in blocks),
        names,
        np.array([numbers[block] for block, _ in rubrics], np.int32),
        np.array([rank for _, rank in rubrics], np.int32),
        (first, second),
        table,
        factor,
    )


def words_of(data: bytearray | memoryview) -> Words:
    """See a buffer, that has sixteen bytes to spare, as the little-endian word that begins at each of its bytes."""
    return np.ndarray((len(data) - _WORD + 1,), "<u8", data, strides=(1,))


def _depth(block: str) -> int:
    parent = dsn.parents()[block]
    return 1 + _depth(parent) if parent else 0


def _perfect(first: Words, second: Words) -> tuple[np.uint64, Numbers]:
    """Find a factor that gives every code a slot of its own."""
    for odd in range(_ODD[2], _ODD[2] + (1 << 20), 2):
        factor = np.uint64(odd)
        slots = _slots(first, second, factor)
        if len(np.unique(slots)) == len(slots):
            table = np.zeros(1 << _BITS, np.int32)
            table[slots] = np.arange(len(slots), dtype=np.int32)
            return factor, table
    raise ValueError("no table holds these codes")


def _slots(first: Words, second: Words, factor: np.uint64) -> Places:
    keys = (first * _ODD[0] ^ second * _ODD[1]) * factor
    return (keys >> np.uint64(64 - _BITS)).view(np.int64)
