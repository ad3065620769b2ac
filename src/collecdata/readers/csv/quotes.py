"""Where quotes open and close cells, found for a whole block at once.

Quotes of a well formed file alternate: one opens a cell (a separator or a line end stands before it), the next
closes it (a separator or a line end stands after it), a doubled quote does both. So the places where that is not
true are found by looking at the neighbours of all quotes together, and only there is anything decided: a quote in
the middle of a bare cell is text, and changes which of the following open; a cell closed with text after it, or
never, makes its record an odd one, which the grammar reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.neighbours import Neighbours
from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.csv.records import Grammar

    Places = NDArray[np.int64]

__all__ = ["Quotes", "Range", "find_quotes"]

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes that open or close a cell, outside of the `odd` records (start, stop), up to `sound`."""

    places: Places
    odd: tuple[tuple[int, int], ...]
    sound: int
    """Up to here the state of every byte is known; a record that needs more bytes begins here, or the range ends."""

    def inside(self, at: Places) -> NDArray[np.bool_]:
        """Mark the places that lie in a quoted cell (odd records apart)."""
        return (np.searchsorted(self.places, at) & 1).astype(np.bool_)


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes `start` to `stop` of a buffer, at whose start a record begins.

    The bytes up to `limit` may be looked at; `final` says that none come after.
    """

    data: bytearray
    start: int
    stop: int
    limit: int
    final: bool = True


def find_quotes(grammar: Grammar, within: Range) -> Quotes:
    """Tell the quotes of a range apart."""
    if not grammar.quote or within.data.find(grammar.quote, within.start, within.stop) < 0:
        return Quotes(_NONE, (), within.stop)
    return _Search(grammar, within).run()


class _Search:
    """One pass over the quotes of a range; `first` is the first quote of the segment, outside of any cell."""

    def __init__(self, grammar: Grammar, within: Range) -> None:
        self.grammar, self.within, self.data = grammar, within, within.data
        self.places = find_byte(self.data, grammar.quote[0], within.start, within.stop)
        self.neighbours = Neighbours(grammar, self.data, self.places, within.start, within.limit)
        self.kept: list[Places] = []
        self.odd: list[tuple[int, int]] = []

    def run(self) -> Quotes:
        within, first, count = self.within, 0, len(self.places)
        sound, segment = within.stop, within.start
        while first < count:
            if not self.neighbours.begins_cell(first):
                first += 1  # in the middle of a bare cell: text
                continue
            at = self._next_irregular(first)
            if at == count and (count - first) % 2 == 0:
                self.kept.append(self.places[first:])
                break
            if at < count and (at - first) % 2 == 0:
                self.kept.append(self.places[first:at])
                first = at + 1  # in the middle of a bare cell: text
                continue
            begin = self._record_start(first, min(at, count - 1), segment)
            self.kept.append(self.places[first : int(np.searchsorted(self.places, begin))])
            record = None
            if at < count or self._closed_nowhere(begin):
                record = self.grammar.read(self.data, begin, within.limit, final=within.final)
            if record is None:
                sound = begin
                break
            self.odd.append((begin, record.stop))
            first, segment = int(np.searchsorted(self.places, record.stop)), record.stop
            sound = max(within.stop, segment)
        return Quotes(np.concatenate([*self.kept, _NONE]), tuple(self.odd), sound)

    def _closed_nowhere(self, begin: int) -> bool:
        """Whether a cell left open at `stop`, in the record at `begin`, cannot be closed by the bytes after it."""
        within = self.within
        return (within.final and within.stop == within.limit) or within.stop - begin > self.grammar.max_record

    def _next_irregular(self, first: int) -> int:
        places = self.neighbours.misfits(first & 1)
        at = int(np.searchsorted(places, first))
        return int(places[at]) if at < len(places) else len(self.places)

    def _record_start(self, first: int, at: int, segment: int) -> int:
        """Return where the record that holds quote `at` begins: after the last line end outside of a cell."""
        end = int(self.places[at])
        while True:
            place = self.data.rfind(self.grammar.eol, segment, end)
            if place < 0:
                return segment
            before = int(np.searchsorted(self.places[first:], place))
            if before % 2 == 0:
                return place + len(self.grammar.eol)
            end = int(self.places[first + before - 1])
