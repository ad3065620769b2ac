"""Bytes of a buffer counted and found, a stretch at a time: temporaries that stay in the cache, no page faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Buffer = bytes | bytearray | memoryview | NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = ["Counted", "count_byte", "count_pair", "find_byte", "stretches"]

_STRETCH = 1 << 17
_BITS = 64
_ONE = np.uint64(1)


def count_byte(data: Buffer, byte: int, start: int, stop: int) -> int:
    """Count a byte from `start` to `stop`.

    >>> count_byte(b"a;b;c", ord(";"), 0, 4)
    2
    """
    view = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(view[low:high] == byte)) for low, high in stretches(start, stop))


def count_pair(data: Buffer, pair: bytes, start: int, stop: int) -> int:
    r"""Count how often two different bytes follow each other from `start` to `stop`.

    >>> count_pair(b"a\r\nb\r\n\r", b"\r\n", 0, 7)
    2
    """
    view = np.frombuffer(data, np.uint8)
    first, second = pair
    return sum(
        int(np.count_nonzero((view[low:high] == first) & (view[low + 1 : high + 1] == second)))
        for low, high in stretches(start, stop - 1)
    )


def find_byte(data: Buffer, byte: int, start: int, stop: int) -> Places:
    """Return the places of a byte from `start` to `stop`.

    >>> find_byte(b"a;b;c", ord(";"), 0, 5).tolist()
    [1, 3]
    """
    view = np.frombuffer(data, np.uint8)
    found = []
    for low, high in stretches(start, stop):
        (places,) = (view[low:high] == byte).nonzero()
        places += low
        found.append(places)
    return np.concatenate(found) if found else np.zeros(0, np.int64)


class Counted:
    """How often a byte stands before any place of a buffer: its places as bits, and how many the words before have.

    A quarter of the time that it takes to find the places.

    >>> Counted(b"a;b;c", ord(";")).before(np.array([0, 1, 2, 5])).tolist()
    [0, 0, 1, 2]
    """

    def __init__(self, data: Buffer, byte: int) -> None:
        view = np.frombuffer(data, np.uint8)
        self._bits = np.zeros(len(view) // _BITS + 1, "<u8")
        room = self._bits.view(np.uint8)
        for low, high in stretches(0, len(view)):
            packed = np.packbits(view[low:high] == byte, bitorder="little")
            room[low >> 3 : (low >> 3) + len(packed)] = packed
        self._before = np.cumsum(np.bitwise_count(self._bits), dtype=np.int64) - np.bitwise_count(self._bits)

    def before(self, places: Places) -> Places:
        """Return how often it stands before each of these places, which may be the end of the buffer."""
        words, bits = places // _BITS, (places % _BITS).astype(np.uint64)
        found: Places = self._before[words] + np.bitwise_count(self._bits[words] & ((_ONE << bits) - _ONE))
        return found


def stretches(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut a range into stretches whose temporaries stay in the cache."""
    return ((low, min(low + _STRETCH, stop)) for low in range(start, stop, _STRETCH))
