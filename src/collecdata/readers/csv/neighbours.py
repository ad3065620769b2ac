"""What stands before and after each quote of a range: whether it can open a cell, or close one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.dialect import CR, LF

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.csv.records import Grammar

    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["Neighbours"]

_STRETCH = 1 << 16
"""Quotes looked at together: temporaries that stay in the cache."""


class Neighbours:
    """Looks around quotes; a list of those that do not fit is made when it is asked for."""

    def __init__(self, grammar: Grammar, data: bytearray, places: Places, start: int, limit: int) -> None:
        self.view = np.frombuffer(data, np.uint8)
        self.places, self.start, self.limit = places, start, limit
        self.crlf = grammar.eol == LF
        self.delimiter, self.eol, self.quote = grammar.delimiter[0], grammar.eol[0], grammar.quote[0]
        self._misfits: dict[int, Places] = {}

    def begins_cell(self, at: int) -> bool:
        """Whether quote `at` stands where a cell begins."""
        place = int(self.places[at])
        return place == self.start or int(self.view[place - 1]) in (self.delimiter, self.eol)

    def misfits(self, parity: int) -> Places:
        """List the quotes that cannot play their part when those of this parity open and the others close."""
        found = self._misfits.get(parity)
        if found is None:
            found = self._misfits[parity] = self._find_misfits(parity)
        return found

    def _find_misfits(self, parity: int) -> Places:
        found: list[Places] = []
        for low in range(0, len(self.places), _STRETCH):
            places = self.places[low : low + _STRETCH]
            opening = np.flatnonzero(self._opens_badly(places[parity::2])) * 2 + (low + parity)
            closing = np.flatnonzero(self._closes_badly(places[1 - parity :: 2])) * 2 + (low + 1 - parity)
            if len(opening) or len(closing):
                found.append(np.sort(np.concatenate([opening, closing])))
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _opens_badly(self, places: Places) -> Mask:
        """Neither a cell nor the second half of a doubled quote can begin there."""
        before = self.view[np.maximum(places - 1, self.start)]
        badly: Mask = (before != self.delimiter) & (before != self.quote) & (before != self.eol)
        if len(places) and places[0] == self.start:
            badly[0] = False
        return badly

    def _closes_badly(self, places: Places) -> Mask:
        """Neither a separator, a line end, nor the second half of a doubled quote comes after."""
        after = self.view[np.minimum(places + 1, self.limit - 1)]  # of the last byte, the quote itself: fits
        badly: Mask = (after != self.delimiter) & (after != self.quote) & (after != self.eol)
        if self.crlf and badly.any():
            returns = np.flatnonzero(after == CR[0])
            badly[returns] = ~self._ends_line(places[returns] + 2)
        return badly

    def _ends_line(self, after: Places) -> Mask:
        """Whether a line feed comes at the place after a carriage return, or after one more; or nothing does."""
        first = self.view[np.minimum(after, self.limit - 1)]
        second = self.view[np.minimum(after + 1, self.limit - 1)]
        ends: Mask = (after >= self.limit) | (first == LF[0]) | ((first == CR[0]) & (second == LF[0]))
        return ends
