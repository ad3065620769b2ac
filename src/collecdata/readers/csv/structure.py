"""Where every record of a block begins, and on which line: computed only when lines and records are not the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.csv.quotes import Quotes
    from collecdata.readers.csv.records import Grammar

    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["Structure", "ragged", "structure"]

_LONGEST_END = 3
"""CR CR LF."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Records of a block in order: bytes `starts` to `stops` (line end included), `lines` from 0, blank or not."""

    starts: Places
    stops: Places
    lines: Places
    blank: Mask

    def at(self, places: Places) -> Places:
        """Return the positions of the records that hold these bytes."""
        return np.searchsorted(self.starts, places, side="right") - 1


def structure(grammar: Grammar, data: bytearray, stop: int, quotes: Quotes) -> Structure:
    """Find the records of bytes 0 to `stop`, which end where a record does."""
    view = np.frombuffer(data, np.uint8)[:stop]
    line_ends = find_byte(data, grammar.eol[0], 0, stop)
    if not stop or not len(line_ends) or line_ends[-1] != stop - 1:
        line_ends = np.append(line_ends, stop)  # the last line has no end
    ends = ~quotes.inside(line_ends)
    for begin, after in quotes.odd:
        ends[np.searchsorted(line_ends, begin) : np.searchsorted(line_ends, after - 1)] = False
    last = np.flatnonzero(ends)
    stops = np.minimum(line_ends[last] + 1, stop)
    starts = np.concatenate([[0], stops[:-1]])
    lines = np.concatenate([[0], last[:-1] + 1])
    if len(starts) and starts[-1] == stop:
        starts, stops, lines = starts[:-1], stops[:-1], lines[:-1]
    return Structure(starts, stops, lines, _blank(grammar, view, starts, stops))


def ragged(grammar: Grammar, data: bytearray, stop: int, quotes: Quotes, found: Structure, width: int) -> Places:
    """Return the positions of the records that have not `width` cells (blank lines and odd records apart)."""
    between = find_byte(data, grammar.delimiter[0], 0, stop)
    if len(quotes.places):
        between = between[~quotes.inside(between)]
    cells = np.searchsorted(between, found.stops) - np.searchsorted(between, found.starts) + 1
    wrong = (cells != width) & ~found.blank
    wrong[found.at(np.array([begin for begin, _ in quotes.odd], np.int64))] = False
    return np.flatnonzero(wrong)


def _blank(grammar: Grammar, view: NDArray[np.uint8], starts: Places, stops: Places) -> Mask:
    """Mark the records that are nothing but a line end."""
    eol = grammar.eol[0]
    if not len(starts):
        return np.zeros(0, np.bool_)
    if grammar.eol != LF:
        blank: Mask = view[starts] == eol
        return blank
    blank = (stops - starts) <= _LONGEST_END
    for place in range(_LONGEST_END):
        at = np.minimum(starts + place, stops - 1)
        blank &= (view[at] == CR[0]) | (view[at] == eol)
    return blank
