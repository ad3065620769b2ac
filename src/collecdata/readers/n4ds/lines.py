"""The lines of some bytes of a N4DS: where each begins and ends, which rubric it is, where its value stands.

Source: public code that writes and reads it (see the adapter `n4ds`). A line is `S40.G01.00.001,'value'`; a rubric has
four parts, or five (`S40.G01.00.002.001`). Nothing is escaped: the value ends at the last apostrophe of the line.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import integers
from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

__all__ = ["BLOCK", "PADDING", "Lines", "begins_n4ds", "find_lines"]

BLOCK = 10
"""Characters of the code of a block."""
PADDING = 24
"""Bytes to spare behind the lines of a buffer."""
_SHORT, _LONG = 14, 18
_LF, _CR, _QUOTE, _COMMA, _DOT = b"\n\r',."
_RUBRIC = re.compile(rb"S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}\.[0-9]{3}(?:\.[0-9]{3})?")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?S10\.G01\.00\.001\.001,'")
_BLANKS = b" \t\x1a\0"


class Lines(NamedTuple):
    """Lines of a buffer, that has `PADDING` bytes to spare. Everything is in bytes of the buffer.

    `rubrics` gives the rank in `codes` of the rubric of each line, -1 where it is none; its value is from `values` to
    `ends`. Of the latter lines `blank` says which hold nothing.
    """

    starts: Places
    stops: Places
    codes: tuple[str, ...]
    rubrics: Places
    values: Places
    ends: Places
    blank: Mask


def begins_n4ds(head: bytes) -> bool:
    r"""Whether these bytes begin with the SIREN of who sends a N4DS.

    >>> begins_n4ds(b"S10.G01.00.001.001,'123456782'\r\n"), begins_n4ds(b"S10.G00.00.001,'PAIE'\r\n")
    (True, False)
    """
    return _HEAD.match(head) is not None


def find_lines(data: bytearray, size: int) -> Lines:
    """Read the first `size` bytes of a buffer as lines; the last may have no end."""
    breaks = find_byte(data, _LF, 0, size)
    if size and data[size - 1] != _LF:
        breaks = np.append(breaks, size)
    seen = np.frombuffer(data, np.uint8)
    starts = np.empty(len(breaks), np.int64)
    starts[:1], starts[1:] = 0, breaks[:-1] + 1
    stops = breaks - ((seen[np.maximum(breaks - 1, 0)] == _CR) & (breaks > starts))
    begins = starts.copy()
    if data.startswith(BOM_UTF8):
        begins[:1] += len(BOM_UTF8)
    long = seen[begins + _SHORT] == _DOT
    width = np.where(long, _LONG, _SHORT)
    values, ends = begins + width + 2, stops - 1
    formed = (ends >= values) & (seen[begins + width] == _COMMA) & (seen[values - 1] == _QUOTE)
    formed &= seen[np.maximum(ends, 0)] == _QUOTE
    codes, rubrics = _rubrics(seen, begins, long)
    rubrics[~formed] = -1
    blank = np.zeros(len(starts), np.bool_)
    for line in np.flatnonzero(rubrics < 0).tolist():
        blank[line] = not bytes(data[begins[line] : stops[line]]).strip(_BLANKS)
    return Lines(starts, stops, codes, rubrics, values, ends, blank)


def _rubrics(seen: NDArray[np.uint8], begins: Places, long: Mask) -> tuple[tuple[str, ...], Places]:
    """Return the codes of some lines, in order, and the rank of that of each line, -1 where it is none."""
    heads = seen[begins[:, None] + np.arange(_LONG)]
    heads[~long, _SHORT:] = 0
    cells = pa.Array.from_buffers(pa.binary(_LONG), len(heads), [None, pa.py_buffer(heads)]).dictionary_encode()
    met = [code.rstrip(b"\0") for code in cells.dictionary.to_pylist()]
    codes = tuple(sorted(code.decode() for code in met if _RUBRIC.fullmatch(code)))
    ranks = {code.encode(): rank for rank, code in enumerate(codes)}
    found = np.array([ranks.get(code, -1) for code in met], np.int64)
    return codes, found[integers(cells.indices)] if len(found) else np.zeros(0, np.int64)
