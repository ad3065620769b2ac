"""A text file in any encoding, written in order, whole or absent."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from collecdata.sinks.draft import Draft, writing

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

__all__ = ["TextFile"]


class TextFile(Draft):
    r"""Bytes in, bytes out; text given as UTF-8 is encoded on the way.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "t.txt"
    >>> with TextFile(path, "cp1252") as file:
    ...     file.write("é\r\n".encode(), rows=1)
    >>> path.read_bytes()
    b'\xe9\r\n'
    """

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        """Open the temporary file.

        Raises:
            UsageError: the folder or the file cannot be written.
            LookupError: no such encoding.
        """
        super().__init__(path)
        known = codecs.lookup(encoding)
        self._encoder = None if known.name == "utf-8" else codecs.getincrementalencoder(known.name)()
        with writing(path):
            self._stream = self.temporary.open("wb")

    def write(self, text: pa.Buffer | bytes, rows: int = 0) -> None:
        """Append UTF-8 text that holds so many rows.

        Raises:
            UsageError: the disk is full.
            UnicodeEncodeError: the encoding has no such character; nothing of this text is written.
        """
        data = text if self._encoder is None else self._encoder.encode(str(memoryview(text), "utf-8"))
        with writing(self.path):
            self._stream.write(data)
        self.rows += rows

    def _finish(self) -> None:
        self._stream.close()

    def _release(self) -> None:
        self._stream.close()
