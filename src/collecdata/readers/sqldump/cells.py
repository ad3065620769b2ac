"""Cells of the rows of a piece: what each stands for, by column, as bytes."""

from __future__ import annotations

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

    Places = NDArray[np.int64]
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
_X = ord("x")
_B = ord("b")


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
    empty = starts == stops
    quoted = ~empty & (view[starts] == _QUOTE) & (view[stops - 1] == _QUOTE) & (stops - starts > 1)
    null = _is_null(view, starts, stops)
    plain = quoted | null | (~empty & _is_number(view, starts, stops))
    places = np.flatnonzero(~plain).tolist()
    written = {cell: data[starts[cell] : stops[cell]] for cell in places}
    others = {cell: (literal(text), text) for cell, text in written.items()}
    cut, bounds = _unescaped(view, rows, np.stack([starts + quoted, stops - quoted], axis=1).ravel())
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
    between = mine.reshape(-1, width - 1) if width > 1 else np.zeros((len(opens), 0), np.int64)
    starts = np.concatenate([opens[:, None], between], axis=1).ravel() + 1
    stops = np.concatenate([between, closes[:, None]], axis=1).ravel()
    while (blank := is_blank(view, starts) & (starts < stops)).any():
        starts = starts + blank
    while (blank := is_blank(view, stops - 1) & (starts < stops)).any():
        stops = stops - blank
    return starts, stops


def _is_null(view: Bytes, starts: Places, stops: Places) -> Mask:
    found: Mask = stops - starts == len(_NULL)
    for step, letter in enumerate(_NULL):
        found &= (view[np.minimum(starts + step, len(view) - 1)] | _LOWER) == letter
    return found


def _is_number(view: Bytes, starts: Places, stops: Places) -> Mask:
    """Say which cells are numbers, by both ends and the second byte: `0x41` and `1 + 1` are none."""
    ends: Mask = _NUMBER[view[starts]] & _NUMBER[view[stops - 1]]
    second = view[np.minimum(starts + 1, stops - 1)] | _LOWER
    odd = np.flatnonzero(ends & (stops - starts > _LONGEST_NUMBER))
    ends[odd] = [_plain(view[starts[cell] : stops[cell]].tobytes()) for cell in odd.tolist()]
    ends &= (second != _X) & (second != _B) & (second != ord(" "))
    return ends


_LONGEST_NUMBER = 24


def _plain(text: bytes) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


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
    return made[kept], bounds - np.searchsorted(gone, bounds)
