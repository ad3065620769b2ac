"""Values to text: gathered once, decoded once, those in another encoding than the norm's one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int32, from_int64, running, strings
from collecdata.kernels.text import escape, transcode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.lines import Mask

__all__ = ["ENCODING", "DsnValues", "read_values"]

ENCODING = "cp1252"
"""What ISO-8859-1 files are read as: the same letters, and those that Windows adds."""
_BETWEEN = (0x80, 0xC0)
"""Bytes that continue a character of UTF-8; of the norm's alphabet none is a letter."""
_ADDED = 0xA0


class DsnValues:
    """Cells read, by their rank. `windows` are those that only Windows can write, `unicode` those that are UTF-8."""

    def __init__(self, text: pa.StringArray, raw: pa.BinaryArray, bad: Mask) -> None:
        self._text, self._raw, self._bad = text, raw, bad
        self.windows: Places = np.zeros(0, np.int64)
        self.unicode: Places = np.zeros(0, np.int64)

    def take(self, wanted: Places) -> tuple[pa.StringArray, Mask]:
        """See `nested.tree.Values`."""
        null = wanted < 0
        bad = self._bad[wanted] & ~null if self._bad.any() else np.zeros(len(wanted), np.bool_)
        return self._text.take(from_int64(wanted, null | bad)), bad

    def raw(self, cell: int) -> str:
        """See `nested.tree.Values`."""
        return escape(self._raw[cell].as_py(), ENCODING)

    def replace(self, places: Places, texts: pa.StringArray) -> None:
        """Put other texts in some cells."""
        order = np.arange(len(self._text))
        order[places] = len(self._text) + np.arange(len(places))
        self._text = pa.concat_arrays([self._text, texts]).take(from_int64(order))
        self._bad[places] = False

    def characters(self, cell: int) -> int:
        """Count the characters of one cell."""
        return len(self._text[cell].as_py() or "")


def read_values(data: bytearray, starts: Places, stops: Places, added: Sequence[bytes]) -> DsnValues:
    """Read values that are in the order of their bytes, then those of `added`."""
    raw = _gathered(data, starts, stops)
    if added:
        bounds = np.cumsum([0, *map(len, added)])
        raw = pa.concat_arrays([raw, strings(bounds, b"".join(added), kind=pa.binary())])
    text, bad = transcode(raw, ENCODING)
    values = DsnValues(text, raw, np.zeros(len(raw), np.bool_) if bad is None else bad)
    odd = _suspects(raw)
    return _settled(values, raw, odd) if len(odd) else values


def _gathered(data: bytearray, starts: Places, stops: Places) -> pa.BinaryArray:
    """Copy values out: Arrow sees values and what is between them as one array, and takes every other cell of it."""
    bounds = np.empty(2 * len(starts) + 2, np.int32)
    bounds[0], bounds[1:-1:2], bounds[2:-1:2], bounds[-1] = 0, starts, stops, len(data)
    whole = pa.Array.from_buffers(pa.binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(data)])
    return whole.take(from_int32(np.arange(1, len(bounds) - 1, 2, dtype=np.int32)))


def _suspects(raw: pa.BinaryArray) -> Places:
    """Return the cells that have a byte which is no letter of the norm."""
    seen = cells(raw)
    if not len(seen.data) or seen.data.max() < _BETWEEN[0]:
        return np.zeros(0, np.int64)
    places = np.flatnonzero((seen.data >= _BETWEEN[0]) & (seen.data < _BETWEEN[1]))
    return np.unique(np.searchsorted(seen.offsets, places, "right") - 1)


def _settled(values: DsnValues, raw: pa.BinaryArray, odd: Places) -> DsnValues:
    """Read suspect cells one by one: as UTF-8 where that holds, for nothing else would write it so."""
    unicode, windows, texts = [], [], []
    for cell in odd.tolist():
        content = raw[cell].as_py()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            if any(_BETWEEN[0] <= byte < _ADDED for byte in content):
                windows.append(cell)
            continue
        unicode.append(cell)
        texts.append(content)
    values.windows = np.array(windows, np.int64)
    if unicode:
        values.unicode = np.array(unicode, np.int64)
        values.replace(values.unicode, strings(running(np.array([*map(len, texts)], np.int32)), b"".join(texts)))
    return values
