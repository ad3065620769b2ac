"""Whether bytes are UTF-8, told in a third of the time where letters with accents are all that is not ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import strings

if TYPE_CHECKING:
    from collecdata.kernels.buffers import Bytes

__all__ = ["is_utf8"]

_ASCII, _LEADS, _OF_THREE = 0x80, 0xC0, 0xE0
"""From where bytes are not ASCII; begin a character; begin one of three bytes or four."""
_SHORTEST, _BEGIN, _GO_ON = 2, 0x40, 0xC0
"""Less `_LEADS`, bytes that begin a character are from 2 (C0 and C1 begin nothing: what they would say is ASCII) to
0x3F, those that go on with one from 0xC0 up."""
_STRETCH = 1 << 17
"""Bytes looked at together: they stay in the cache."""


def is_utf8(data: Bytes) -> bool:
    """Say whether bytes are UTF-8, and end with a whole character.

    >>> [is_utf8(np.frombuffer(raw, np.uint8)) for raw in ("Là".encode(), "Là…".encode(), "Là".encode("cp1252"))]
    [True, True, False]
    """
    low = 0
    while low < len(data):
        high = _between_characters(data, low + _STRETCH)
        if not _is_told(data[low:high]):
            return False
        low = high
    return True


def _between_characters(data: Bytes, place: int) -> int:
    """Return this place or one soon after, where no character is cut (in UTF-8 none goes on for four bytes more)."""
    for ahead in range(3):
        if place + ahead >= len(data) or data[place + ahead] & _LEADS != _ASCII:
            return min(place + ahead, len(data))
    return place + 3


def _is_told(part: Bytes) -> bool:
    """Tell of one stretch: a few vector operations where its characters have two bytes at most."""
    top = int(part.max())
    if top < _ASCII:
        return True
    if top >= _OF_THREE:
        return _is_cast(part)
    moved = part - np.uint8(_LEADS)
    begins, goes_on = moved < _BEGIN, moved >= _GO_ON
    if int(moved.min()) < _SHORTEST or goes_on[0] or begins[-1]:
        return False
    return not (begins[:-1] != goes_on[1:]).any()


def _is_cast(part: Bytes) -> bool:
    """Tell of any: Arrow looks at eight bytes at a time where they are ASCII, else at each."""
    whole = strings(np.array([0, len(part)]), part, kind=pa.binary())
    try:
        whole.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True
