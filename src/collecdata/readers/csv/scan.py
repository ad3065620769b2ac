"""Bytes of a buffer counted and found, a stretch at a time: temporaries that stay in the cache, no page faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Buffer = bytes | bytearray | memoryview | NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = ["count_byte", "count_pair", "find_byte"]

_STRETCH = 1 << 17


def count_byte(data: Buffer, byte: int, start: int, stop: int) -> int:
    """Count a byte from `start` to `stop`.

    >>> count_byte(b"a;b;c", ord(";"), 0, 4)
    2
    """
    view = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(view[low:high] == byte)) for low, high in _stretches(start, stop))


def count_pair(data: Buffer, pair: bytes, start: int, stop: int) -> int:
    r"""Count how often two different bytes follow each other from `start` to `stop`.

    >>> count_pair(b"a\r\nb\r\n\r", b"\r\n", 0, 7)
    2
    """
    view = np.frombuffer(data, np.uint8)
    first, second = pair
    return sum(
        int(np.count_nonzero((view[low:high] == first) & (view[low + 1 : high + 1] == second)))
        for low, high in _stretches(start, stop - 1)
    )


def find_byte(data: Buffer, byte: int, start: int, stop: int) -> Places:
    """Return the places of a byte from `start` to `stop`.

    >>> find_byte(b"a;b;c", ord(";"), 0, 5).tolist()
    [1, 3]
    """
    view = np.frombuffer(data, np.uint8)
    found = [np.flatnonzero(view[low:high] == byte) + low for low, high in _stretches(start, stop)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _stretches(start: int, stop: int) -> Iterator[tuple[int, int]]:
    return ((low, min(low + _STRETCH, stop)) for low in range(start, stop, _STRETCH))
