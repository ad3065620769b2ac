"""Short pieces of a buffer (names, what stands between values) told apart, exactly, all at once.

Two words of eight bytes, at both ends of a piece, and its length say all of it up to sixteen bytes; further words are
taken in for longer ones. A multiplication makes a slot of a table of them; the words themselves are then compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.xml.fast.errors import IrregularError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from collecdata.readers.nested.tree import Indices

    Words = NDArray[np.uint64]

__all__ = ["Vocabulary", "words_of"]

_WORD = 8
_MOST = 1024
"""Different pieces beyond which they are not names."""
_LONGEST = 512
_LARGEST = 20
"""Bits of the largest table."""
_TRIALS = 64
_SAMPLE = 1024
"""Unknown pieces that are looked at together."""
_ODD = tuple(
    np.uint64(odd)
    for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
)
_LOW = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], np.uint64)
_HIGH = np.array([0] * _WORD + [(1 << 64) - 1], np.uint64)


def words_of(data: memoryview) -> Words:
    """See a buffer as the little-endian words of eight bytes that begin at each of its bytes but the last seven."""
    return np.ndarray((len(data) - _WORD + 1,), "<u8", data, strides=(1,))


class Vocabulary:
    """The different pieces met so far: those of a stretch are mostly those of the one before.

    `meanings` has a column of numbers for each: what `read` understands by it, worked out once.
    """

    def __init__(self, read: Callable[[bytes], tuple[int, ...]]) -> None:
        self._read = read
        self._forget()

    def _forget(self) -> None:
        """Know the empty piece alone."""
        self._words = np.zeros((3, 1), np.uint64)
        """First and last word and length of each piece."""
        self._middles = np.zeros((1, _LONGEST // _WORD), np.uint64)
        """The words between these two."""
        self._table = _Table.of(np.zeros(1, np.uint64))
        self.meanings: Indices = np.array([self._read(b"")], np.int64).T

    def number(self, data: memoryview, words: Words, starts: Indices, sizes: Indices) -> Indices:
        """Number the pieces of a buffer that begin at `starts`, equal ones alike.

        Raises:
            IrregularError: one is longer than names are, or there are too many.
        """
        if not len(starts):
            return starts
        if int(sizes.max()) > _LONGEST:
            raise IrregularError
        if len(self._middles) > _MOST // 2:
            self._forget()
        short = np.minimum(sizes, _WORD)
        ends = words[starts] & _LOW[short], words[starts + (sizes - short)] & _HIGH[short], sizes.view(np.uint64)
        keys = ends[0] * _ODD[0] ^ ends[1] * _ODD[1] ^ ends[2] * _ODD[2]
        long = np.flatnonzero(sizes > 2 * _WORD)
        middles = list(_middles(words, starts[long], sizes[long]))
        for left, found in middles:
            keys[long[left]] = (keys[long[left]] ^ found) * _ODD[3]
        ids = self._table.find(keys)
        while (unknown := np.flatnonzero(ids < 0)[:_SAMPLE]).size:
            places = np.array(list(dict(zip(keys[unknown].tolist(), unknown.tolist(), strict=True)).values()))
            self._learn(data, keys[places], starts[places], sizes[places], np.stack([one[places] for one in ends]))
            ids = self._table.find(keys)
        same = all(np.array_equal(one, known[ids]) for one, known in zip(ends, self._words, strict=True))
        if not same or not all(
            np.array_equal(found, self._middles[ids[long[left]], at]) for at, (left, found) in enumerate(middles)
        ):
            raise IrregularError
        return ids

    def _learn(self, data: memoryview, keys: Words, starts: Indices, sizes: Indices, ends: Words) -> None:
        """Take new pieces in."""
        texts = [bytes(data[start : start + size]) for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)]
        if len(self._middles) + len(texts) > _MOST:
            raise IrregularError
        middles = np.zeros((len(texts), self._middles.shape[1]), np.uint64)
        for row, text in zip(middles, texts, strict=True):
            count = max(len(text) - _WORD - 1, 0) // _WORD
            row[:count] = np.frombuffer(text, "<u8", count, _WORD) if count else 0
        self._words = np.concatenate([self._words, ends], axis=1)
        self._middles = np.concatenate([self._middles, middles])
        self._table = _Table.of(np.concatenate([self._table.keys, keys]))
        read = np.array([self._read(text) for text in texts], np.int64)
        self.meanings = np.concatenate([self.meanings, read.T], axis=1)


def _middles(words: Words, starts: Indices, sizes: Indices) -> Iterator[tuple[Indices, Words]]:
    """Give the words that the two ends of pieces leave out, one after the other, with the pieces that have them."""
    left = np.arange(len(starts))
    for at in range(_WORD, _LONGEST, _WORD):
        left = left[sizes[left] > at + _WORD]
        if not len(left):
            return
        yield left, words[starts[left] + at]


class _Table(NamedTuple):
    """Numbers of keys by slot, each at one that no other has: a key times `factor` begins with the `bits` of it."""

    keys: Words
    numbers: Indices
    factor: np.uint64
    shift: np.uint64

    @classmethod
    def of(cls, keys: Words) -> _Table:
        bits = min(max(12, 2 * len(keys).bit_length()), _LARGEST)
        for trial in range(_TRIALS):
            factor = np.uint64(int(_ODD[4]) * (2 * trial + 1) % (1 << 64))
            table = cls(keys, np.zeros(1 << bits, np.int64), factor, np.uint64(64 - bits))
            slots = table.slots(keys)
            table.numbers[slots] = np.arange(len(keys))
            if np.array_equal(table.numbers[slots], np.arange(len(keys))):
                return table
        raise IrregularError

    def slots(self, keys: Words) -> Indices:
        return ((keys * self.factor) >> self.shift).view(np.int64)

    def find(self, keys: Words) -> Indices:
        """Return the number of each key, -1 for those that are not known."""
        found = self.numbers[self.slots(keys)]
        unknown = self.keys[found] != keys
        if unknown.any():
            found[unknown] = -1
        return found
