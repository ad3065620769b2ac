"""Short pieces of a buffer (names, what stands between values) told apart, exactly, all at once.

Two words of eight bytes, at both ends of a piece, and its length say all of it up to sixteen bytes; further words are
taken in for longer ones. A multiplication makes a slot of a table of them; the words themselves are then compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.xml.fast.errors import IrregularError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.nested.tree import Indices

    Words = NDArray[np.uint64]

__all__ = ["Pieces", "identify", "words_of"]

_WORD = 8
_MOST = 1024
"""Different pieces beyond which they are not names."""
_LONGEST = 512
_LARGEST = 20
"""Bits of the largest table."""
_TRIALS = 64
_SAMPLE = 1024
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_LOW = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], np.uint64)


class Pieces(NamedTuple):
    """The different pieces met: `ids` says which one is at each place, `samples` a place where each is."""

    ids: Indices
    samples: Indices


def words_of(data: memoryview) -> Words:
    """See a buffer, that has eight bytes to spare, as the little-endian word that begins at each of its bytes."""
    return np.ndarray((len(data) - _WORD,), "<u8", data, strides=(1,))


def identify(words: Words, starts: Indices, sizes: Indices) -> Pieces:
    """Number the pieces that begin at `starts`, equal ones alike.

    Raises:
        IrregularError: one is longer than names are, or there are too many.
    """
    if not len(starts):
        return Pieces(starts, starts)
    if int(sizes.max()) > _LONGEST:
        raise IrregularError
    first = words[starts] & _LOW[np.minimum(sizes, _WORD)]
    last = words[starts + np.maximum(sizes - _WORD, 0)] * (sizes >= _WORD)
    keys = first * np.uint64(_ODD[0]) ^ last * np.uint64(_ODD[1]) ^ sizes.astype(np.uint64) * np.uint64(_ODD[2])
    long = _Long.of(words, starts, sizes)
    keys[long.places] ^= long.keys()
    known = np.unique(keys[:_SAMPLE])
    while True:
        table = _table(known)
        ids = table.numbers[table.slots(keys)]
        missed = known[ids] != keys
        if not missed.any():
            break
        known = np.union1d(known, keys[missed][: _SAMPLE * _WORD])
        if len(known) > _MOST:
            raise IrregularError
    samples = np.zeros(len(known), np.int64)
    samples[ids] = np.arange(len(ids))
    if not (all(np.array_equal(one, one[samples][ids]) for one in (first, last, sizes)) and long.equal(samples, ids)):
        raise IrregularError
    return Pieces(ids, samples)


@dataclass(frozen=True, slots=True)
class _Long:
    """The pieces whose two ends leave something out: their ranks, and the words in the middle, one column a word."""

    places: Indices
    columns: list[tuple[Indices, Words]]

    @classmethod
    def of(cls, words: Words, starts: Indices, sizes: Indices) -> _Long:
        places = np.flatnonzero(sizes > 2 * _WORD)
        columns = []
        left = np.arange(len(places))
        for at in range(_WORD, _LONGEST, _WORD):
            left = left[sizes[places[left]] > at + _WORD]
            if not len(left):
                break
            columns.append((left, words[starts[places[left]] + at]))
        return cls(places, columns)

    def keys(self) -> Words:
        """Return what the middles add to the keys."""
        made = np.zeros(len(self.places), np.uint64)
        for left, found in self.columns:
            made[left] = (made[left] ^ found) * np.uint64(_ODD[3])
        return made

    def equal(self, samples: Indices, ids: Indices) -> bool:
        """Whether pieces of the same number have the same middle."""
        same = np.searchsorted(self.places, samples[ids[self.places]])
        for left, found in self.columns:
            column = np.zeros(len(self.places), np.uint64)
            column[left] = found
            if not np.array_equal(column, column[same]):
                return False
        return True


def _table(known: Words) -> _Table:
    """Return a table that gives the number of each known key at a slot that no other has."""
    bits = min(max(12, 2 * len(known).bit_length()), _LARGEST)
    for trial in range(_TRIALS):
        table = _Table(np.zeros(1 << bits, np.int64), np.uint64(_ODD[4] * (2 * trial + 1) % (1 << 64)), bits)
        slots = table.slots(known)
        if len(np.unique(slots)) == len(known):
            table.numbers[slots] = np.arange(len(known))
            return table
    raise IrregularError


class _Table(NamedTuple):
    """Numbers by slot; a key times `factor` begins with the `bits` of its slot."""

    numbers: Indices
    factor: np.uint64
    bits: int

    def slots(self, keys: Words) -> Indices:
        return ((keys * self.factor) >> np.uint64(64 - self.bits)).astype(np.int64)
