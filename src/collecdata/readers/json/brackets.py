"""Brackets that are not in a text, found for a whole buffer at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from collecdata.readers.nested.tree import Indices

__all__ = ["Brackets", "marks", "quotes"]

_QUOTE, _BACKSLASH = 34, 92
_OPEN, _CLOSE = ord("{"), ord("}")
_SMALL = 0x20
"""What square brackets lack to be curly ones."""
_STRETCH = 1 << 17


def quotes(data: bytearray, start: int, stop: int) -> Indices:
    """Return the places of the quotes that begin and end texts: those that no backslash escapes."""
    found = find_byte(data, _QUOTE, start, stop)
    view = np.frombuffer(data, np.uint8)
    after = found[found > start]
    suspects = after[view[after - 1] == _BACKSLASH]
    escaped = [at for at in suspects.tolist() if _backslashes(data, start, at) % 2]
    return found[~np.isin(found, escaped)] if escaped else found


def _backslashes(data: bytearray, start: int, at: int) -> int:
    count = 0
    while at - count > start and data[at - count - 1] == _BACKSLASH:
        count += 1
    return count


class Brackets:
    """The brackets of a buffer from a place outside of any text, each with how many are open after it."""

    def __init__(self, data: bytearray, start: int) -> None:
        marks = quotes(data, start, len(data))
        view = np.frombuffer(data, np.uint8)
        found = [np.zeros(0, np.int64)]
        for low in range(start, len(data), _STRETCH):
            part = view[low : low + _STRETCH] | np.uint8(_SMALL)
            found.append(np.flatnonzero((part == _OPEN) | (part == _CLOSE)) + low)
        places = np.concatenate(found)
        self.places: Indices = places[np.searchsorted(marks, places) % 2 == 0]
        self._depths = np.cumsum(np.where(view[self.places] | _SMALL == _OPEN, 1, -1))
        self._ends: dict[int, Indices] = {}

    def end_of(self, start: int) -> int:
        """Return the place after the end of the object or array that begins at `start`, -1 when it is not there."""
        rank = int(np.searchsorted(self.places, start))
        outside = int(self._depths[rank]) - 1
        if outside not in self._ends:
            self._ends[outside] = np.flatnonzero(self._depths == outside)
        ends = self._ends[outside]
        first = int(np.searchsorted(ends, rank))
        return int(self.places[ends[first]]) + 1 if first < len(ends) else -1


def marks(data: bytearray) -> int:
    """Count the opening brackets, colons and commas that are not in a text."""
    ends = quotes(data, 0, len(data))
    found = 0
    for byte in b"{[:,":
        places = find_byte(data, byte, 0, len(data))
        found += int(np.count_nonzero(np.searchsorted(ends, places) % 2 == 0))
    return found
