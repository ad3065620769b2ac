"""Two versions of the same rows, among more rows than memory holds: which are gone, which are new, which changed.

Rows are known by the hash of their key and the hash of the rest. Those that both versions have are dropped partition by
partition; what is left is small when little changed, and is given by position, to be read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.kernels.order import ranks
from collecdata.kernels.spill import together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from collecdata.kernels.spill import Positions, Records, Spill

    Sides = NDArray[np.bool_]

__all__ = ["ABSENT", "Pairs", "differing"]

ABSENT = -1
"""The position of a row on the side that does not have it."""


class Pairs(NamedTuple):
    """Rows that are not the same on both sides: `old` and `new` positions, `ABSENT` where a side has none."""

    old: Positions
    new: Positions


def differing(old: Spill, new: Spill) -> Iterator[Pairs]:
    """Yield the rows that differ, one partition at a time, those of the same key side by side.

    A key that several rows share is a multiset: equal rows are matched first, the others in the order of their
    positions. Two rows taken for the same by accident need equal hashes of key and content: odds of 2**-128.

    Raises:
        ValueError: the two do not have the same number of partitions, or were not made with `contents`.
    """
    for before, after in together(old, new):
        records = np.concatenate([before, after])
        sides = np.repeat([False, True], [len(before), len(after)])
        records, sides = _surplus(*_without_the_same(*_by_hash(records, sides)))
        if len(records):
            yield _paired(records, sides)


def _by_hash(records: Records, sides: Sides) -> tuple[Records, Sides]:
    order = np.argsort(records["hash"], kind="stable")
    return records[order], sides[order]


def _without_the_same(records: Records, sides: Sides) -> tuple[Records, Sides]:
    """Drop the keys with one row on each side, the same: nearly all, and found without comparing all with all."""
    hashes, contents = records["hash"], records["content"]
    joined = np.zeros(len(records) + 1, np.bool_)
    joined[1:-1] = hashes[1:] == hashes[:-1]
    alone = ~joined[:-2] & joined[1:-1] & ~joined[2:]
    first = np.flatnonzero(alone & (contents[:-1] == contents[1:]) & (sides[:-1] != sides[1:]))
    kept = np.ones(len(records), np.bool_)
    kept[first] = kept[first + 1] = False
    return records[kept], sides[kept]


def _surplus(records: Records, sides: Sides) -> tuple[Records, Sides]:
    """Match equal rows of the keys that several rows share; what one side has more of stays."""
    order = np.lexsort((records["position"], sides, records["content"], records["hash"]))
    records, sides = records[order], sides[order]
    fresh = np.ones(len(records), np.bool_)
    fresh[1:] = (records["hash"][1:] != records["hash"][:-1]) | (records["content"][1:] != records["content"][:-1])
    content = np.cumsum(fresh) - 1
    counts = [np.bincount(content[sides == side], minlength=int(fresh.sum())) for side in (False, True)]
    kept = ranks(content * 2 + sides) > np.minimum(*counts)[content]
    return records[kept], sides[kept]


def _paired(records: Records, sides: Sides) -> Pairs:
    """Put the rows of a key side by side, in the order of their positions."""
    order = np.lexsort((records["position"], sides, records["hash"]))
    records, sides = records[order], sides[order]
    key = np.cumsum(np.append(False, records["hash"][1:] != records["hash"][:-1]))
    rank = ranks(key * 2 + sides)
    order = np.lexsort((sides, rank, key))
    key, rank, sides, positions = key[order], rank[order], sides[order], records["position"][order]
    met = np.zeros(len(positions), np.bool_)
    met[1:] = (key[1:] == key[:-1]) & (rank[1:] == rank[:-1])
    place = np.cumsum(~met) - 1
    old, new = (np.full(int((~met).sum()), ABSENT, np.int64) for _ in range(2))
    old[place[~sides]], new[place[sides]] = positions[~sides], positions[sides]
    return Pairs(old, new)
