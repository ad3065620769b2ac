"""The bytes of a text file as UTF-8: decoded as they come, the first fault said with its line."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import Any, BinaryIO

from collecdata.errors import InputError

__all__ = ["LONGEST", "BadByte", "Utf8Stream", "guess_encoding"]

_CHUNK = 8192
"""Bytes that `io.TextIOWrapper` decodes at once: frictionless sees no row of a chunk in which a byte is wrong."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST = 4 << 20
"""Bytes of the longest record: a cell that is longer is no data."""
FALLBACK = "cp1252"
"""What French software writes when it does not write UTF-8; latin-1 where even that cannot be."""


@dataclass(frozen=True, slots=True)
class BadByte:
    """The first byte that is not of the encoding: its place in the file, its line, its value."""

    offset: int
    line: int
    byte: int


def guess_encoding(head: bytes) -> str:
    r"""Say how a file is written from its beginning: what its mark says, else UTF-8 if it can be, else cp1252.

    >>> guess_encoding("é".encode()), guess_encoding("é;".encode("cp1252")), guess_encoding(b"\xef\xbb\xbfa")
    ('utf-8', 'cp1252', 'utf-8-sig')
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        try:
            head.decode(FALLBACK)
        except UnicodeDecodeError:
            return "iso8859-1"
        return FALLBACK
    return "utf-8"


class Utf8Stream(io.RawIOBase):
    """A binary stream in any encoding read as UTF-8, without its byte order mark.

    It ends before the first chunk that cannot be decoded, `bad` says why. `lines` counts the line ends given.
    """

    def __init__(self, stream: BinaryIO, encoding: str, name: str = "") -> None:
        """Wrap a stream, which messages call `name`.

        Raises:
            LookupError: no such encoding.
            InputError: while reading: a line is longer than any record.
        """
        self._name = name
        self.bad: BadByte | None = None
        self.lines = 0
        self.size = 0
        self._stream = stream
        known = codecs.lookup(encoding).name
        self._plain = known in ("utf-8", "utf-8-sig", "ascii")
        self._mark = known in ("utf-8", "utf-8-sig")
        self._decoder = codecs.getincrementaldecoder("utf-8" if self._mark else known)()
        self._read = 0
        self._left = b""
        self._done = False
        self._tail = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer, as in io.RawIOBase
        """Give the next bytes, as many as there is room for."""
        while not self._left and not self._done:
            self._left = self._next(max(len(buffer), _CHUNK))
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _next(self, size: int) -> bytes:
        data = self._stream.read(size - size % _CHUNK)
        self._done = not data
        start, self._read = self._read, self._read + len(data)
        state = self._decoder.getstate()
        try:
            text = self._decoder.decode(data, final=self._done)
        except UnicodeDecodeError as error:
            self._done = True
            return self._until(data, start, error, state)
        given = data if self._plain and not state[0] and not self._decoder.getstate()[0] else text.encode()
        return self._whole_lines(self._count(given, first=not start))

    def _whole_lines(self, given: bytes) -> bytes:
        """Keep back the beginning of a line: it is lost where its end cannot be decoded."""
        given = self._tail + given
        cut = len(given) if self._done else given.rfind(b"\n") + 1
        self._tail = given[cut:]
        if len(self._tail) > LONGEST:
            raise InputError("published.record", source=self._name, most=LONGEST >> 20)
        return given[:cut]

    def _until(self, data: bytes, start: int, error: UnicodeDecodeError, state: Any) -> bytes:  # noqa: ANN401
        """Give what stands before the chunk of the bad byte, and say where it is."""
        at = start - len(state[0]) + error.start
        good = max(0, at - start)
        kept = good - good % _CHUNK
        self._decoder.setstate(state)
        given = self._count(self._decoder.decode(data[:kept]).encode(), first=not start)
        line = self.lines + data[kept:good].count(b"\n") + 1
        self.bad = BadByte(at, line, error.object[error.start])
        whole = self._tail + given
        return whole[: whole.rfind(b"\n") + 1]

    def _count(self, given: bytes, *, first: bool) -> bytes:
        self.lines += given.count(b"\n")
        self.size += len(given)
        return given.removeprefix(codecs.BOM_UTF8) if first and self._mark else given
