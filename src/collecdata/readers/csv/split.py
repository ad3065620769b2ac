"""Cut a file into pieces that begin and end where a record does, reading each byte once, in bounded memory."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.buffers import borrowed
from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.footer import find_footer, trailing_mark
from collecdata.readers.csv.quotes import Range, find_quotes
from collecdata.readers.csv.records import Grammar
from collecdata.readers.csv.scan import count_byte

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.quotes import Quotes
    from collecdata.readers.csv.streams import Bytes

__all__ = ["TAIL", "Piece", "pieces"]

TAIL = 4096
"""Bytes at the end of a file that may hold its footer: no piece is cut in them before the end is known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `stop` of a file: whole records, `lines` physical lines, the first of which is `first_line`.

    `regular`: no record is ill-quoted. `footer`: first byte of the file's last totals and notes, -1 if none. `mark`:
    first byte of the end-of-file mark of old systems, which only the last piece holds, -1 if none. `last`: nothing
    comes after. `truncated`: why nothing does, when something should. `oversized`: one line, longer than `max_record`,
    whose bytes were not kept.
    """

    start: int
    stop: int
    first_line: int
    lines: int
    regular: bool = True
    footer: int = -1
    mark: int = -1
    last: bool = False
    truncated: str = ""
    oversized: bool = False


def pieces(source: Bytes, dialect: Dialect) -> Iterator[tuple[Piece, bytearray, int]]:
    """Cut what comes after the header: each piece, and where it begins in a buffer that the next one overwrites.

    Lines are counted here, in the raw bytes, by nothing that makes records.
    """
    with borrowed(dialect.block + 2 * TAIL) as room:
        yield from _Cutter(source, dialect, room).run()


class _Cutter:
    """One buffer: bytes `low` to `high` are read and not cut yet; `base` is the offset of its first byte."""

    def __init__(self, source: Bytes, dialect: Dialect, room: bytearray) -> None:
        self.source, self.dialect, self.grammar = source, dialect, Grammar(dialect)
        self.data = room
        self.low = self.high = 0
        self.base = dialect.start
        self.line = dialect.preamble + 1
        self.footer = -1
        self.mark = bytearray()
        self.ended = False

    def run(self) -> Iterator[tuple[Piece, bytearray, int]]:
        self.source.skip(self.dialect.start)
        wanted = self.dialect.block
        while True:
            self._fill(wanted + TAIL)
            low, cut = self.low, self.low
            stop = min(low + wanted, self.high if self.ended else self.high - TAIL)
            if stop > low:
                cut, regular = self._cut(stop)
            if cut > low or (self.ended and low == self.high):
                yield self._piece(cut, regular=cut == low or regular), self.data, low
                if self.ended and cut == self.high:
                    return
                wanted = self.dialect.block
            elif wanted > self.dialect.max_record and not self.ended:
                yield self._skip_line(), self.data, self.low
                wanted = self.dialect.block
            else:
                wanted = 2 * wanted if self.ended else min(2 * wanted, self.dialect.max_record + 1)

    def _fill(self, wanted: int) -> None:
        while not self.ended and self.high - self.low < wanted:
            if len(self.data) - self.low < wanted:
                kept = self.data[self.low : self.high]
                if len(self.data) < wanted:
                    self.data = bytearray(wanted + TAIL)
                self.data[: len(kept)] = kept
                self.base += self.low
                self.low, self.high = 0, len(kept)
            count = self.source.readinto(memoryview(self.data)[self.high :])
            self.high += count
            if not count:
                self.ended = True
                self._look_at_tail()

    def _look_at_tail(self) -> None:
        start = max(self.low, self.high - TAIL)
        tail = bytes(self.data[start : self.high])
        footer = find_footer(self.dialect, self.grammar, tail)
        self.footer = self.base + start + footer if footer >= 0 else -1
        self.mark = self.data[start + trailing_mark(tail) : self.high]
        self.high -= len(self.mark)

    def _cut(self, stop: int) -> tuple[int, bool]:
        """Return the last place up to `stop` where a record ends (`low`: none), and whether all are well quoted."""
        if not self._quick(stop):
            return self._walk(stop), False
        quotes = find_quotes(self.grammar, Range(self.data, self.low, stop, self.high, final=self.ended))
        cut = stop if self.ended and stop == self.high else self._last_end(quotes, min(stop, quotes.sound))
        return cut, not quotes.odd or quotes.odd[0][0] >= cut

    def _quick(self, stop: int) -> bool:
        """Whether quotes alone tell where records end."""
        if self.dialect.escape and self.data.find(self.dialect.escape, self.low, self.high) >= 0:
            return False
        if not self.grammar.quote:
            return True
        lone_lf = self.grammar.eol == CR and self.data.find(LF, self.low, stop) >= 0
        return len(self.grammar.eol) == len(self.grammar.delimiter) == 1 and not lone_lf

    def _last_end(self, quotes: Quotes, stop: int) -> int:
        while (place := self.data.rfind(self.grammar.eol, self.low, stop)) >= 0:
            after = place + len(self.grammar.eol)
            odd = bisect_right(quotes.odd, (place, stop)) - 1
            if odd >= 0 and place < quotes.odd[odd][1]:
                if after == quotes.odd[odd][1]:
                    return after
                stop = quotes.odd[odd][0]
                continue
            before = int(np.searchsorted(quotes.places, place))
            if before % 2 == 0:
                return after
            stop = int(quotes.places[before - 1])
        return self.low

    def _walk(self, stop: int) -> int:
        cut = self.low
        while cut < stop and (record := self.grammar.read(self.data, cut, self.high, final=self.ended)):
            if record.stop > stop:
                break
            cut = record.stop
        return cut

    def _piece(self, cut: int, *, regular: bool) -> Piece:
        low, last = self.low, self.ended and cut == self.high
        stop = cut + len(self.mark) if last else cut
        lines = self._count(low, stop)
        if last and stop > low and not self.data.endswith(self.grammar.eol, low, stop):
            lines += 1
        piece = Piece(
            start=self.base + low,
            stop=self.base + stop,
            first_line=self.line,
            lines=lines,
            regular=regular,
            footer=self.footer if self.footer < self.base + cut else -1,
            mark=self.base + cut if last and self.mark else -1,
            last=last,
            truncated=self.source.truncated if last else "",
        )
        self.low = cut
        self.line += lines
        return piece

    def _count(self, low: int, high: int) -> int:
        if len(self.grammar.eol) > 1:
            return self.data.count(self.grammar.eol, low, high)
        return count_byte(self.data, self.grammar.eol[0], low, high)

    def _skip_line(self) -> Piece:
        """Leave out a line that is too long, up to its end."""
        start, line = self.base + self.low, self.line
        while (place := self.data.find(self.grammar.eol, self.low, self.high)) < 0 and not self.ended:
            self.low = self.high - len(self.grammar.eol) + 1  # its end may be half read
            if hole := self.source.skip_hole():
                self.base += self.high + hole
                self.low = self.high = 0
            self._fill(self.dialect.block)
        self.low = self.high if place < 0 else place + len(self.grammar.eol)
        self.line += 1
        return Piece(start, self.base + self.low, line, 1, oversized=True)
