"""Which character set each record is in: what its bytes show, whatever it declares.

Records declare (100 $a positions 26 to 29 in UNIMARC, position 9 of the leader in MARC 21) and are wrong: software
recodes the text and leaves the declaration. Bytes are not: UTF-8 has a grammar; in ISO 5426 and ANSEL a diacritic
comes before a letter that takes it; in Windows-1252 it hardly ever does.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.kernels.buffers import running
from collecdata.kernels.prefixed import ANSEL, CP1252, ISO5426, composes
from collecdata.kernels.utf8 import is_utf8
from collecdata.readers.marc.structure import scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int64]
    Pairs = NDArray[np.uint16]

__all__ = ["NAMES", "UTF8", "Decided", "decide"]

NAMES = (ISO5426, ANSEL, CP1252, "utf-8")
"""Character sets by rank; the first three in the order of `prefixed.rewritten`."""
UTF8 = 3
_ISO5426, _ANSEL, _CP1252 = range(3)
_HIGH = 0x80
_LETTERS = 0xC0
_NOT_SORTED = (0x88, 0x89)
_ELSEWHERE = np.isin(np.arange(256), [*range(_HIGH, _LETTERS), 0xF1, 0xFA])
"""Bytes that say nothing: signs, and ae and oe of ISO 5426, which are letters of Windows too."""


class Decided(NamedTuple):
    """`which`: the character set of each record, by rank.

    `places`, `sets`, `pairs`: high bytes not in UTF-8, the set of each, what stands there and after it.
    """

    which: NDArray[np.int8]
    places: NDArray[np.int32]
    sets: NDArray[np.int8]
    pairs: Pairs
    damaged: Mask
    """Records in UTF-8 with some bytes that are not."""


def decide(data: Bytes, starts: Places, usual: int = _CP1252) -> Decided:
    """Decide for each record of a block.

    Args:
        data: the block.
        starts: first byte of each record, increasing; what is between two records is of the first.
        usual: the character set of a record whose bytes do not tell.
    """
    if is_utf8(data):
        none, every = np.zeros(0, np.int32), np.full(len(starts), UTF8, np.int8)
        return Decided(every, none, none.astype(np.int8), none.astype(np.uint16), np.zeros(len(starts), np.bool_))
    high, first, second = scan(data, lambda part: part >= _HIGH, _scattered)
    pairs = first.astype(np.uint16)
    pairs <<= np.uint16(8)
    pairs |= second
    bounds = np.searchsorted(high, np.append(starts, len(data)).astype(np.int32))
    counts = np.diff(bounds)
    formed = _well_formed(data, high, pairs)
    unicode_ = np.diff(running(formed.view(np.int8)).take(bounds)) if formed.any() else np.zeros_like(counts)
    which = np.where(unicode_ * 2 >= counts, UTF8, _prefixed(pairs, bounds, usual)).astype(np.int8)
    damaged = (which == UTF8) & (unicode_ < counts)
    sets = np.repeat(which, counts)
    if unicode_.any():
        wanted = np.flatnonzero((sets != UTF8) | ~formed)
        high, sets, pairs = high.take(wanted), sets.take(wanted), pairs.take(wanted)
        sets = np.where(sets == UTF8, np.int8(_CP1252), sets)
    return Decided(which, high, sets, pairs, damaged)


def _scattered(wanted: Mask) -> Places:
    """Return the places of what is wanted here and there, as accents are.

    numpy jumps from one to the next where they are less than a tenth. No processor foresees such jumps: to go through
    all is faster from a fortieth on, and is what it does with so many more behind.
    """
    size, count = len(wanted), int(np.count_nonzero(wanted))
    if not size < 40 * count <= 4 * size:
        return np.flatnonzero(wanted)
    more = (size - 10 * count) // 9 + 1
    return np.flatnonzero(np.concatenate((wanted, np.ones(more, np.bool_))))[:count]


_BITS = 21
_MANY = (1 << _BITS) - 1
"""Three counts are kept in one number, so many bits each: two million high bytes of a record tell enough."""


@cache
def _shown() -> Places:
    """Return what each pair of bytes shows: that it composes in one set or the other, that it tells sets apart."""
    first = np.arange(1 << 16) >> 8
    not_sorted = np.isin(first, _NOT_SORTED)
    iso, ansel = composes(ISO5426) | not_sorted, composes(ANSEL) | not_sorted
    telling = ~_ELSEWHERE[first] | not_sorted
    shown: Places = iso.astype(np.int64) | ansel.astype(np.int64) << _BITS | telling.astype(np.int64) << 2 * _BITS
    return shown


def _prefixed(pairs: Pairs, bounds: Places, usual: int) -> NDArray[np.int8]:
    """Decide among the sets that are not UTF-8: by the share of diacritics that their letter follows."""
    total = np.zeros(len(pairs) + 1, np.int64)
    np.cumsum(_shown().take(pairs), out=total[1:])
    shown = total.take(np.minimum(bounds[1:], bounds[:-1] + _MANY)) - total.take(bounds[:-1])
    iso, ansel, telling = shown & _MANY, shown >> _BITS & _MANY, shown >> 2 * _BITS
    found = np.where(iso >= ansel, _ISO5426, _ANSEL)
    found = np.where(np.maximum(iso, ansel) * 2 > telling, found, _CP1252)
    return np.where(telling == 0, usual, found).astype(np.int8)


@cache
def _sizes() -> Bytes:
    """Return how many bytes of UTF-8 begin with each pair; 0 where none may (Unicode, table 3-7)."""
    first, second = np.arange(1 << 16) >> 8, np.arange(1 << 16) & 0xFF
    low = np.select([first == 0xE0, first == 0xF0], [0xA0, 0x90], _HIGH)  # noqa: PLR2004
    top = np.select([first == 0xED, first == 0xF4], [0x9F, 0x8F], 0xBF)  # noqa: PLR2004
    sizes = np.select([first < 0xC2, first < 0xE0, first < 0xF0, first <= 0xF4], [0, 2, 3, 4], 0)  # noqa: PLR2004
    return np.where((second >= low) & (second <= top), sizes, 0).astype(np.uint8)


def _well_formed(data: Bytes, high: NDArray[np.int32], pairs: Pairs) -> Mask:
    """Return which high bytes are part of a well-formed character of UTF-8."""
    begins = np.flatnonzero(pairs & np.uint16(_LETTERS) == _HIGH)  # what may go on with one follows
    sizes = _sizes().take(pairs.take(begins))
    begins, sizes = begins[sizes > 0], sizes[sizes > 0]
    for ahead in (2, 3):
        longer = np.flatnonzero(sizes > ahead)
        place = high.take(begins.take(longer)) + ahead
        tail = (place < len(data)) & ((data.take(place, mode="clip") & 0xC0) == _HIGH)
        sizes[longer[~tail]] = 0
    formed = np.zeros(len(high), np.bool_)
    for ahead in range(4 if len(begins) else 0):
        formed[begins[sizes > ahead] + ahead] = True
    return formed
