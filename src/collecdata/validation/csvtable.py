"""A CSV to be judged, plain, compressed or in an archive."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from collecdata.errors import UsageError
from collecdata.validation.csvrows import NotTokenised, read_exactly, read_fast
from collecdata.validation.decoding import LONGEST, Utf8Stream, guess_encoding
from collecdata.validation.dialect import read_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from collecdata.validation.csvrows import Rows
    from collecdata.validation.decoding import BadByte

__all__ = ["CsvTable"]

_SNIFFED = 100_000
"""Bytes by which the encoding is guessed, as in frictionless."""
_HEADS = (1 << 18, LONGEST + 1)
"""Bytes by which the dialect is guessed: more only where lines are very long."""


class CsvTable:
    """See `Tabular`."""

    native = False

    def __init__(self, name: str, start: Callable[[], BinaryIO], said: Mapping[str, Any] | None = None) -> None:
        """Read the beginning.

        Args:
            name: what messages call it.
            start: opens the file, decompressed.
            said: what is known of it: `encoding`, and the keys of a Frictionless Table Dialect.

        Raises:
            InputError: it cannot be read, or is no table.
            UsageError: no such encoding.
        """
        self.name, self._start = name, start
        self._said = dict(said or {})
        self._exactly = False
        self.bad: BadByte | None = None
        for size in _HEADS:
            head, whole = self._head(size)
            if whole or head.count(b"\n") > 1:
                break
        self.encoding = self._said.get("encoding") or guess_encoding(head[:_SNIFFED])
        text = self._stream(io.BytesIO(head)).read().decode("utf-8", "ignore")
        found = read_head(text, whole, name, self._said)
        self.dialect, self.labels, self.empty = found.dialect, found.labels, found.empty
        self.header_row, self.delimiter = self.dialect.header, self.dialect.delimiter

    def _head(self, size: int) -> tuple[bytes, bool]:
        with self._start() as stream:
            head = b""
            while len(head) <= size and (part := stream.read(size + 1 - len(head))):
                head += part
        return head[:size], len(head) <= size

    def _stream(self, stream: BinaryIO) -> Utf8Stream:
        try:
            return Utf8Stream(stream, self.encoding, self.name)
        except LookupError as error:
            raise UsageError("usage.encoding", value=self.encoding) from error

    def rows(self, width: int) -> Iterator[Rows]:
        """Read the rows, fast where that is possible."""
        with self._start() as raw:
            stream = self._stream(raw)
            if self._exactly or not self.dialect.plain or not width:
                yield from read_exactly(stream, self.dialect, width, self.name)
            else:
                try:
                    yield from read_fast(stream, self.dialect, width)
                except NotTokenised:
                    self._exactly = True
                    raise
            self.bad = stream.bad

    def lines(self, rows: list[int]) -> dict[int, int]:
        """Find the lines on which rows begin: Python's reader counts them."""
        wanted, found = set(rows), {}
        last = max(rows, default=0)
        with self._start() as raw:
            reader = self.dialect.reader(io.TextIOWrapper(io.BufferedReader(self._stream(raw)), "utf-8", newline=""))
            line = 1
            for number, _ in enumerate(reader, 1):
                if number in wanted:
                    found[number] = line
                if number >= last:
                    break
                line = reader.line_num + 1
        return found
