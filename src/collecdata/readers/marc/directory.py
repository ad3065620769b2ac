"""The directory of ISO 2709 records, read four characters at a time: tag, size and address of each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int64, strings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int64]
    Words = NDArray[np.uint32]

__all__ = ["ENTRY", "LEADER", "Directory", "directory"]

LEADER, ENTRY = 24, 12
_ZEROS, _ABOVE_NINE, _HIGH = np.uint32(0x30303030), np.uint32(0x76767676), np.uint32(0x80808080)
_OF_TAG = np.uint32(0x00FFFFFF)


class Directory(NamedTuple):
    """What each entry says: tag (as a number where it is one), size, address; whether tag, and the rest, are digits."""

    text: Bytes
    """Twelve characters an entry."""
    tags: NDArray[np.int32]
    sizes: NDArray[np.int32]
    address: NDArray[np.int32]
    named: Mask
    numbered: Mask


def directory(data: Bytes, starts: Places, counts: Places, *, sound: bool) -> Directory:
    """Read the entries of some records.

    Args:
        data: the block.
        starts: the first byte of each record.
        counts: how many fields each has.
        sound: whether each directory has as many entries, and nothing else: they are then copied whole.
    """
    text = _whole(data, starts, counts) if sound else _each(data, starts, counts)
    words = text.view("<u4").reshape(-1, 3)
    first, middle, last = (np.ascontiguousarray(words[:, one]) for one in range(3))
    digits = first ^ _ZEROS
    tags = (digits & np.uint32(15)) * np.uint32(100)
    tags += (digits >> np.uint32(8) & np.uint32(15)) * np.uint32(10)
    tags += digits >> np.uint32(16) & np.uint32(15)
    size = first >> np.uint32(24) | middle << np.uint32(8)
    lead = (middle >> np.uint32(24)) ^ np.uint32(ord("0"))
    return Directory(
        text,
        tags.view(np.int32),
        _four(size).view(np.int32),
        (lead * np.uint32(10_000) + _four(last)).view(np.int32),
        _digits(first & _OF_TAG | _ZEROS & ~_OF_TAG),
        _digits(size) & _digits(last) & (lead <= 9),  # noqa: PLR2004
    )


def _whole(data: Bytes, starts: Places, counts: Places) -> Bytes:
    """Copy directories end to end."""
    bounds = np.empty(2 * len(starts) + 1, np.int64)
    bounds[0:-1:2] = starts + LEADER
    bounds[1:-1:2] = bounds[0:-1:2] + ENTRY * counts
    bounds[-1] = bounds[-2] if len(starts) else 0
    taken = strings(bounds, data, kind=pa.binary()).take(from_int64(np.arange(0, 2 * len(starts), 2)))
    return cells(taken).data


def _each(data: Bytes, starts: Places, counts: Places) -> Bytes:
    """Copy one entry a field from where it should be, whatever is there."""
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    places = np.minimum(np.repeat(starts + LEADER, counts) + ENTRY * within, max(len(data) - ENTRY, 0))
    if len(data) < ENTRY:
        return np.zeros(0, np.uint8)
    view = np.ndarray((len(data) - ENTRY + 1,), f"V{ENTRY}", data, strides=(1,))
    found: Bytes = view[places].view(np.uint8)
    return found


def _digits(four: Words) -> Mask:
    """Whether four characters are digits."""
    found = four ^ _ZEROS
    digits: Mask = ((found + _ABOVE_NINE | found) & _HIGH) == 0
    return digits


def _four(digits: Words) -> Words:
    """Return the number that four digits make, two by two."""
    pairs = (digits ^ _ZEROS) * np.uint32(10) + ((digits ^ _ZEROS) >> np.uint32(8)) & np.uint32(0x00FF00FF)
    found: Words = (pairs & np.uint32(0xFF)) * np.uint32(100) + (pairs >> np.uint32(16))
    return found
