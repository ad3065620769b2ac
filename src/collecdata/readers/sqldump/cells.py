"""Cells of the rows of a piece: what each stands for, by column, as bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import from_bools, from_int64, strings
from collecdata.readers.sqldump.literals import ESCAPES, literal
from collecdata.readers.sqldump.structure import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from collecdata.readers.sqldump.structure import Rows

    Places = NDArray[np.int32]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

__all__ = ["Grid", "grid_of", "raw_cells", "widths"]

_QUOTE = ord("'")
_NUMBER = np.zeros(256, np.bool_)
_NUMBER[list(b"0123456789+-.")] = True
_UNESCAPED = np.arange(256, dtype=np.uint8)
for _letter, _byte in ESCAPES.items():
    _UNESCAPED[_letter[0]] = _byte[0]
_PATTERN = np.zeros(256, np.bool_)
_PATTERN[list(b"%_")] = True
"""A backslash before one of these stays."""
_NULL = np.frombuffer(b"null", np.uint8)
_LOWER = np.uint8(0x20)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of `count` rows of the same `width`, row after row: cell `i` is `values[2 * i]`; `null`: those NULL.

    `others`: by cell, how those are written that are no plain literal, and what they stand for (None: an expression,
    whose value only a server can tell).
    """

    values: pa.BinaryArray
    null: Mask
    count: int
    width: int
    others: dict[int, tuple[bytes | None, bytes]]

    def column(self, place: int) -> pa.BinaryArray:
        """Return one column."""
        wanted = np.arange(place, self.count * self.width, self.width)
        null = self.null[wanted]
        found = self.values.take(from_int64(2 * wanted, null if null.any() else None))
        mine = {cell // self.width: one[0] for cell, one in self.others.items() if cell % self.width == place}
        if not mine:
            return found
        mask = np.zeros(self.count, np.bool_)
        mask[list(mine)] = True
        said = [value or b"" for value in mine.values()]
        bounds = np.cumsum([0, *map(len, said)])
        unknown = np.array([value is None for value in mine.values()])
        return pc.replace_with_mask(found, from_bools(mask), strings(bounds, b"".join(said), unknown, pa.binary()))

    def expressions(self) -> Iterator[tuple[int, int, bytes]]:
        """Give the row, the column and the text of the cells that only a server can tell."""
        for cell, (value, text) in self.others.items():
            if value is None:
                yield cell // self.width, cell % self.width, text


def widths(rows: Rows) -> Places:
    """Count the cells of each row."""
    found: Places = np.searchsorted(rows.commas, rows.closes) - np.searchsorted(rows.commas, rows.opens) + 1
    return found


def grid_of(data: bytes, rows: Rows, chosen: Mask, width: int) -> Grid:
    """Read the cells of the rows chosen, which are all `width` cells wide."""
    view = np.frombuffer(data, np.uint8)
    starts, stops = _bounds(view, rows, chosen, width)
    first, lengths = view[np.minimum(starts, len(view) - 1)], stops - starts
    quoted = first == _QUOTE
    quoted[np.flatnonzero(quoted)[(lengths[quoted] < _EMPTY) | (view[stops[quoted] - 1] != _QUOTE)]] = False
    null, number = _is_null(view, starts, lengths, first), _is_number(data, starts, stops, first)
    places = np.flatnonzero(~(quoted | null | number)).tolist()
    written = {cell: data[starts[cell] : stops[cell]] for cell in places}
    others = {cell: (literal(text), text) for cell, text in written.items()}
    bounds = np.empty(2 * len(starts), np.int32)
    np.add(starts, quoted, out=bounds[0::2])
    np.subtract(stops, quoted, out=bounds[1::2])
    cut, bounds = _unescaped(view, rows, bounds)
    values = strings(bounds if len(bounds) else np.zeros(1, np.int32), cut, kind=pa.binary())
    return Grid(values, null, int(np.count_nonzero(chosen)), width, others)


def raw_cells(data: bytes, rows: Rows, row: int) -> list[bytes]:
    """Return the cells of one row as they are written."""
    first, last = np.searchsorted(rows.commas, [rows.opens[row], rows.closes[row]])
    bounds = [int(rows.opens[row]), *rows.commas[first:last].tolist(), int(rows.closes[row])]
    return [data[start + 1 : stop].strip() for start, stop in pairwise(bounds)]


def _bounds(view: Bytes, rows: Rows, chosen: Mask, width: int) -> tuple[Places, Places]:
    """Return the first byte of each cell and the one after its last, blanks around it left out."""
    opens, closes = rows.opens[chosen], rows.closes[chosen]
    mine = rows.commas
    if not chosen.all():
        mine = mine[np.repeat(chosen, widths(rows) - 1)]
    between = mine.reshape(len(opens), width - 1)
    starts, stops = np.empty((len(opens), width), np.int32), np.empty((len(opens), width), np.int32)
    starts[:, 0], stops[:, -1] = opens, closes
    starts[:, 1:], stops[:, :-1] = between, between
    return _trimmed(view, starts.ravel() + 1, stops.ravel())


def _trimmed(view: Bytes, starts: Places, stops: Places) -> tuple[Places, Places]:
    """Leave out the blanks at both ends of cells."""
    while len(blank := np.flatnonzero(is_blank(view, starts))) and (starts[blank] < stops[blank]).any():
        starts[blank] += starts[blank] < stops[blank]
    while len(blank := np.flatnonzero(is_blank(view, stops - 1))) and (starts[blank] < stops[blank]).any():
        stops[blank] -= starts[blank] < stops[blank]
    return starts, stops


def _is_null(view: Bytes, starts: Places, lengths: Places, first: Bytes) -> Mask:
    found: Mask = ((first | _LOWER) == _NULL[0]) & (lengths == len(_NULL))
    maybe = np.flatnonzero(found)
    for step in range(1, len(_NULL)):
        found[maybe] &= (view[starts[maybe] + step] | _LOWER) == _NULL[step]
    return found


def _is_number(data: bytes, starts: Places, stops: Places, first: Bytes) -> Mask:
    """Say which cells are numbers: `0x41` and `1 + 1` are none."""
    found: Mask = _NUMBER[first] & (starts < stops)
    cells = np.flatnonzero(found)
    if not len(cells):
        return found
    after = starts[cells] + _SIGN[first[cells]]
    bounds = np.empty(2 * len(cells), np.int32)
    bounds[0::2], bounds[1::2] = after, stops[cells]
    classes = np.frombuffer(data.translate(_CLASSES), np.uint8)
    odd = (np.maximum.reduceat(classes, bounds)[0::2] > _DIGITS) | (after == stops[cells])
    for cell in cells[odd].tolist():
        found[cell] = _NUMERIC.fullmatch(data[starts[cell] : stops[cell]]) is not None
    return found


_DIGITS = 0
_CLASSES = bytes(byte not in b"0123456789." for byte in range(256))
_SIGN = np.zeros(256, np.int32)
_SIGN[list(b"+-")] = 1
_NUMERIC = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_EMPTY = 2
"""Bytes of a string that holds nothing."""


def _unescaped(view: Bytes, rows: Rows, bounds: Places) -> tuple[Bytes, Places]:
    """Leave out what escapes; return the bytes that are left, and where the bounds of cells are among them."""
    escapes = rows.escapes[rows.escapes < rows.stop]
    gone = np.sort(np.concatenate([escapes[~_PATTERN[view[escapes + 1]]], rows.doubled[rows.doubled < rows.stop]]))
    if not len(gone):
        return view, bounds
    made = view.copy()
    made[escapes + 1] = np.where(_PATTERN[view[escapes + 1]], view[escapes + 1], _UNESCAPED[view[escapes + 1]])
    kept = np.ones(len(view), np.bool_)
    kept[gone] = False
    before = np.bincount(np.searchsorted(bounds, gone, side="right"), minlength=len(bounds) + 1)
    return made[kept], bounds - np.cumsum(before[:-1]).astype(np.int32)
