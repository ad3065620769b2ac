"""Text of at most eight bytes as one number: what costs a call a cell in Arrow is a few passes over whole columns.

The first byte is the lowest. A text that holds no NUL is the same as its word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes

    Words = NDArray[np.uint64]

__all__ = ["EACH", "WORD", "cut", "last_words", "spelled", "words_at"]

WORD = 8
_KIND = np.dtype("<u8")
_BYTES = np.dtype(f"V{WORD}")
_ABOVE = np.array([1 << 8 * size for size in range(WORD)], _KIND)
"""The least word of 1, 2... bytes."""
_MASKS = np.append(_ABOVE - _KIND.type(1), ~_KIND.type(0))
"""What is kept of a word for a text of 0, 1... bytes."""
EACH = 0x0101010101010101
"""A byte that is multiplied by this is in all the bytes of a word."""


def words_at(data: bytes | bytearray | Bytes, places: NDArray[Any]) -> Words:
    """Copy the eight bytes from each of some places.

    >>> words_at(b"--2 345678", np.array([2, 1])).tobytes()
    b'2 345678-2 34567'
    """
    found: Words = np.ndarray((len(data) - WORD + 1,), _BYTES, data, strides=(1,))[places].view(_KIND)
    return found


def cut(words: Words, sizes: NDArray[Any]) -> Words:
    r"""Keep the first bytes of words: so many of each, all beyond eight.

    >>> cut(words_at(b"12345678", np.array([0, 0])), np.array([2, 9])).tobytes()
    b'12\x00\x00\x00\x00\x00\x0012345678'
    """
    return words & _MASKS.take(sizes, mode="clip")


def last_words(data: Bytes, ends: NDArray[Any], sizes: NDArray[Any], byte: int) -> Words:
    """Copy the eight bytes that end at each of some places; those before the last `sizes` of them become `byte`.

    >>> data = np.frombuffer(b"12345678", np.uint8)
    >>> last_words(data, np.array([8, 8]), np.array([2, 9]), ord("0")).tobytes()
    b'0000007812345678'
    """
    masks = _MASKS.take(WORD - sizes, mode="clip")
    return (words_at(data, ends - WORD) & ~masks) | (masks & _KIND.type(byte * EACH))


def spelled(words: Words) -> tuple[NDArray[np.int32], Bytes]:
    """Return the offsets and the bytes of texts without NUL, by their words.

    >>> bounds, data = spelled(cut(words_at(b"ABCDEFGH", np.array([0, 0, 0])), np.array([2, 0, 8])))
    >>> bounds.tolist(), data.tobytes()
    ([0, 2, 2, 10], b'ABABCDEFGH')
    """
    sizes = np.searchsorted(_ABOVE, words, side="right")
    bounds = np.zeros(len(words) + 1, np.int32)
    np.cumsum(sizes, out=bounds[1:])
    data = np.empty(int(bounds[-1]) + WORD, np.uint8)
    # each is written whole, then the next one over what it has too many
    np.ndarray((len(data) - WORD + 1,), _BYTES, data, strides=(1,))[bounds[:-1]] = words.view(_BYTES)
    return bounds, data[:-WORD]
