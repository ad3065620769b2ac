"""Buffers that blocks are read into, used again: fresh memory costs more than reading does."""

from __future__ import annotations

from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from collecdata.readers.base import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["borrowed"]

_LARGEST = 2 * BLOCK
"""Larger ones (a record of many megabytes) are not kept."""
_free: SimpleQueue[bytearray] = SimpleQueue()


@contextmanager
def borrowed(size: int) -> Iterator[bytearray]:
    """Lend a buffer of at least `size` bytes; what it holds is anything."""
    try:
        buffer = _free.get_nowait()
    except Empty:
        buffer = bytearray()
    if len(buffer) < size:
        buffer = bytearray(size)
    try:
        yield buffer
    finally:
        if len(buffer) <= _LARGEST:
            _free.put(buffer)
