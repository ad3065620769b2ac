"""Fields of many records to columns: cut from the grid all at once, one by one where a line holds multibyte text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue
from collecdata.kernels.buffers import from_bools, strings, texts
from collecdata.kernels.distinct import parse_on_distinct
from collecdata.kernels.text import escape, transcode

if TYPE_CHECKING:
    from collecdata.readers.fixed.layout import Dialect, Kind
    from collecdata.readers.fixed.lines import Grid, Lines, Positions

__all__ = ["Records", "read_fields"]

_BLANKS = " \t\n\r\v\f"
_HIGH = 0x80


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
    cells = records.grid.cells if whole else records.grid.cells[records.chosen]
    wide = _Wide(records)
    for (name, first, stop), plain in zip(kind.fields, kind.plain or (True,) * len(kind.fields), strict=True):
        raw = strings(*records.lines.tails(records.chosen, first)) if stop is None else _cut(cells, first, stop)
        column, bad = wide.mend(pc.ascii_trim_whitespace(raw), first, stop)
        if not plain:
            column = column.dictionary_encode()
        if not dialect.multibyte:
            column, bad = _decode(column, dialect.encoding)
        columns.append(column)
        if bad:
            lines = tuple(int(records.numbers[place]) for place, _ in bad)
            shown = tuple(text for _, text in bad)
            issues.append(Issue("encoding.undecodable", column=name, source=records.source, lines=lines, values=shown))
    return columns, issues


def _cut(cells: np.ndarray, first: int, stop: int) -> pa.StringArray:
    """Cut one field out of a grid. Bytes, under the type of text: they are decoded later."""
    width = stop - first
    return strings(np.arange(len(cells) + 1, dtype=np.int64) * width, np.ascontiguousarray(cells[:, first:stop]))


class _Wide:
    """The records that hold characters of several bytes: cut by character, all together; those not UTF-8, singly."""

    def __init__(self, records: Records) -> None:
        wanted = np.isin(records.chosen, np.fromiter(records.grid.texts, np.int64, len(records.grid.texts)))
        self._mask = wanted if wanted.any() else None
        found = [records.grid.texts[line] for line in records.chosen[wanted].tolist()]
        sound = list(map(_sound, found))
        self._texts = texts(text if right else "" for text, right in zip(found, sound, strict=True))
        placed = zip(np.flatnonzero(wanted).tolist(), found, sound, strict=True)
        self._spoilt = {place: text for place, text, right in placed if not right}

    def mend(
        self, column: pa.StringArray, first: int, stop: int | None
    ) -> tuple[pa.StringArray, list[tuple[int, str]]]:
        """Put their cells of one field where they belong; also return those that cannot be decoded, and show them."""
        if self._mask is None:
            return column, []
        exact = pc.ascii_trim_whitespace(pc.utf8_slice_codeunits(self._texts, first, stop))
        column = pc.replace_with_mask(column, from_bools(self._mask), exact)
        if not self._spoilt:
            return column, []
        cells = {place: text[first:stop].strip(_BLANKS) for place, text in self._spoilt.items()}
        mask = np.zeros(len(column), np.bool_)
        mask[list(cells)] = True
        single = texts(cell if _sound(cell) else None for cell in cells.values())
        lost = ((place, cell.encode("utf-8", "surrogateescape")) for place, cell in cells.items() if not _sound(cell))
        return pc.replace_with_mask(column, from_bools(mask), single), [(place, escape(raw)) for place, raw in lost]


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
