"""The bytes of values to text: gathered once, decoded once, references read in the few that have any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int32, from_int64, texts
from collecdata.kernels.text import escape, transcode
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.references import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.cells import Gathered

__all__ = ["FastValues", "count_blanks", "gather", "read_values"]

_BLANKS = b" \t\r\n"
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


class FastValues:
    """Values read: cell `i` is `text[at[i]]`, its bytes `raw[i]`. What was made of references is behind the others."""

    def __init__(self, raw: pa.BinaryArray, text: pa.StringArray, at: Indices, bad: Mask, encoding: str) -> None:
        self._raw, self._text, self._at, self._bad, self._encoding = raw, text, at, bad, encoding

    @property
    def blanks(self) -> int:
        """How much white space their bytes have."""
        return count_blanks(self._raw)

    def with_texts(self, added: Sequence[str], at: Indices) -> FastValues:
        """Return these values, and others behind them: those of `added` that `at` says."""
        if not len(at):
            return self
        bad = np.concatenate([self._bad, np.zeros(len(at), np.bool_)])
        places = np.concatenate([self._at, len(self._text) + at])
        return FastValues(self._raw, pa.concat_arrays([self._text, texts(added)]), places, bad, self._encoding)

    def take(self, wanted: Indices) -> tuple[pa.StringArray, Mask]:
        """See `Values`."""
        null = wanted < 0
        bad = self._bad[wanted] & ~null if self._bad.any() else np.zeros(len(wanted), np.bool_)
        at = self._at[wanted] if len(self._at) else wanted
        return self._text.take(from_int64(at, null)), bad

    def raw(self, cell: int) -> str:
        """See `Values`."""
        if self._bad[cell]:
            return escape(self._raw[cell].as_py(), self._encoding)
        shown: str = self._text[int(self._at[cell])].as_py()
        return shown


def read_values(data: memoryview, gathered: Gathered, encoding: str) -> FastValues:
    """Read the values of cells that are in the order of their bytes.

    Raises:
        IrregularError: a value is not well-formed.
    """
    raw = gather(data, gathered.starts, gathered.stops)
    text, bad = transcode(raw, encoding)
    if encoding == "utf-8" and any(bytes(cells(text).data).find(mark) >= 0 for mark in _NO_CHARACTERS):
        raise IrregularError
    resolved = resolve(text, gathered.attributes)
    return FastValues(raw, *resolved, np.zeros(len(raw), np.bool_) if bad is None else bad, encoding)


def count_blanks(values: pa.BinaryArray) -> int:
    """Count the white space of values."""
    data = cells(values).data
    return sum(int(np.count_nonzero(data == byte)) for byte in _BLANKS)


def gather(data: memoryview, starts: Indices, stops: Indices) -> pa.BinaryArray:
    """Copy values out, in the order of their bytes.

    Arrow sees values and what is between them as one array, and takes every other cell of it.
    """
    bounds = np.empty(2 * len(starts) + 2, np.int32)
    bounds[0], bounds[1:-1:2], bounds[2:-1:2], bounds[-1] = 0, starts, stops, len(data)
    whole = pa.Array.from_buffers(pa.binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(data)])
    return whole.take(from_int32(np.arange(1, len(bounds) - 1, 2, dtype=np.int32)))
