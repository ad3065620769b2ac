"""Decompressed streams that say clearly when the archive is cut, damaged or a bomb."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from zipfile import BadZipFile

from collecdata.errors import InputError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["FLOOR", "RATIO", "inflated", "is_bomb"]

RATIO = 250
"""Times its compressed size that data may grow: very repetitive exports reach 100, bombs 1 000 and more."""
FLOOR = 64 << 20
"""Bytes below which the ratio does not matter."""
_BUFFER = 1 << 18


def is_bomb(compressed: int, expanded: int) -> bool:
    """Whether this many bytes out of that many is no data.

    >>> is_bomb(1_000, 1_000_000), is_bomb(1_000_000, 1_000_000_000)
    (False, True)
    """
    return expanded > max(FLOOR, RATIO * compressed)


def inflated(
    stream: BinaryIO, name: str, compressed: int, archive: AbstractContextManager[Any] | None = None
) -> BinaryIO:
    """Wrap a decompressing stream: its faults become `InputError`, and it stops where a bomb begins.

    Args:
        stream: gives decompressed bytes.
        name: what messages call it.
        compressed: bytes it was made from.
        archive: closed with the stream.
    """
    return cast("BinaryIO", io.BufferedReader(_Inflated(stream, name, compressed, archive), _BUFFER))


class _Inflated(io.RawIOBase):
    def __init__(
        self, stream: BinaryIO, name: str, compressed: int, archive: AbstractContextManager[Any] | None
    ) -> None:
        self._stream = stream
        self._name = name
        self._compressed = compressed
        self._archive = archive
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer, as in io.RawIOBase
        try:
            # `read` would go on until the buffer is full, and lose what it has when it meets a fault.
            data = self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        except EOFError as error:
            raise InputError("archive.truncated", source=self._name) from error
        except (zlib.error, BadZipFile, OSError) as error:
            raise InputError("archive.damaged", source=self._name) from error
        self._given += len(data)
        if is_bomb(self._compressed, self._given):
            raise InputError("archive.bomb", source=self._name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._archive is not None:
                self._archive.__exit__(None, None, None)
        super().close()
