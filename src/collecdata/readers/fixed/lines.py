"""Where the records of a block stand, and the block as lines of one byte a character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Positions = NDArray[np.int64]

__all__ = ["BLANK", "Grid", "Lines", "count_ends", "find_lines", "make_grid"]

BLANK = 0x20
_CR = 0x0D
_VISIBLE = 0x7E - BLANK
"""Characters of ASCII above the blank, the last but one of which is the tilde: DEL is none of them."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Records of a block: line `i` is `data[starts[i]:stops[i]]`, its line end left out. `physical`: their count.

    `odd` are the places of bytes that are neither visible ASCII characters, nor blanks, nor line ends.
    """

    data: bytes
    starts: Positions
    stops: Positions
    physical: int
    odd: Positions

    def raw(self, line: int) -> bytes:
        """Return the bytes of one."""
        return self.data[self.starts[line] : self.stops[line]]

    def tails(self, chosen: Positions, first: int) -> tuple[Positions, Bytes]:
        """Return what stands from byte `first` to the end of these lines: offsets, and the bytes they cut."""
        starts = np.minimum(self.starts[chosen] + first, self.stops[chosen])
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.stops[chosen] - starts)])
        places = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], np.diff(bounds))
        return bounds, np.frombuffer(self.data, np.uint8)[places]


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines as characters, one byte each: line `i` is `rows[i]`, with its line end.

    `lengths` are in characters, without the line end. `texts` are the lines that are not plain: that hold characters
    of several bytes (undecodable bytes as lone surrogates) or control characters that are left out. In `rows` each
    character of theirs is one byte, its Latin-1 code if it has one, else `?`. `fallen` are those read in the fallback
    encoding.
    """

    rows: pa.BinaryArray
    lengths: Positions
    texts: Mapping[int, str] = field(default_factory=dict)
    fallen: tuple[int, ...] = ()

    def cut(self, first: int, stop: int) -> pa.StringArray:
        """Return the characters `first` to `stop` of each line, blanks included; of a short one, its line end too."""
        return as_text(pc.binary_slice(self.rows, first, stop))


def as_text(column: pa.BinaryArray) -> pa.StringArray:
    """See bytes as text, unchecked: they are decoded later."""
    return pa.Array.from_buffers(pa.string(), len(column), column.buffers(), column.null_count)


def count_ends(data: bytes, eol: bytes) -> int:
    """Count the line ends of a block, by comparing and not by searching."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == eol[0]))


def find_lines(data: bytes, eol: bytes, length: int) -> Lines:
    r"""Find lines that end with `eol` (CR LF with LF); without one, records of `length` bytes end to end.

    >>> lines = find_lines(b"ab\r\nc\n\nd", b"\n", 2)
    >>> [lines.raw(at) for at in range(4)], lines.physical
    ([b'ab', b'c', b'', b'd'], 4)
    """
    seen = np.frombuffer(data, np.uint8)
    size = len(data)
    places = np.flatnonzero((seen - np.uint8(BLANK)) > _VISIBLE)  # what lies below the blank wraps round
    met = seen[places]
    if not eol:
        starts = np.arange(0, size, length, dtype=np.int64)
        return Lines(data, starts, np.minimum(starts + length, size), -(-size // length), places)
    is_end = met == eol[0]
    ends, odd = places[is_end], places[~is_end]
    unended = size > 0 and not data.endswith(eol)
    if unended:
        ends = np.append(ends, size)
    starts = np.concatenate([np.zeros(1, np.int64), ends + 1])[: len(ends)]
    stops = ends
    if eol == b"\n" and size:
        returns = (seen[np.maximum(ends - 1, 0)] == _CR) & (ends > starts)
        stops = ends - returns
        if len(odd) and returns.any():
            odd = np.setdiff1d(odd, stops[returns])
    # Counted by `count_ends`, not by the search that makes the records.
    return Lines(data, starts, stops, count_ends(data, eol) + unended, odd)


def make_grid(lines: Lines, *, multibyte: bool, controls: bool = False, fallback: str = "") -> Grid:
    """Lay lines out, one byte a character.

    Args:
        lines: where they stand.
        multibyte: the encoding is UTF-8, else a code page.
        controls: lines with control characters are not plain either.
        fallback: code page of the lines that are not UTF-8.
    """
    lengths = lines.stops - lines.starts
    odd = _odd_lines(lines, controls=controls) if multibyte else np.zeros(0, np.int64)
    bounds = np.append(lines.starts, len(lines.data))
    if not len(odd):
        return Grid(_rows(bounds, lines.data), lengths)
    texts, fallen = {}, []
    for line in odd.tolist():
        raw = lines.raw(line)
        try:
            texts[line] = raw.decode()
        except UnicodeDecodeError:
            texts[line] = raw.decode(fallback or "utf-8", "surrogateescape")
            fallen.append(line)
    lengths[odd] = list(map(len, texts.values()))
    return Grid(_shadowed(lines, texts, bounds), lengths, texts, tuple(fallen) if fallback else ())


def _odd_lines(lines: Lines, *, controls: bool) -> Positions:
    """Return the lines that are not pure ASCII, or with `controls` not of its visible characters and blanks alone."""
    places = lines.odd
    if not controls:
        places = places[np.frombuffer(lines.data, np.uint8)[places] > 0x7F]  # noqa: PLR2004 - the end of ASCII
    return np.unique(np.searchsorted(lines.starts, places, side="right") - 1)


def _shadowed(lines: Lines, texts: Mapping[int, str], bounds: Positions) -> pa.BinaryArray:
    """Write each of these lines anew, one byte a character; the others are copied as they are."""
    sizes = np.diff(bounds)
    parts, end = [], 0
    for line, text in texts.items():
        start, stop = int(lines.starts[line]), int(lines.stops[line])
        shadow = text.encode("latin-1", "replace")
        parts += [lines.data[end:start], shadow]
        sizes[line] += len(shadow) - (stop - start)
        end = stop
    parts.append(lines.data[end:])
    return _rows(np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]), b"".join(parts))


def _rows(bounds: Positions, data: bytes) -> pa.BinaryArray:
    text = strings(bounds, np.frombuffer(data, np.uint8))
    return pa.Array.from_buffers(pa.binary(), len(text), text.buffers())
