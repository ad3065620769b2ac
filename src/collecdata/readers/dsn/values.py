"""Values to text: gathered where they are wanted, decoded together; those in another encoding, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int32, texts
from collecdata.kernels.replaced import replaced
from collecdata.kernels.text import escape, transcode

if TYPE_CHECKING:
    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.lines import Mask

__all__ = ["ENCODING", "DsnValues"]

ENCODING = "cp1252"
"""What ISO-8859-1 files are read as: the same letters, and those that Windows adds."""
_BETWEEN = (0x80, 0xC0)
"""Bytes that continue a character of UTF-8; of the norm's alphabet none is a letter."""
_ADDED = 0xA0
_STRETCH = 1 << 17


class DsnValues:
    """Cells of some bytes, by their rank; the first of them are in the order of their bytes.

    `windows` are those that only Windows can write, `unicode` those that are UTF-8.
    """

    def __init__(self, data: bytearray, starts: Places, stops: Places) -> None:
        self._data, self._starts, self._stops = data, starts, stops
        windows, unicode = [], []
        for cell in self._suspects().tolist():
            content = self._bytes(cell)
            try:
                content.decode("utf-8")  # nothing else would write it so
            except UnicodeDecodeError:
                if any(_BETWEEN[0] <= byte < _ADDED for byte in content):
                    windows.append(cell)
            else:
                unicode.append(cell)
        self.windows: Places = np.array(windows, np.int64)
        self.unicode: Places = np.array(unicode, np.int64)

    def take(self, wanted: Places) -> tuple[pa.StringArray, Mask]:
        """See `nested.tree.Values`."""
        text, wrong = self.decode(self.gather(wanted))
        return text, np.zeros(len(wanted), np.bool_) if wrong is None else wrong

    def gather(self, cells: Places) -> pa.BinaryArray:
        """Copy values out: Arrow sees values and what is between them as one array, and takes cells of it."""
        bounds = np.empty(2 * len(self._starts) + 1, np.int32)
        bounds[0:-1:2], bounds[1::2], bounds[-1] = self._starts, self._stops, len(self._data)
        buffers = [None, pa.py_buffer(bounds), pa.py_buffer(self._data)]
        whole = pa.Array.from_buffers(pa.binary(), len(bounds) - 1, buffers)
        return whole.take(from_int32(cells.astype(np.int32) * np.int32(2), cells < 0))

    def decode(self, values: pa.BinaryArray) -> tuple[pa.StringArray, Mask | None]:
        """See `nested.tree.Encoded`."""
        text, bad = transcode(values, ENCODING)
        if not len(self.unicode):
            return text, bad
        known = {self._bytes(cell) for cell in self.unicode.tolist()}
        found = {place: value.decode() for place, value in enumerate(values.to_pylist()) if value in known}
        if not found:
            return text, bad
        if bad is not None:
            bad[list(found)] = False
        return replaced(text, np.array(list(found), np.int64), texts(found.values())), bad

    def raw(self, cell: int) -> str:
        """See `nested.tree.Values`."""
        return escape(self._bytes(cell), ENCODING)

    def characters(self, cell: int) -> int:
        """Return how many characters a cell has."""
        encoding = "utf-8" if cell in self.unicode else ENCODING
        return len(self._bytes(cell).decode(encoding, "replace"))

    def _bytes(self, cell: int) -> bytes:
        return bytes(self._data[self._starts[cell] : self._stops[cell]])

    def _suspects(self) -> Places:
        """Return the cells that have a byte which is no letter of the norm."""
        places = _find_odd(self._data)
        if not len(places):
            return places
        order = np.argsort(self._starts, kind="stable")
        cells = order[np.searchsorted(self._starts[order], places, "right") - 1]
        return np.unique(cells[(self._starts[cells] <= places) & (places < self._stops[cells])])


def _find_odd(data: bytearray) -> Places:
    """Return the places of the bytes of `_BETWEEN`, looked for a stretch at a time: what is made stays in the cache."""
    seen = np.frombuffer(data, np.uint8)
    first, count = np.uint8(_BETWEEN[0]), np.uint8(_BETWEEN[1] - _BETWEEN[0])
    stretches = range(0, len(seen), _STRETCH)
    found = [np.flatnonzero(seen[low : low + _STRETCH] - first < count) + low for low in stretches]
    return np.concatenate(found) if found else np.zeros(0, np.int64)
