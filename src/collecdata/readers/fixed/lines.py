"""Where the records of a block stand, and the block as lines of one byte a character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import cells, strings
from collecdata.kernels.replaced import replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Positions = NDArray[np.int64]

__all__ = ["BLANK", "Grid", "Lines", "as_text", "count_ends", "find_lines", "make_grid"]

BLANK = 0x20
_CR = 0x0D
_DEL = 0x7F
_AT_ONCE = 1 << 10
"""Lines cut in one go."""
_MOST_ODD = 8
"""One line in so many may be of another length before lines are laid out one by one."""
_LONGEST = 1 << 16
"""Bytes of a line beyond which its length is that of no others."""
_STEP = 1 << 18
"""Bytes looked at in one go: what is made of so few stays near the processor, and is not paid for as new memory."""


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
    """Lines as characters, one byte each: line `i` is `rows[i]`, filled with its line end, then with blanks.

    `lengths` are in characters, without the line end. `texts` are the lines that are not plain: that hold characters
    of several bytes (undecodable bytes as lone surrogates) or control characters that are left out. In `rows` each
    character of theirs is one byte, its Latin-1 code if it has one, else `?`. `fallen` are those read in the fallback
    encoding.
    """

    rows: Bytes
    lengths: Positions
    texts: Mapping[int, str] = field(default_factory=dict)
    fallen: tuple[int, ...] = ()

    def cut(self, *bounds: tuple[int, int]) -> list[Bytes]:
        """Return zones: the characters first to stop of each line, blanks included, one row a line.

        All zones of a few lines are cut before those of the next ones, while these lie near the processor.
        """
        count = len(self.rows)
        zones = [np.empty((count, stop - first), np.uint8) for first, stop in bounds]
        for at in range(0, count, _AT_ONCE):
            rows = self.rows[at : at + _AT_ONCE]
            for zone, (first, stop) in zip(zones, bounds, strict=True):
                zone[at : at + _AT_ONCE] = rows[:, first:stop]
        return zones


def as_text(zone: Bytes) -> pa.StringArray:
    """See the rows of a zone as text, unchecked: they are decoded later."""
    count, width = zone.shape
    return strings(np.arange(0, (count + 1) * width, width, dtype=np.int32) if width else np.zeros(count + 1), zone)


def count_ends(data: bytes | memoryview, eol: bytes) -> int:
    """Count the line ends of a block, by comparing and not by searching."""
    seen = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(seen[at : at + _STEP] == eol[0])) for at in range(0, len(seen), _STEP))


def find_lines(data: bytes, eol: bytes, length: int) -> Lines:
    r"""Find lines that end with `eol` (CR LF with LF); without one, records of `length` bytes end to end.

    >>> lines = find_lines(b"ab\r\nc\n\nd", b"\n", 2)
    >>> [lines.raw(at) for at in range(4)], lines.physical
    ([b'ab', b'c', b'', b'd'], 4)
    """
    seen = np.frombuffer(data, np.uint8)
    size = len(data)
    places = _odd_bytes(data)
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


def _odd_bytes(data: bytes) -> Positions:
    """Return the places of what is neither a visible ASCII character nor a blank."""
    signed = np.frombuffer(data, np.int8)  # a byte beyond ASCII is below zero
    found = [np.flatnonzero(signed[at : at + _STEP] < BLANK) + at for at in range(0, len(signed), _STEP)]
    if bytes((_DEL,)) not in data:
        return np.concatenate(found) if found else np.zeros(0, np.int64)
    return np.sort(np.concatenate([*found, np.flatnonzero(signed == _DEL)]))


def make_grid(lines: Lines, width: int, *, multibyte: bool, controls: bool = False, fallback: str = "") -> Grid:
    """Lay lines out, one byte a character.

    Args:
        lines: where they stand.
        width: characters of a line that are looked at.
        multibyte: the encoding is UTF-8, else a code page.
        controls: lines with control characters are not plain either.
        fallback: code page of the lines that are not UTF-8.
    """
    lengths = lines.stops - lines.starts
    texts: dict[int, str] = {}
    fallen = []
    for line in _odd_lines(lines, controls=controls).tolist() if multibyte else ():
        raw = lines.raw(line)
        try:
            texts[line] = raw.decode()
        except UnicodeDecodeError:
            texts[line] = raw.decode(fallback or "utf-8", "surrogateescape")
            fallen.append(line)
    if texts:
        lengths[list(texts)] = list(map(len, texts.values()))
    return Grid(_rows(lines, width, texts), lengths, texts, tuple(fallen) if fallback else ())


def _odd_lines(lines: Lines, *, controls: bool) -> Positions:
    """Return the lines that are not pure ASCII, or with `controls` not of its visible characters and blanks alone."""
    places = lines.odd
    if not controls:
        places = places[np.frombuffer(lines.data, np.uint8)[places] > 0x7F]  # noqa: PLR2004 - the end of ASCII
    return np.unique(np.searchsorted(lines.starts, places, side="right") - 1)


def _rows(lines: Lines, width: int, texts: Mapping[int, str]) -> Bytes:
    """Return the lines as rows of one width, those of `texts` written anew, one byte a character.

    Most lines of a file are of one length: they are copied as they stand, many at once, or not at all.
    """
    pitch = np.diff(lines.starts, append=len(lines.data))
    stride = int(np.bincount(np.minimum(pitch, _LONGEST)).argmax()) if len(pitch) else 0
    other = pitch != stride
    other[list(texts)] = True
    odd = np.flatnonzero(other).tolist()
    if stride < width or len(odd) > len(pitch) // _MOST_ODD:
        return _padded(lines, width, texts)
    if not odd:
        return np.frombuffer(lines.data, np.uint8).reshape(-1, stride)
    parts: list[bytes | memoryview] = []
    data, end = memoryview(lines.data), 0
    for line in odd:
        start = int(lines.starts[line])
        parts += [data[end:start], _shadow(lines, line, texts).ljust(stride)[:stride]]
        end = start + int(pitch[line])
    parts.append(data[end:])
    return np.frombuffer(b"".join(parts), np.uint8).reshape(-1, stride)


def _padded(lines: Lines, width: int, texts: Mapping[int, str]) -> Bytes:
    """Fill each line with blanks up to this width, whatever their lengths."""
    bounds = np.append(lines.starts, len(lines.data))
    rows = pc.binary_slice(strings(bounds, lines.data, kind=pa.binary()), 0, width)
    if texts:
        shadows = [_shadow(lines, line, texts)[:width] for line in texts]
        cut = np.concatenate([np.zeros(1, np.int64), np.cumsum(list(map(len, shadows)))])
        places = np.fromiter(texts, np.int64, len(texts))
        rows = replaced(rows, places, strings(cut, b"".join(shadows), kind=pa.binary()))
    seen = cells(rows)
    filled = pc.ascii_rpad(strings(seen.offsets, seen.data), width, " ")
    return cells(filled).data.reshape(-1, width)


def _shadow(lines: Lines, line: int, texts: Mapping[int, str]) -> bytes:
    return texts[line].encode("latin-1", "replace") if line in texts else lines.raw(line)
