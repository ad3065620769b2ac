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

__all__ = ["Instances", "begin", "begin_at", "instances"]


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
    plain = np.flatnonzero(rubrics != UNKNOWN) if (rubrics == UNKNOWN).any() else None
    here = rubrics if plain is None else rubrics[plain]
    if not len(here):
        return np.zeros(len(rubrics), np.bool_)
    new = _other(np.append(np.int32(last), here[:-1]), here)
    new[0] |= last == UNKNOWN
    if plain is None:
        return new
    found = np.zeros(len(rubrics), np.bool_)
    found[plain] = new
    return found


def begin_at(rubrics: Numbers, lines: Places, last: int = UNKNOWN) -> Places:
    """Return those of some lines that begin an instance; as `begin`, of few lines."""
    if (rubrics == UNKNOWN).any():
        return lines[begin(rubrics, last)[lines]]
    before = rubrics.take(lines - 1, mode="clip")
    new = _other(before, rubrics[lines])
    if len(lines) and not lines[0]:
        new[0] = begin(rubrics[:1], last)[0]
    return lines[new]


def _other(before: Numbers, here: Numbers) -> Mask:
    """Tell the rubrics that cannot follow another in one instance: they are numbered block by block, in their order."""
    other: Mask = here <= before
    other |= here >= codes().stop_of.take(before, mode="clip")
    return other


def instances(rubrics: Numbers) -> Instances:
    """Find the instances of lines, and what holds what."""
    known = codes()
    begins = begin(rubrics)
    lines = np.flatnonzero(begins)
    blocks = known.block_of[rubrics[lines]]
    owners = np.repeat(np.arange(-1, len(lines)), np.diff(lines, prepend=0, append=len(rubrics)))
    parents = np.full(len(lines), -1, np.int64)
    broken = np.zeros(len(lines), np.bool_)
    order = np.argsort(blocks.astype(np.int16), kind="stable")  # so small a type is sorted by its digits
    bounds = np.searchsorted(blocks[order], np.arange(len(known.blocks) + 1))
    places = [order[low:high] for low, high in pairwise(bounds.tolist())]
    ends = _ends(places, known.parents)
    for block, mine in enumerate(places):  # those that hold come before those they hold
        parent = known.parents[block]
        if not len(mine) or parent < 0:
            continue
        place = np.searchsorted(holders := places[parent], mine) - 1
        holder = np.append(holders, -1)[place]
        alone = mine > np.append(ends[parent], -1)[place]
        if alone.any():
            holder[alone] = -1
        parents[mine] = holder
        broken[mine] = alone | broken[holder]
    return Instances(lines, blocks, parents, owners, broken)


def _ends(places: list[Places], parents: tuple[int, ...]) -> list[Places]:
    """Return, for each block that holds others, where each instance ends to hold: the next of what holds it."""
    none = np.zeros(0, np.int64)
    above: list[Places] = []
    ends: list[Places] = []
    for block, parent in enumerate(parents[: max(parents) + 1]):  # the others hold nothing: nobody asks for theirs
        above.append(none if parent < 0 else np.sort(np.concatenate([above[parent], places[parent]])))
        nexts = np.searchsorted(above[block], places[block])
        ends.append(np.append(above[block], np.iinfo(np.int64).max)[nexts])
    return ends
