"""Fields of many records to columns: cut from the grid all at once, one by one where a line holds multibyte text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue
from collecdata.kernels.buffers import cells, from_bools, from_int64, integers, strings, texts
from collecdata.kernels.distinct import parse_on_distinct
from collecdata.kernels.text import escape, transcode
from collecdata.readers.fixed.lines import BLANK

if TYPE_CHECKING:
    from collecdata.readers.fixed.layout import Dialect, Kind, Place
    from collecdata.readers.fixed.lines import Grid, Lines, Positions

__all__ = ["CONTROLS", "Records", "read_fields"]

CONTROLS = r"[\x00-\x1f\x7f]"
NOT_PLAIN = r"[^ -~]"
_BLANKS = " \t\n\r\v\f"


@dataclass(frozen=True, slots=True)
class Records:
    """The lines of a block that are records of one type."""

    source: str
    lines: Lines
    grid: Grid
    chosen: Positions
    first_line: int

    @property
    def numbers(self) -> Positions:
        """Physical line of each."""
        return self.chosen + self.first_line


def read_fields(records: Records, kind: Kind, dialect: Dialect) -> tuple[list[pa.Array], list[Issue]]:
    """Read every field of records of one type; blanks around a value are padding and left out.

    What cannot be decoded is null and an issue.
    """
    columns: list[pa.Array] = []
    issues: list[Issue] = []
    whole = len(records.chosen) == len(records.grid.lengths)
    grid = records.grid if whole else replace(records.grid, rows=records.grid.rows.take(from_int64(records.chosen)))
    zones = _Zones(grid)
    odd = _Odd(records, drop_controls=dialect.drop_controls)
    for place, plain in zip(kind.fields, kind.plain or (True,) * len(kind.fields), strict=True):
        if place.stop is None:
            raw = pc.ascii_trim_whitespace(strings(*records.lines.tails(records.chosen, place.first)))
        else:
            raw = zones.field(place, place.stop)
        column, bad = odd.mend(raw, place)
        if not plain:
            column = column.dictionary_encode()
        if not dialect.multibyte:
            column, bad = _decode(column, dialect.encoding)
        columns.append(column)
        if bad:
            lines = tuple(int(records.numbers[row]) for row, _ in bad)
            shown = tuple(text for _, text in bad)
            name = place.name
            issues.append(Issue("encoding.undecodable", column=name, source=records.source, lines=lines, values=shown))
    return columns, issues


class _Zones:
    """Fields cut out of a grid, without the blanks around them; what several of them need is cut and searched once."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._cut = cache(grid.cut)
        self._find = cache(self._search)

    def field(self, place: Place, stop: int) -> pa.StringArray:
        """Return one field. Bytes, under the type of text: they are decoded later."""
        zone = self._cut(place.first, stop)
        return _trimmed(self._within(zone, place, stop) if place.after or place.until else zone)

    def _within(self, zone: pa.StringArray, place: Place, stop: int) -> pa.StringArray:
        """Cut between the marks. Where one before the beginning hides another after it, the row is cut by itself."""
        at, seen = cells(zone).offsets.astype(np.int64), cells(zone).data
        starts, ends = np.zeros(len(zone), np.int64), np.diff(at)
        if place.after:
            found = self._find(place.first, stop, place.after)
            starts = np.where(found < 0, ends, found + 1)
        stops, hidden = ends, np.zeros(len(zone), np.bool_)
        for mark in reversed(place.until):
            found = self._find(place.first, stop, mark)
            hidden |= (found >= 0) & (found < starts)
            stops = np.where(found < 0, stops, found)
        sizes = np.maximum(stops - starts, 0)
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        column = strings(bounds, seen[np.arange(bounds[-1]) + np.repeat(at[:-1] + starts - bounds[:-1], sizes)])
        if not hidden.any():
            return column
        whole = place._replace(first=0, stop=None)
        rows = np.flatnonzero(hidden).tolist()
        exact = [whole.cut(bytes(seen[at[row] : at[row + 1]]).decode("latin-1")).encode("latin-1") for row in rows]
        cut = np.concatenate([np.zeros(1, np.int64), np.cumsum(list(map(len, exact)))])
        mended = strings(cut, np.frombuffer(b"".join(exact), np.uint8))
        return pc.replace_with_mask(column, from_bools(hidden), mended)

    def _search(self, first: int, stop: int, mark: str) -> Positions:
        return integers(pc.find_substring(self._cut(first, stop), mark)).astype(np.int64)


def _trimmed(column: pa.StringArray) -> pa.StringArray:
    """Take the blanks around each value off; a field that every value fills, as codes and dates do, has none."""
    held = cells(column)
    sizes = held.lengths
    width = int(sizes[0]) if len(sizes) else 0
    if width and (sizes == width).all():
        seen = held.data.reshape(-1, width)
        if (seen[:, -1] > BLANK).all() and (seen[:, 0] > BLANK).all():
            return column
    return pc.ascii_trim_whitespace(column)


class _Odd:
    """The records that are not plain: cut by character, all together; those that cannot be decoded, singly."""

    def __init__(self, records: Records, *, drop_controls: bool) -> None:
        wanted = np.isin(records.chosen, np.fromiter(records.grid.texts, np.int64, len(records.grid.texts)))
        self._mask = wanted if wanted.any() else None
        self._drop = drop_controls
        found = [records.grid.texts[line] for line in records.chosen[wanted].tolist()]
        sound = list(map(_sound, found))
        self._found = [text if right else "" for text, right in zip(found, sound, strict=True)]
        self._texts = texts(self._found)
        placed = zip(np.flatnonzero(wanted).tolist(), found, sound, strict=True)
        self._spoilt = {row: text for row, text, right in placed if not right}

    def mend(self, column: pa.StringArray, place: Place) -> tuple[pa.StringArray, list[tuple[int, str]]]:
        """Put their cells of one field where they belong; also return those that cannot be decoded, and show them."""
        if self._mask is None:
            return column, []
        exact = self._cells(place)
        if not self._spoilt and not pc.match_substring_regex(exact, NOT_PLAIN).true_count:
            return column, []  # the grid has them already
        if self._drop:
            exact = pc.replace_substring_regex(exact, CONTROLS, "")
        column = pc.replace_with_mask(column, from_bools(self._mask), pc.ascii_trim_whitespace(exact))
        if not self._spoilt:
            return column, []
        held = {row: place.cut(text).strip(_BLANKS) for row, text in self._spoilt.items()}
        mask = np.zeros(len(column), np.bool_)
        mask[list(held)] = True
        single = texts(cell if _sound(cell) else None for cell in held.values())
        lost = ((row, cell.encode("utf-8", "surrogateescape")) for row, cell in held.items() if not _sound(cell))
        return pc.replace_with_mask(column, from_bools(mask), single), [(row, escape(raw)) for row, raw in lost]

    def _cells(self, place: Place) -> pa.StringArray:
        if place.after or place.until:
            return texts(map(place.cut, self._found))
        return pc.utf8_slice_codeunits(self._texts, place.first, place.stop)


def _sound(text: str) -> bool:
    """Whether no character stands for a byte that is none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decode(column: pa.Array, encoding: str) -> tuple[pa.Array, list[tuple[int, str]]]:
    raw = column.cast(pa.binary()) if pa.types.is_string(column.type) else _as_bytes(column)
    decoded, mask = parse_on_distinct(raw, lambda values: transcode(values, encoding))
    places = np.flatnonzero(mask).tolist() if mask.any() else []
    return decoded, [(place, escape(raw[place].as_py(), encoding)) for place in places]


def _as_bytes(column: pa.DictionaryArray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(pa.binary()))
