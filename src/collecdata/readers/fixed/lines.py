"""Where the records of a block stand, and the block as a grid of one byte a character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Positions = NDArray[np.int64]

__all__ = ["BLANK", "Grid", "Lines", "find_lines", "make_grid"]

BLANK = 0x20
_CR = 0x0D
_HIGH = 0x80


@dataclass(frozen=True, slots=True)
class Lines:
    """Records of a block: line `i` is `data[starts[i]:stops[i]]`, its line end left out. `physical`: their count."""

    data: bytes
    starts: Positions
    stops: Positions
    physical: int

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
    """Lines as characters: `cells[i, j]` is the byte of character `j` of line `i`, blank beyond its end.

    `lengths` are in characters. `texts` are the lines that hold characters of several bytes (undecodable bytes as
    lone surrogates): in `cells` each such character is one byte, its Latin-1 code if it has one, else `?`.
    """

    cells: NDArray[np.uint8]
    lengths: Positions
    texts: Mapping[int, str] = field(default_factory=dict)


def find_lines(data: bytes, eol: bytes, length: int) -> Lines:
    r"""Find lines that end with `eol` (CR LF with LF); without one, records of `length` bytes end to end.

    >>> lines = find_lines(b"ab\r\nc\n\nd", b"\n", 2)
    >>> [lines.raw(at) for at in range(4)], lines.physical
    ([b'ab', b'c', b'', b'd'], 4)
    """
    seen = np.frombuffer(data, np.uint8)
    size = len(data)
    if not eol:
        starts = np.arange(0, size, length, dtype=np.int64)
        return Lines(data, starts, np.minimum(starts + length, size), -(-size // length))
    ends = np.flatnonzero(seen == eol[0])
    unended = size > 0 and not data.endswith(eol)
    if unended:
        ends = np.append(ends, size)
    starts = np.concatenate([np.zeros(1, np.int64), ends + 1])[: len(ends)]
    stops = ends
    if eol == b"\n" and size:
        stops = ends - ((seen[np.maximum(ends - 1, 0)] == _CR) & (ends > starts))
    # Counted by `bytes.count`, not by the search that makes the records.
    return Lines(data, starts, stops, data.count(eol) + unended)


def make_grid(lines: Lines, width: int, *, multibyte: bool) -> Grid:
    """Lay lines out, `width` characters each; `multibyte`: the encoding is UTF-8, else a code page."""
    lengths = lines.stops - lines.starts
    high = _high_lines(lines) if multibyte else np.zeros(0, np.int64)
    cells = _regular(lines, lengths, width) if not len(high) else None
    if cells is None:
        cells = _gathered(lines, lengths, width)
    bounds = zip(lines.starts[high].tolist(), lines.stops[high].tolist(), strict=True)
    texts = [lines.data[start:stop].decode("utf-8", "surrogateescape") for start, stop in bounds]
    if texts:
        shadows = b"".join(text[:width].encode("latin-1", "replace").ljust(width) for text in texts)
        cells[high] = np.frombuffer(shadows, np.uint8).reshape(-1, width)
        lengths[high] = list(map(len, texts))
    return Grid(cells, lengths, dict(zip(high.tolist(), texts, strict=True)))


def _high_lines(lines: Lines) -> Positions:
    """Return the lines that are not pure ASCII."""
    if lines.data.isascii():
        return np.zeros(0, np.int64)
    places = np.flatnonzero(np.frombuffer(lines.data, np.uint8) >= _HIGH)
    return np.unique(np.searchsorted(lines.starts, places, side="right") - 1)


def _regular(lines: Lines, lengths: Positions, width: int) -> Bytes | None:
    """See a block of lines of one length as a grid, without a copy."""
    if len(lengths) == 0 or int(lengths.min()) < width:
        return None
    steps = np.diff(lines.starts)
    if len(steps) and (steps != steps[0]).any():
        return None
    step = int(steps[0]) if len(steps) else width
    seen = np.frombuffer(lines.data, np.uint8)
    return as_strided(seen, (len(lengths), width), (step, 1), writeable=False)


def _gathered(lines: Lines, lengths: Positions, width: int) -> Bytes:
    padded = np.frombuffer(lines.data + bytes([BLANK]) * width, np.uint8)
    windows = as_strided(padded, (len(lines.data) + 1, width), (1, 1), writeable=False)
    cells = windows[lines.starts]
    short = np.flatnonzero(lengths < width)
    if len(short):
        rows = cells[short]
        rows[np.arange(width) >= lengths[short, None]] = BLANK
        cells[short] = rows
    return cells
