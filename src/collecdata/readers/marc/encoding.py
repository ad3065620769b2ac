"""Which character set each record is in: what its bytes show, whatever it declares.

Records declare (100 $a positions 26 to 29 in UNIMARC, position 9 of the leader in MARC 21) and are wrong: software
recodes the text and leaves the declaration. Bytes are not: UTF-8 has a grammar; in ISO 5426 and ANSEL a diacritic
comes before a letter that takes it; in Windows-1252 it hardly ever does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import strings
from collecdata.kernels.prefixed import ANSEL, CP1252, ISO5426, composes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int64]

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
    """`which`: the character set of each record, by rank. `places`, `sets`: high bytes not in UTF-8, each with its."""

    which: NDArray[np.int8]
    places: Places
    sets: NDArray[np.int8]
    damaged: Mask
    """Records in UTF-8 with some bytes that are not."""


def decide(data: Bytes, starts: Places, stops: Places, usual: int = _CP1252) -> Decided:
    """Decide for each record of a block.

    Args:
        data: the block.
        starts: first byte of each record, increasing.
        stops: byte after the last.
        usual: the character set of a record whose bytes do not tell.
    """
    if is_utf8(data):
        none, every = np.zeros(0, np.int64), np.full(len(starts), UTF8, np.int8)
        return Decided(every, none, none.astype(np.int8), np.zeros(len(starts), np.bool_))
    high = np.flatnonzero(data >= _HIGH)
    record = np.searchsorted(starts, high, side="right") - 1
    inside = (record >= 0) & (high < stops[record])
    high, record = high[inside], record[inside]
    counts = np.bincount(record, minlength=len(starts))
    formed = _well_formed(data, high)
    unicode_ = np.bincount(record[formed], minlength=len(starts))
    which = np.where(unicode_ * 2 >= counts, UTF8, _prefixed(data, high, record, len(starts), usual)).astype(np.int8)
    damaged = (which == UTF8) & (unicode_ < counts)
    wanted = np.where(which[record] == UTF8, ~formed, True)  # noqa: FBT003 - numpy's own
    sets = which[record[wanted]]
    return Decided(which, high[wanted], np.where(sets == UTF8, _CP1252, sets).astype(np.int8), damaged)


def is_utf8(data: Bytes) -> bool:
    """Whether a whole block is UTF-8: looked at a vector at a time."""
    whole = strings(np.array([0, len(data)]), data, kind=pa.binary())
    try:
        whole.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _prefixed(data: Bytes, high: Places, record: Places, records: int, usual: int) -> NDArray[np.int8]:
    """Decide among the sets that are not UTF-8: by the share of diacritics that their letter follows."""
    first = data[high]
    second = data[np.minimum(high + 1, len(data) - 1)]
    pair = first.astype(np.int32) << 8 | second
    telling = ~_ELSEWHERE[first] | np.isin(first, _NOT_SORTED)
    letters = np.bincount(record[telling], minlength=records)
    shares = []
    for name in (ISO5426, ANSEL):
        marks = composes(name)[pair] | np.isin(first, _NOT_SORTED)
        shares.append(np.bincount(record[marks], minlength=records))
    iso, ansel = shares
    found = np.where(iso >= ansel, _ISO5426, _ANSEL)
    found = np.where(np.maximum(iso, ansel) * 2 > letters, found, _CP1252)
    return np.where(letters == 0, usual, found).astype(np.int8)


def _well_formed(data: Bytes, high: Places) -> Mask:
    """Return which high bytes are part of a well-formed character of UTF-8 (Unicode, table 3-7)."""
    byte = data[high]
    following = np.full((3, len(high)), 0, np.uint8)
    for ahead in (1, 2, 3):
        nxt = np.minimum(high + ahead, len(data) - 1)
        following[ahead - 1] = np.where(nxt == high + ahead, data[nxt], 0)
    tail = (following & 0xC0) == _HIGH
    low = np.select([byte == 0xE0, byte == 0xF0], [0xA0, 0x90], _HIGH)  # noqa: PLR2004
    top = np.select([byte == 0xED, byte == 0xF4], [0x9F, 0x8F], 0xBF)  # noqa: PLR2004
    second = (following[0] >= low) & (following[0] <= top)
    size = np.select(
        [
            (byte >= 0xC2) & (byte <= 0xDF) & second,  # noqa: PLR2004
            (byte >= 0xE0) & (byte <= 0xEF) & second & tail[1],  # noqa: PLR2004
            (byte >= 0xF0) & (byte <= 0xF4) & second & tail[1] & tail[2],  # noqa: PLR2004
        ],
        [2, 3, 4],
        0,
    )
    formed = size > 0
    for ahead in (1, 2, 3):
        if ahead < len(size):
            formed[ahead:] |= size[:-ahead] > ahead
    return formed
