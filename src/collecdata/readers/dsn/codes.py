"""The codes that begin the lines of a DSN, all recognised at once.

A line is `S21.G00.30.001,'value'`: sixteen bytes say which rubric it is, and that its value begins there. They are
two words of eight bytes, copied out together; a multiplication makes a slot of a table of them, and the words
themselves are compared.
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

__all__ = ["HEAD", "UNKNOWN", "Codes", "codes"]

HEAD = 16
"""Bytes before a value."""
UNKNOWN = -1
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), 0xA0761D6478BD642F)
_BITS = 16
_WORD = np.dtype("<u8")


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
    _heads: NDArray[np.complex128]
    _table: Numbers
    _factor: np.uint64

    def find(self, data: bytearray, starts: Places) -> Numbers:
        """Return the rubric that begins each of these lines; `UNKNOWN` where none does, in these very bytes.

        The buffer has `HEAD` bytes to spare.
        """
        heads = np.ndarray((len(data) - HEAD + 1,), f"V{HEAD}", data, strides=(1,))[starts]
        words = heads.view(_WORD).reshape(-1, 2)
        found = self._table.take(_slots(words, self._factor), mode="clip")
        same = self._heads.take(found, mode="clip").view(_WORD) == words.ravel()
        return found if same.all() else np.where(same.reshape(-1, 2).all(axis=1), found, np.int32(UNKNOWN))

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
    heads = np.frombuffer("".join(f"{name},'" for name in names).encode(), _WORD)
    factor, table = _perfect(heads.reshape(-1, 2))
    return Codes(
        blocks,
        tuple(numbers.get(parents[block], UNKNOWN) for block in blocks),
        names,
        np.array([numbers[block] for block, _ in rubrics], np.int32),
        np.array([rank for _, rank in rubrics], np.int32),
        heads.view(np.complex128),  # of so many bytes: what they mean does not matter
        table,
        factor,
    )


def _depth(block: str) -> int:
    parent = dsn.parents()[block]
    return 1 + _depth(parent) if parent else 0


def _perfect(heads: Words) -> tuple[np.uint64, Numbers]:
    """Find a factor that gives every code a slot of its own."""
    for odd in range(_ODD[2], _ODD[2] + (1 << 20), 2):
        factor = np.uint64(odd)
        slots = _slots(heads, factor)
        if len(np.unique(slots)) == len(slots):
            table = np.zeros(1 << _BITS, np.int32)
            table[slots] = np.arange(len(slots), dtype=np.int32)
            return factor, table
    raise ValueError("no table holds these codes")


def _slots(heads: Words, factor: np.uint64) -> Places:
    keys = (heads[:, 0] * _ODD[0] ^ heads[:, 1] * _ODD[1]) * factor
    return (keys >> np.uint64(64 - _BITS)).view(np.int64)
