"""Numbers of at most eight characters, a word each: all the digits of a word are read by three multiplications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.words import EACH, WORD, last_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Cells, Mask
    from collecdata.kernels.notation import Notation
    from collecdata.kernels.words import Words

    Int64s = NDArray[np.int64]

__all__ = ["MOST_DECIMALS", "read_short"]

MOST_DECIMALS = 10
"""Eight digits and so many zeros are an int64."""
_POWERS = 10 ** np.arange(MOST_DECIMALS + 1)
_AT_ONCE = 1 << 15
"""Cells read at a time: what is made stays in the cache."""
_MINUS, _ZERO = ord("-"), ord("0")
_ONES, _HIGHS, _ZEROS = np.uint64(EACH), np.uint64(0x80 * EACH), np.uint64(_ZERO * EACH)
_OVER = np.uint64((0x80 - 10) * EACH)
"""What makes a byte of 10 or more one of 0x80 or more."""
_STEPS = [(10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0x00000000FFFFFFFF)]


def read_short(seen: Cells, written: Notation, scale: int, implied: int | None) -> tuple[Int64s, Mask]:
    """Read cells as unscaled integers of `scale` decimals, at most `MOST_DECIMALS`; also say which are left unread.

    Those read are empty (0), or a minus that may be, digits, and decimals after their character: eight bytes at most.
    """
    value, left = np.zeros(len(seen), np.int64), np.ones(len(seen), np.bool_)
    data = np.concatenate([np.zeros(WORD, np.uint8), seen.data])  # so that a word ends where any cell does
    for low in range(0, len(seen), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        sizes = seen.ends[some] - seen.starts[some]
        minus = (data.take(seen.starts[some] + np.int32(WORD), mode="clip") == _MINUS) & (sizes > 0)
        if written.sign == "trailing":
            minus[:] = False
        written_as = sizes - minus
        words = last_words(data, seen.ends[some] + np.int32(WORD), written_as, _ZERO)
        decimals = np.full(len(words), implied or 0, np.int64)
        digits = written_as
        if written.point:
            words, decimals, pointed = _without_point(words, written.point[0])
            digits = written_as - pointed
        words ^= _ZEROS
        left[some] = ((((words + _OVER) | words) & _HIGHS) != 0) | (sizes > WORD) | (decimals > scale)
        left[some] |= (digits < 1) & (sizes > 0)
        found = _number(words) * _POWERS.take(scale - decimals, mode="clip")
        np.negative(found, out=found, where=minus)
        value[some] = found
    return value, left


def _without_point(words: Words, point: int) -> tuple[Words, Int64s, Mask]:
    """Take the first decimal character out of words, a zero coming in front; also how many bytes follow it."""
    same = words ^ np.uint64(point * EACH)
    hits = (same - _ONES) & ~same & _HIGHS  # the lowest is right, whatever the others are
    hits &= ~hits + np.uint64(1)
    pointed: Mask = hits != 0
    before = (hits >> np.uint64(7)) - np.uint64(1)  # all the bits where there is none
    upto = before << np.uint64(8) | np.uint64(0xFF)
    moved = (words & before) << np.uint64(8) | np.uint64(_ZERO) | (words & ~upto)
    decimals = (np.bitwise_count(~upto) >> np.uint8(3)).astype(np.int64)
    return np.where(pointed, moved, words), decimals, pointed


def _number(digits: Words) -> Int64s:
    """Read eight digits (bytes 0 to 9), the first in the lowest byte."""
    for times, bits, mask in _STEPS:
        digits = (digits * np.uint64(times) + (digits >> np.uint64(bits))) & np.uint64(mask)
    return digits.view(np.int64)
