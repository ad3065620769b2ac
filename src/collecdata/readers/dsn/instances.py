"""Instances of blocks: where each begins, and which instance holds it.

Source: cahier technique de la norme DSN 2025.1, 3.2 and 3.3. The rubrics of a block follow one another in the order of
the norm, and every block has a mandatory one: an instance begins where the block changes, or where the rank does not
grow. Neither can two instances be merged so, nor one be cut. A block belongs to the last instance of the block that
holds it, if nothing that holds the latter has begun anew since.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.dsn.codes import UNKNOWN, codes

if TYPE_CHECKING:
    from collecdata.readers.dsn.codes import Numbers, Places
    from collecdata.readers.dsn.lines import Mask

__all__ = ["Instances", "begin", "instances"]


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances of some lines: the line each begins at, its block, the instance that holds it (-1: none).

    `owners` is the instance of each line, that of the line before for odd ones (-1 before the first). `broken`: no
    instance holds it and one should, or the one that does is broken.
    """

    lines: Places
    blocks: Numbers
    parents: Places
    owners: Places
    broken: Mask


def begin(rubrics: Numbers, last: int = UNKNOWN) -> Mask:
    """Tell the lines that begin an instance; `last` is the rubric before them. Odd lines are passed over."""
    known = codes()
    plain = np.flatnonzero(rubrics != UNKNOWN) if (rubrics == UNKNOWN).any() else None
    here = rubrics if plain is None else rubrics[plain]
    if not len(here):
        return np.zeros(len(rubrics), np.bool_)
    # Rubrics are numbered block by block, in the order of their ranks.
    blocks = known.block_of[here]
    new = np.empty(len(here), np.bool_)
    new[1:] = (here[1:] <= here[:-1]) | (blocks[1:] != blocks[:-1])
    new[0] = last == UNKNOWN or here[0] <= last or blocks[0] != known.block_of[last]
    if plain is None:
        return new
    found = np.zeros(len(rubrics), np.bool_)
    found[plain] = new
    return found


def instances(rubrics: Numbers) -> Instances:
    """Find the instances of lines, and what holds what."""
    known = codes()
    begins = begin(rubrics)
    lines = np.flatnonzero(begins)
    blocks = known.block_of[rubrics[lines]]
    owners = np.cumsum(begins) - 1
    parents = np.full(len(lines), -1, np.int64)
    broken = np.zeros(len(lines), np.bool_)
    order = np.argsort(blocks.astype(np.int16), kind="stable")  # so small a type is sorted by its digits
    bounds = np.searchsorted(blocks[order], np.arange(len(known.blocks) + 1))
    places = [order[low:high] for low, high in pairwise(bounds.tolist())]
    above = _above(places, known.parents)
    for block, mine in enumerate(places):  # those that hold come before those they hold
        parent = known.parents[block]
        if not len(mine) or parent < 0:
            continue
        holder = _before(places[parent], mine)
        alone = (holder < 0) | (_before(above[parent], mine) > holder)
        parents[mine] = np.where(alone, -1, holder)
        broken[mine] = alone | broken[holder]
    return Instances(lines, blocks, parents, owners, broken)


def _above(places: list[Places], parents: tuple[int, ...]) -> list[Places]:
    """Return, for each block that holds others, the instances of all that holds it, at any height, in order."""
    none = np.zeros(0, np.int64)
    above: list[Places] = []
    for parent in parents[: max(parents) + 1]:  # the others hold nothing: nobody asks for theirs
        both = none if parent < 0 else np.concatenate([above[parent], places[parent]])
        above.append(np.sort(both) if len(both) else none)
    return above


def _before(places: Places, mine: Places) -> Places:
    """Return the last of some sorted places before each of others; -1 where there is none."""
    found = np.searchsorted(places, mine) - 1
    return np.where(found < 0, -1, np.append(places, -1)[found])
