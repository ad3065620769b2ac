"""A file of records cut between records, each byte read once, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.errors import InputError
from collecdata.readers.marc.block import Piece
from collecdata.readers.marc.structure import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

__all__ = ["pieces"]

_LARGEST = 64 << 20
"""Bytes without the end of a record beyond which there is none: they are given as they are, and refused."""


def pieces(stream: BinaryIO, block: int, observe: Callable[[memoryview], object]) -> Iterator[Piece]:
    """Give the pieces of a file; every byte passes `observe`.

    Raises:
        InputError: the stream cannot be read to its end; what could be read has been given.
    """
    start, first, left = 0, 1, b""
    fault: InputError | None = None
    while True:
        try:
            data = stream.read(block)
        except InputError as error:
            data, fault = b"", error
        observe(memoryview(data))
        left = left + data if left else data
        cut = left.rfind(RECORD) + 1 if data else len(left)
        if not cut and len(left) > _LARGEST:
            cut = len(left)
        if cut:
            yield Piece(memoryview(left)[:cut], start, first)
            start, first, left = start + cut, first + _records(left, cut), left[cut:]
        if not data:
            break
    if fault is not None:
        raise fault


def _records(data: bytes, stop: int) -> int:
    """Count the ends of records: four times as fast as `bytes.count`, which stops at each."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8, stop) == RECORD))
