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

from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.csv.records import Grammar

    Places = NDArray[np.int64]

__all__ = ["Quotes", "find_quotes"]

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


def find_quotes(grammar: Grammar, data: bytearray, start: int, stop: int, limit: int, *, final: bool) -> Quotes:
    """Tell the quotes of bytes `start` to `stop` apart.

    A record begins at `start`. The bytes up to `limit` may be looked at; `final` says that none come after.
    """
    if not grammar.quote or data.find(grammar.quote, start, stop) < 0:
        return Quotes(_NONE, (), stop)
    view = np.frombuffer(data, np.uint8)
    return _Search(grammar, data, view, start, stop, limit, final=final).run()


class _Search:
    """One pass over the quotes of a range; `first` is the first quote of the segment, outside of any cell."""

    def __init__(
        self,
        grammar: Grammar,
        data: bytearray,
        view: NDArray[np.uint8],
        start: int,
        stop: int,
        limit: int,
        *,
        final: bool,
    ) -> None:
        self.grammar, self.data, self.start, self.stop, self.limit, self.final = (
            grammar,
            data,
            start,
            stop,
            limit,
            final,
        )
        self.places = find_byte(data, grammar.quote[0], start, stop)
        self.opens, self.irregular = _irregular(grammar, view, self.places, start, limit)
        self.kept: list[Places] = []
        self.odd: list[tuple[int, int]] = []

    def run(self) -> Quotes:
        first, count, sound, segment = 0, len(self.places), self.stop, self.start
        while first < count:
            if not self.opens[first]:
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
                record = self.grammar.read(self.data, begin, self.limit, final=self.final)
            if record is None:
                sound = begin
                break
            self.odd.append((begin, record.stop))
            first, segment = int(np.searchsorted(self.places, record.stop)), record.stop
            sound = max(self.stop, segment)
        return Quotes(np.concatenate([*self.kept, _NONE]), tuple(self.odd), sound)

    def _closed_nowhere(self, begin: int) -> bool:
        """Whether a cell left open at `stop`, in the record at `begin`, cannot be closed by the bytes after it."""
        return (self.final and self.stop == self.limit) or self.stop - begin > self.grammar.max_record

    def _next_irregular(self, first: int) -> int:
        places = self.irregular[first & 1]
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


def _irregular(
    grammar: Grammar, view: NDArray[np.uint8], places: Places, start: int, limit: int
) -> tuple[NDArray[np.bool_], tuple[Places, Places]]:
    """Mark the quotes at the start of a cell; list those that cannot play their part, opening first or second."""
    border = np.zeros(256, np.bool_)
    border[[grammar.delimiter[0], grammar.eol[0]]] = True
    before = view[np.maximum(places - 1, start)]
    after = view[np.minimum(places + 1, limit - 1)]
    opens = border[before]
    if places[0] == start:
        opens[0] = True
    opens_badly = ~opens & (before != grammar.quote[0])
    if grammar.eol == LF:
        border[CR[0]] = True
    closes_badly = ~border[after] & (after != grammar.quote[0])
    if places[-1] == limit - 1:
        closes_badly[-1] = False
    even = np.zeros(len(places), np.bool_)
    even[::2] = True
    return opens, (
        np.flatnonzero(np.where(even, opens_badly, closes_badly)),
        np.flatnonzero(np.where(even, closes_badly, opens_badly)),
    )
