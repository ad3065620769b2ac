"""Which element holds which, for all the tags of a stretch at once.

Elements that hold nothing but text are leaves; the others are blocks, and few. A block's parent is the last block that
opened one level above it, found level by level; a leaf's is the block that is open where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.xml.fast.errors import IrregularError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.lookup import Lookup
    from collecdata.readers.xml.fast.tags import Tags

__all__ = ["Blocks", "Stack", "arrange"]

_DEEPEST = 250
"""Elements in one another beyond which a piece is left to the exact reading."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The elements that are open where a stretch begins, outermost first.

    `names` and `nodes` are numbers; `records` the rank of the record each is of, -1 when that began before the piece;
    `positions` the byte that record begins at.
    """

    names: Indices
    nodes: Indices
    records: Indices
    positions: Indices

    def __len__(self) -> int:
        return len(self.names)


@dataclass(slots=True)
class Blocks:
    """The blocks of a stretch, those of the stack first; and its leaves.

    `names`, `nodes`: numbers of each block; `tags`: the tag that opens it (those of the stack have none); `parents`:
    the block that holds it, -1 for none; `closed`: whether its end is in the stretch. `levels` are the blocks of each
    level, outermost first; `left` those still open at the end. `leaves` are the tags of leaves, `holders` the block
    that holds each, `pairs` the mask of tags that have an end tag of their own right after their text.
    """

    names: Indices
    nodes: Indices
    tags: Indices
    parents: Indices
    closed: Mask
    levels: list[Indices]
    left: Indices
    leaves: Indices
    holders: Indices
    pairs: Mask


def arrange(tags: Tags, stack: Stack, child: Lookup) -> Blocks:
    """Arrange the tags of a stretch.

    Args:
        tags: those of the stretch.
        stack: elements open where it begins.
        child: gives the node of an element from one more than that of its parent (0: above the root) and its name.

    Raises:
        IrregularError: an end tag that is not that of the innermost open element, or a second root.
    """
    pairs, ends = _pairs(tags)
    is_event = ~(tags.empty | pairs | ends)
    events = np.flatnonzero(is_event)
    closing = tags.close[events]
    depths = len(stack) + np.cumsum(1 - 2 * closing)
    _check_root(tags, stack, events, depths)
    levels = (depths + closing).astype(np.uint8)
    opening, size = np.flatnonzero(~closing), len(stack)
    blocks = Blocks(
        names=np.concatenate([stack.names, tags.names[events[opening]]]),
        nodes=np.concatenate([stack.nodes, np.zeros(len(opening), np.int64)]),
        tags=events[opening],
        parents=np.concatenate([np.arange(size) - 1, np.zeros(len(opening), np.int64)]),
        closed=np.zeros(size + len(opening), np.bool_),
        levels=_by_level(np.concatenate([np.arange(1, size + 1, dtype=np.uint8), levels[opening]])),
        left=np.zeros(0, np.int64),
        leaves=np.flatnonzero(pairs | tags.empty),
        holders=np.zeros(0, np.int64),
        pairs=pairs,
    )
    closes = np.flatnonzero(closing)
    closing_levels = [closes[part] for part in _by_level(levels[closes])]
    if len(closing_levels) > len(blocks.levels):
        raise IrregularError
    current = _link(
        blocks, np.concatenate([np.full(size, -1), opening]), closing_levels, tags.names[events], child, size
    )
    blocks.holders = np.concatenate([[size - 1], current])[np.cumsum(is_event)[blocks.leaves]]
    return blocks


def _pairs(tags: Tags) -> tuple[Mask, Mask]:
    """Mark start tags that are followed by their end tag, and these end tags."""
    pairs = ~(tags.close | tags.empty)
    pairs[:-1] &= tags.close[1:]
    pairs[-1] = False
    first = np.flatnonzero(pairs)
    if not np.array_equal(tags.names[first], tags.names[first + 1]):
        raise IrregularError
    ends = np.zeros(len(pairs), np.bool_)
    ends[first + 1] = True
    return pairs, ends


def _check_root(tags: Tags, stack: Stack, events: Indices, depths: Indices) -> None:
    """Refuse what is outside of the root, or more ends than there are elements."""
    if not len(stack) and (not len(events) or events[0] > 0):
        raise IrregularError
    if not len(events):
        return
    outside = np.flatnonzero(depths <= 0)
    at_the_end = len(outside) == 1 and outside[0] == len(depths) - 1 and events[-1] == len(tags.starts) - 1
    if (len(outside) and not at_the_end) or int(depths[-1]) < 0 or int(depths.max()) > _DEEPEST:
        raise IrregularError


def _by_level(levels: NDArray[np.uint8]) -> list[Indices]:
    """Return the places of each level from 1, in order."""
    order = np.argsort(levels, kind="stable")
    bounds = np.cumsum(np.bincount(levels, minlength=1))
    return [order[low:high] for low, high in pairwise(bounds.tolist())]


def _link(blocks: Blocks, times: Indices, closes: list[Indices], names: Indices, child: Lookup, size: int) -> Indices:
    """Find the parent, the node and the end of each block, level by level; return which is open after each event.

    Args:
        blocks: filled here.
        times: the event that opens each block, -1 for those of the stack.
        closes: the events that close a block, by level.
        names: of the events.
        child: gives nodes.
        size: of the stack.
    """
    current = np.zeros(len(names), np.int64)
    current[times[size:]] = np.arange(size, len(times))
    above = np.zeros(0, np.int64)
    left = []
    for level, mine in enumerate(blocks.levels):
        fresh = mine[mine >= size]
        if len(fresh):
            holders = above[np.searchsorted(times[above], times[fresh]) - 1] if len(above) else np.full(len(fresh), -1)
            blocks.parents[fresh] = holders
            inside = blocks.nodes[holders] + 1 if len(above) else np.zeros(len(fresh), np.int64)
            blocks.nodes[fresh] = child(inside, blocks.names[fresh])
        ends = closes[level] if level < len(closes) else above[:0]
        done = mine[: len(ends)]
        if len(mine) - len(ends) not in (0, 1) or not np.array_equal(blocks.names[done], names[ends]):
            raise IrregularError
        blocks.closed[done] = True
        current[ends] = blocks.parents[done]
        left.append(mine[len(ends) :])
        above = mine
    blocks.left = np.concatenate([above[:0], *left])
    return current
