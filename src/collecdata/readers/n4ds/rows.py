"""The rows that lines make: where each begins, which holds it, which row each line is of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.n4ds.lines import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.readers.n4ds.lines import Lines, Mask, Places
    from collecdata.readers.n4ds.options import N4dsOptions

__all__ = ["Rows", "Sets", "begin", "rows"]

_NOWHERE = -1


@dataclass(frozen=True)
class Sets:
    """The record sets of an adapter, those that hold others first: their names, blocks, and what holds each (-1: none).

    Picklable.
    """

    names: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]
    parents: tuple[int, ...]

    @classmethod
    def of(cls, options: N4dsOptions) -> Sets:
        """Number what an adapter names."""
        names = tuple(options.record_sets)
        given = options.record_sets.values()
        parents = tuple(names.index(one.parent) if one.parent else _NOWHERE for one in given)
        return cls(names, tuple(one.blocks for one in given), parents)

    @cached_property
    def of_block(self) -> dict[str, int]:
        """The record set of each block."""
        return {block: number for number, blocks in enumerate(self.blocks) for block in blocks}

    def of_codes(self, codes: Sequence[str]) -> tuple[NDArray[np.int64], Mask]:
        """Return the record set of some rubrics, -1 for other blocks, and which are of a block that begins rows."""
        sets = [self.of_block.get(code[:BLOCK], _NOWHERE) for code in codes]
        heads = [one >= 0 and self.blocks[one][0] == code[:BLOCK] for one, code in zip(sets, codes, strict=True)]
        return np.array(sets, np.int64), np.array(heads, np.bool_)


class Rows(NamedTuple):
    """The line each row begins at, its record set, the row that holds it (-1: none); the row of each line.

    The owner of a line is -1 where no row takes it: another block, no rubric, a block whose holder is not there.
    `above` is the last row before it all the same.
    """

    lines: Places
    sets: Places
    parents: Places
    owners: Places
    above: Places


def rows(lines: Lines, sets: Sets) -> Rows:
    """Find the rows of lines.

    The rubrics of a block follow one another in the order of their codes: a row begins at a line of the first block of
    its record set that does not follow, in it, a lower one. A line is of the last row of its record set, and a row of
    the last one of what holds it, unless something that holds that one has begun since.
    """
    of_code, heads = sets.of_codes(lines.codes)
    known = lines.rubrics >= 0
    of_line = np.full(len(known), _NOWHERE, np.int64)
    of_line[known] = of_code[lines.rubrics[known]]
    begins = begin(lines.codes, lines.rubrics) & (of_line >= 0)
    begins[known] &= heads[lines.rubrics[known]]
    met: list[Places] = []
    held: dict[int, int] = {}
    for number, parent in enumerate(sets.parents):
        mine = np.flatnonzero(begins & (of_line == number))
        if parent >= 0:
            holders = _last(mine, parent, met, sets)
            mine, holders = mine[holders >= 0], holders[holders >= 0]
            held |= dict(zip(mine.tolist(), holders.tolist(), strict=True))
        met.append(mine)
    order = np.sort(np.concatenate([np.zeros(0, np.int64), *met]))
    owners = np.full(len(known), _NOWHERE, np.int64)
    for number in range(len(met)):
        mine = np.flatnonzero(of_line == number)
        owners[mine] = _row_of(_last(mine, number, met, sets), order)
    parents = _row_of(np.array([held.get(line, _NOWHERE) for line in order.tolist()], np.int64), order)
    above = np.searchsorted(order, np.arange(len(known)), "right") - 1
    return Rows(order, of_line[order], parents, owners, above)


def begin(codes: Sequence[str], rubrics: Places, last: str = "") -> Mask:
    """Tell the lines that begin an instance of a block; `last` is the rubric before them."""
    blocks = [code[:BLOCK] for code in codes]
    numbers = np.unique(blocks, return_inverse=True)[1] if blocks else np.zeros(0, np.int64)
    plain = np.flatnonzero(rubrics >= 0)
    here = rubrics[plain]
    new = np.ones(len(here), np.bool_)
    new[1:] = (here[1:] <= here[:-1]) | (numbers[here[1:]] != numbers[here[:-1]])
    if len(here) and last:
        first = codes[int(here[0])]
        new[0] = first <= last or first[:BLOCK] != last[:BLOCK]
    found = np.zeros(len(rubrics), np.bool_)
    found[plain] = new
    return found


def _last(lines: Places, wanted: int, met: Sequence[Places], sets: Sets) -> Places:
    """Return the line where the last row of a record set begins, at or before each line; -1 where there is none."""
    found = _before(met[wanted], lines)
    above = sets.parents[wanted]
    while above >= 0:
        found[_before(met[above], lines) > found] = _NOWHERE
        above = sets.parents[above]
    return found


def _before(places: Places, lines: Places) -> Places:
    at = np.searchsorted(places, lines, "right") - 1
    return np.where(at < 0, _NOWHERE, np.append(places, _NOWHERE)[at])


def _row_of(lines: Places, order: Places) -> Places:
    return np.where(lines < 0, _NOWHERE, np.searchsorted(order, lines))
