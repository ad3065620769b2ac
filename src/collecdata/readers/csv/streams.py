"""Bytes of a file as the tokeniser wants them: decompressed, and UTF-8 where the encoding is not over ASCII."""

from __future__ import annotations

import codecs
import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from collecdata.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collecdata.readers.source import Source

__all__ = ["Bytes", "open_bytes"]

_CHUNK = 1 << 20
_SMALL = 1 << 16
"""Bytes of a file that never needs the room of a block: making it takes longer than reading such a file."""


class Bytes:
    """A stream read into buffers; every byte read passes `observe`. `truncated` says why it ended too soon.

    `file`: descriptor of what `read` reads, where that is a file as it lies on disk.
    """

    def __init__(
        self,
        read: Callable[[memoryview], int],
        observe: Callable[[memoryview], object] | None = None,
        file: int | None = None,
    ) -> None:
        self._read = read
        self._observe = observe
        self._sparse = file
        self.truncated = ""

    def readinto(self, view: memoryview) -> int:
        """Fill some of `view`; 0 at the end."""
        try:
            count = self._read(view)
        except (InputError, UnicodeDecodeError, OSError) as error:
            self.truncated = error.code if isinstance(error, InputError) else str(error)
            return 0
        if self._observe is not None and count:
            self._observe(view[:count])
        return count

    def skip(self, count: int) -> None:
        """Read and drop."""
        room = bytearray(min(count, _CHUNK))
        while count and (got := self.readinto(memoryview(room)[: min(count, len(room))])):
            count -= got

    def skip_hole(self) -> int:
        """Pass over zeros that a sparse file does not hold on disk; return how many."""
        if self._sparse is None or not hasattr(os, "SEEK_DATA"):
            return 0
        here = os.lseek(self._sparse, 0, os.SEEK_CUR)
        try:
            data = os.lseek(self._sparse, here, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:  # a file system that knows no holes
                return 0
            data = os.lseek(self._sparse, 0, os.SEEK_END)  # a hole up to the end
        if self._observe is not None:
            zeros = memoryview(bytes(_CHUNK))
            for at in range(here, data, _CHUNK):
                self._observe(zeros[: data - at])
        return data - here

    def fill(self, view: memoryview) -> int:
        """Fill `view`, all of it but at the end; return how much."""
        filled = 0
        while filled < len(view) and (got := self.readinto(view[filled:])):
            filled += got
        return filled

    def read(self, count: int) -> bytes:
        """Read `count` bytes, fewer only at the end."""
        head = bytearray(min(count, _SMALL))
        filled = self.fill(memoryview(head))
        if filled < len(head) or filled == count:
            return bytes(memoryview(head)[:filled])
        room = bytearray(count)
        room[:filled] = head
        filled += self.fill(memoryview(room)[filled:])
        return bytes(memoryview(room)[:filled])


@contextmanager
def open_bytes(
    source: Source, transcode: str, observe: Callable[[memoryview], object] | None = None
) -> Iterator[Bytes]:
    """Open a source; `transcode`: codec to UTF-8, if any.

    Raises:
        InputError: it cannot be opened. What goes wrong later ends the stream, and `truncated` says so.
    """
    with source.open() as stream:
        # one read of what lies under a buffered stream at a time: what was read before a fault is not lost
        read: Callable[[memoryview], int] = getattr(stream, "readinto1", None) or stream.readinto  # type: ignore[attr-defined]
        file = stream.fileno() if source.plain and not transcode else None
        yield Bytes(_Transcoder(read, transcode) if transcode else read, observe, file)


class _Transcoder:
    """Reads text in any codec as UTF-8. What cannot be decoded becomes bytes that are not UTF-8: its cell shows it."""

    def __init__(self, read: Callable[[memoryview], int], codec: str) -> None:
        self._read = read
        errors = "surrogatepass" if codecs.lookup(codec).name.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(codec)(errors)
        self._room = bytearray(_CHUNK)
        self._pending = memoryview(b"")

    def __call__(self, view: memoryview) -> int:
        while not self._pending:
            count = self._read(memoryview(self._room))
            text = self._decoder.decode(bytes(self._room[:count]), not count)
            self._pending = memoryview(text.encode("utf-8", "surrogatepass"))
            if not count and not self._pending:
                return 0
        count = min(len(view), len(self._pending))
        view[:count] = self._pending[:count]
        self._pending = self._pending[count:]
        return count
