"""Fields of many records to columns: cut from the grid all at once, one by one where a line holds multibyte text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue
from collecdata.kernels.buffers import cells, from_int64, integers, strings, texts
from collecdata.kernels.distinct import parse_on_distinct
from collecdata.kernels.replaced import replaced
from collecdata.kernels.text import escape, transcode
from collecdata.readers.fixed.lines import BLANK, as_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.fixed.dialect import Dialect, Kind, Place
    from collecdata.readers.fixed.lines import Bytes, Grid, Lines, Positions

__all__ = ["CONTROLS", "Records", "read_fields"]

CONTROLS = r"[\x00-\x1f\x7f]"
NOT_PLAIN = re.compile("[^ -~]")
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
    grid = records.grid if whole else replace(records.grid, rows=records.grid.rows[records.chosen])
    zones = _Zones(grid, kind)
    odd = _Odd(records, dialect.width, drop_controls=dialect.drop_controls)
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

    def __init__(self, grid: Grid, kind: Kind) -> None:
        bounds = {(place.first, place.stop) for place in kind.fields if place.stop is not None}
        self._zones = dict(zip(bounds, grid.cut(*bounds), strict=True))
        self._found: dict[tuple[int, int, str], NDArray[np.int32]] = {}
        """Not a cache of a method: it would hold the zones until the next collection of cycles."""

    def field(self, place: Place, stop: int) -> pa.StringArray:
        """Return one field. Bytes, under the type of text: they are decoded later."""
        zone = self._zones[place.first, stop]
        if place.after or place.until:
            return _trimmed(self._within(zone, place, stop))
        full = not zone.size or ((zone[:, 0] > BLANK).all() and (zone[:, -1] > BLANK).all())
        return as_text(zone) if full else pc.ascii_trim_whitespace(as_text(zone))

    def _within(self, zone: Bytes, place: Place, stop: int) -> pa.StringArray:
        """Cut between the marks. Where one before the beginning hides another after it, the row is cut by itself."""
        count, width = zone.shape
        starts, stops = np.zeros(count, np.int32), np.full(count, width, np.int32)
        if place.after:
            found = self._find(place.first, stop, place.after)
            starts = np.where(found < 0, stops, found + np.int32(1))
        hidden = np.zeros(count, np.bool_)
        for mark in reversed(place.until):
            found = self._find(place.first, stop, mark)
            hidden |= (found >= 0) & (found < starts)
            stops = np.where(found < 0, stops, found)
        column = _spans(zone, starts, np.maximum(starts, stops))
        if not hidden.any():
            return column
        whole, rows = place._replace(first=0, stop=None), np.flatnonzero(hidden)
        exact = [whole.cut(bytes(zone[row]).decode("latin-1")).encode("latin-1") for row in rows.tolist()]
        cut = np.concatenate([np.zeros(1, np.int64), np.cumsum(list(map(len, exact)))])
        return replaced(column, rows, strings(cut, b"".join(exact)))

    def _find(self, first: int, stop: int, mark: str) -> NDArray[np.int32]:
        """Return where a mark first is in each row of a zone; -1 where it is not."""
        if (first, stop, mark) not in self._found:
            zone = as_text(self._zones[first, stop])
            self._found[first, stop, mark] = integers(pc.find_substring(zone, mark))
        return self._found[first, stop, mark]


def _spans(zone: Bytes, starts: NDArray[np.int32], stops: NDArray[np.int32]) -> pa.StringArray:
    """Return the bytes `starts` to `stops` of each row: every other cell of the zone cut at all these places."""
    count, width = zone.shape
    first = np.arange(0, count * width, width, dtype=np.int32)
    bounds = np.empty(2 * count + 1, np.int32)
    bounds[0:-1:2], bounds[1::2], bounds[-1] = first + starts, first + stops, count * width
    return strings(bounds, zone).take(from_int64(np.arange(0, 2 * count, 2)))


def _trimmed(column: pa.StringArray) -> pa.StringArray:
    """Take the blanks around each value off; few values between marks have any."""
    held = cells(column)
    filled = held.lengths > 0
    first, last = held.data.take(held.starts[filled]), held.data.take(held.ends[filled] - 1)
    if (first > BLANK).all() and (last > BLANK).all():
        return column
    return pc.ascii_trim_whitespace(column)


class _Odd:
    """The records that are not plain: cut by character, all together; those that cannot be decoded, singly."""

    def __init__(self, records: Records, width: int, *, drop_controls: bool) -> None:
        wanted = np.isin(records.chosen, np.fromiter(records.grid.texts, np.int64, len(records.grid.texts)))
        self._rows = np.flatnonzero(wanted)
        self._drop = drop_controls
        found = [records.grid.texts[line] for line in records.chosen[wanted].tolist()]
        sound = list(map(_sound, found))
        self._found = [text if right else "" for text, right in zip(found, sound, strict=True)]
        self._texts = texts(self._found)
        self._touched = np.zeros(width, np.bool_)
        for text in found:
            self._touched[[met.start() for met in NOT_PLAIN.finditer(text, 0, width)]] = True
        placed = zip(self._rows.tolist(), found, sound, strict=True)
        self._spoilt = {row: text for row, text, right in placed if not right}

    def mend(self, column: pa.StringArray, place: Place) -> tuple[pa.StringArray, list[tuple[int, str]]]:
        """Put their cells of one field where they belong; also return those that cannot be decoded, and show them."""
        if not len(self._rows) or (place.stop is not None and not self._touched[place.first : place.stop].any()):
            return column, []  # the grid has them already
        exact = self._cells(place)
        if self._drop:
            exact = pc.replace_substring_regex(exact, CONTROLS, "")
        column = replaced(column, self._rows, pc.ascii_trim_whitespace(exact))
        if not self._spoilt:
            return column, []
        held = {row: place.cut(text).strip(_BLANKS) for row, text in self._spoilt.items()}
        single = texts(cell if _sound(cell) else None for cell in held.values())
        lost = ((row, cell.encode("utf-8", "surrogateescape")) for row, cell in held.items() if not _sound(cell))
        rows = np.fromiter(held, np.int64, len(held))
        return replaced(column, rows, single), [(row, escape(raw)) for row, raw in lost]

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
