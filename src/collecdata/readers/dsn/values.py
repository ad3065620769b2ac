"""Values to text: gathered where they are wanted, decoded together; those in another encoding, one by one."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int32, from_int64, integers, nulls, strings, texts
from collecdata.kernels.distinct import on_distinct, spread
from collecdata.kernels.replaced import replaced
from collecdata.kernels.text import escape, transcode
from collecdata.kernels.words import WORD, cut, spelled, words_at
from collecdata.readers.dsn.lines import PADDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.kernels.words import Words
    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.lines import Mask
    from collecdata.readers.nested.tree import Span

__all__ = ["ENCODING", "DsnValues"]

ENCODING = "cp1252"
"""What ISO-8859-1 files are read as: the same letters, and those that Windows adds."""
_BETWEEN = (0x80, 0xC0)
"""Bytes that continue a character of UTF-8; of the norm's alphabet none is a letter."""
_ADDED = 0xA0
_NUL = b"\0"
_NOTHING, _NOWHERE = np.zeros(0, np.int64), np.zeros(0, np.bool_)
_STRETCH = 1 << 17


class DsnValues:
    """Cells of some bytes, by their rank; the first of them are in the order of their bytes.

    The bytes have `PADDING` to spare; `words` are the first eight of each cell, where they are at hand. `windows` are
    the cells that only Windows can write, `unicode` those that are UTF-8.
    """

    def __init__(self, data: bytearray, starts: Places, stops: Places, words: Words | None = None) -> None:
        self._data, self._starts, self._stops = data, starts, stops
        self._words = words_at(data, starts) if words is None else words
        windows, unicode = [], []
        for cell in self._suspects().tolist():
            content = self._bytes(cell)
            try:
                content.decode("utf-8")  # nothing else would write it so
            except UnicodeDecodeError:
                if any(_BETWEEN[0] <= byte < _ADDED for byte in content):
                    windows.append(cell)
            else:
                unicode.append(cell)
        self.windows: Places = np.array(windows, np.int64)
        self.unicode: Places = np.array(unicode, np.int64)

    def take(self, wanted: Places) -> tuple[pa.StringArray, Mask]:
        """See `nested.tree.Values`."""
        text, wrong = self.decode(self._gather(wanted))
        return text, np.zeros(len(wanted), np.bool_) if wrong is None else wrong

    def columns(self, cells: Places, sets: Sequence[Sequence[Span]]) -> Iterator[tuple[list[pa.Array], Places]]:
        """See `nested.tree.Encoded`. Values that are a word each are handled as words, three times sooner."""
        sizes = self._stops - self._starts
        null = cells < 0
        words = cut(self._words, sizes).take(cells, mode="clip")
        words[null] = 0
        short = sizes <= (WORD if self._data.find(_NUL, 0, -PADDING) < 0 else -1)
        long = ~(short.take(cells, mode="clip") | null)
        ends = [0, *(span.stop for spans in sets for span in spans)]
        gaps, longs = (np.diff(np.searchsorted(np.flatnonzero(one), ends)).tolist() for one in (null, long))
        at = 0
        for spans in sets:
            made = _Columns()
            for (low, high, flat), gap, many in zip(spans, gaps[at:], longs[at:], strict=False):
                if many:
                    column = self._gather(cells[low:high])
                else:
                    column = from_int64(words[low:high].view(np.int64), null[low:high] if gap else None)
                made.add(column, plain=flat, words=not many)
            at += len(spans)
            yield made.text(self)

    def _gather(self, cells: Places) -> pa.BinaryArray:
        """Copy values out: Arrow sees values and what is between them as one array, and takes cells of it."""
        return self._every.take(from_int32(cells.astype(np.int32) * np.int32(2), cells < 0))

    @cached_property
    def _every(self) -> pa.BinaryArray:
        bounds = np.empty(2 * len(self._starts) + 1, np.int32)
        bounds[0:-1:2], bounds[1::2], bounds[-1] = self._starts, self._stops, len(self._data)
        buffers = [None, pa.py_buffer(bounds), pa.py_buffer(self._data)]
        return pa.Array.from_buffers(pa.binary(), len(bounds) - 1, buffers)

    def decode(self, values: pa.BinaryArray) -> tuple[pa.StringArray, Mask | None]:
        """See `nested.tree.Encoded`."""
        text, bad = transcode(values, ENCODING)
        if not len(self.unicode):
            return text, bad
        known = {self._bytes(cell) for cell in self.unicode.tolist()}
        found = {place: value.decode() for place, value in enumerate(values.to_pylist()) if value in known}
        if not found:
            return text, bad
        if bad is not None:
            bad[list(found)] = False
        return replaced(text, np.array(list(found), np.int64), texts(found.values())), bad

    def raw(self, cell: int) -> str:
        """See `nested.tree.Values`."""
        return escape(self._bytes(cell), ENCODING)

    def characters(self, cell: int) -> int:
        """Return how many characters a cell has."""
        encoding = "utf-8" if cell in self.unicode else ENCODING
        return len(self._bytes(cell).decode(encoding, "replace"))

    def _bytes(self, cell: int) -> bytes:
        return bytes(self._data[self._starts[cell] : self._stops[cell]])

    def _suspects(self) -> Places:
        """Return the cells that have a byte which is no letter of the norm."""
        places = _find_odd(self._data)
        if not len(places):
            return places
        order = np.argsort(self._starts, kind="stable")
        cells = order[np.searchsorted(self._starts[order], places, "right") - 1]
        return np.unique(cells[(self._starts[cells] <= places) & (places < self._stops[cells])])


class _Columns:
    """The columns of a record set. Their values, those of a dictionary once each, are decoded together.

    What has no dictionary is copied so: rows that wait to be written hold on to nothing else of their piece.
    """

    def __init__(self) -> None:
        self._columns: list[pa.Array] = []
        self._values: tuple[list[pa.Array], list[pa.Array]] = ([], [])
        self._places: tuple[list[int], list[int]] = ([], [])

    def add(self, column: pa.Array, *, plain: bool, words: bool) -> None:
        """Add a column of words, or of bytes."""
        made = column if plain else column.dictionary_encode()
        self._values[not words].append(made if plain else made.dictionary)
        self._places[not words].append(len(self._columns))
        self._columns.append(made)

    def text(self, values: DsnValues) -> tuple[list[pa.Array], Places]:
        """Return them as text; also the slots, column after column, that are no text."""
        words, others = self._values
        gaps = any(one.null_count for one in words)
        spelt = strings(
            *spelled(np.concatenate([_NOTHING, *map(integers, words)]).view(np.uint64)),
            np.concatenate(list(map(nulls, words))) if gaps else None,
            pa.binary(),
        )
        text, bad = values.decode(pa.concat_arrays([spelt, *others]) if others else spelt)
        made, marks, low = self._columns, [_NOWHERE] * len(self._columns), 0
        for place, own in zip(chain(*self._places), chain(words, others), strict=True):
            size = len(own)
            if bad is not None:
                marks[place] = spread(made[place], bad[low : low + size])
            made[place] = on_distinct(made[place], partial(_slice, text, low, size))
            low += size
        return made, np.flatnonzero(np.concatenate([_NOWHERE, *marks]))


def _slice(text: pa.StringArray, low: int, size: int, _: pa.Array) -> pa.StringArray:
    return text.slice(low, size)


def _find_odd(data: bytearray) -> Places:
    """Return the places of the bytes of `_BETWEEN`, looked for a stretch at a time: what is made stays in the cache."""
    seen = np.frombuffer(data, np.int8)
    below = np.int8(_BETWEEN[1] - (1 << 8))  # as signed bytes they are the least
    stretches = ((low, seen[low : low + _STRETCH] < below) for low in range(0, len(seen), _STRETCH))
    found = [np.flatnonzero(odd) + low for low, odd in stretches if odd.any()]
    return np.concatenate(found) if found else np.zeros(0, np.int64)
