"""The codes that begin the lines of a DSN, all recognised at once.

A line is `S21.G00.30.001,'value'`: sixteen bytes say which rubric it is, and that its value begins there. They are
two words of eight bytes, copied out together; a multiplication makes a slot of a table of them, and the words
themselves are compared. The word that follows is copied with them: most values are in it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from collecdata.catalogue import dsn
from collecdata.kernels.words import WORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.words import Words

    Numbers = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["HEAD", "UNKNOWN", "Codes", "codes"]

HEAD = 16
"""Bytes before a value."""
UNKNOWN = -1
_ODD, _FACTOR = np.uint64(0xC2B2AE3D27D4EB4F), 0xA0761D6478BD642F
_BITS = 16
_AT_ONCE = 1 << 15
"""Lines looked up at a time: what is made stays in the cache."""
_WORD = np.dtype("<u8")


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Every rubric of every year of the norm, numbered block by block; every block, those that hold others first.

    Attributes:
        blocks: code of each block.
        parents: number of the block that holds each, -1 for that of the envelope.
        rubrics: code of each rubric.
        block_of: block of each rubric.
        stop_of: number after the last of its block.
    """

    blocks: tuple[str, ...]
    parents: tuple[int, ...]
    rubrics: tuple[str, ...]
    block_of: Numbers
    stop_of: Numbers
    _heads: tuple[Words, Words]
    _table: Numbers
    _factor: np.uint64

    def find(self, data: bytearray, starts: Places) -> tuple[Numbers, Words]:
        """Return the rubric that begins each of these lines; `UNKNOWN` where none does, in these very bytes.

        Also return the eight bytes after it. The buffer has `HEAD + WORD` bytes to spare.
        """
        every = np.ndarray((len(data) - HEAD - WORD + 1,), f"V{HEAD + WORD}", data, strides=(1,))
        rubrics, after = np.empty(len(starts), np.int32), np.empty(len(starts), _WORD)
        for low in range(0, len(starts), _AT_ONCE):
            some = slice(low, low + _AT_ONCE)
            words = every[starts[some]].view(_WORD).reshape(-1, 3)
            found = self._table.take(_slots(words, self._factor), mode="clip")
            same = self._heads[0].take(found, mode="clip") == words[:, 0]
            same &= self._heads[1].take(found, mode="clip") == words[:, 1]
            if not same.all():
                found[~same] = UNKNOWN
            rubrics[some], after[some] = found, words[:, 2]
        return rubrics, after

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
    block_of = np.array([numbers[block] for block, _ in rubrics], np.int32)
    heads = np.frombuffer("".join(f"{name},'" for name in names).encode(), _WORD)
    first, second = np.ascontiguousarray(heads.reshape(-1, 2).T)
    factor, table = _perfect(heads.reshape(-1, 2))
    return Codes(
        blocks,
        tuple(numbers.get(parents[block], UNKNOWN) for block in blocks),
        names,
        block_of,
        np.searchsorted(block_of, block_of, side="right").astype(np.int32),
        (first, second),
        table,
        factor,
    )


def _depth(block: str) -> int:
    parent = dsn.parents()[block]
    return 1 + _depth(parent) if parent else 0


def _perfect(heads: Words) -> tuple[np.uint64, Numbers]:
    """Find a factor that gives every code a slot of its own."""
    for odd in range(_FACTOR, _FACTOR + (1 << 20), 2):
        factor = np.uint64(odd)
        slots = _slots(heads, factor)
        if np.bincount(slots).max() == 1:  # `unique` would import numpy.ma
            table = np.zeros(1 << _BITS, np.int32)
            table[slots] = np.arange(len(slots), dtype=np.int32)
            return factor, table
    raise ValueError("no table holds these codes")


def _slots(heads: Words, factor: np.uint64) -> Places:
    keys: Words = heads[:, 0] + heads[:, 1] * _ODD
    keys *= factor
    keys >>= np.uint64(64 - _BITS)
    return keys.view(np.int64)
