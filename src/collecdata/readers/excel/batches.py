"""The records of a sheet as batches of text."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64
from collecdata.kernels.stream import LINE, Batch, Tally
from collecdata.readers.excel.columns import ColumnWriter
from collecdata.readers.excel.layout import find_footer
from collecdata.readers.excel.marks import column_letters
from collecdata.readers.excel.render import renderer
from collecdata.readers.excel.sorting import Sorter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet

    from collecdata.readers.base import Layout
    from collecdata.readers.excel.layout import Dialect
    from collecdata.readers.excel.marks import Mark, Marks
    from collecdata.readers.excel.sorting import Row, Sorted

__all__ = ["BATCH", "read_sheet"]

BATCH = 1 << 14
"""Rows of one batch."""


def read_sheet(layout: Layout, sheet: CalamineSheet, marks: Marks) -> Iterator[Batch]:
    """Read the records of a sheet; at least one batch, empty where there is no record."""
    reading = _Reading(layout, sheet, marks)
    rows = enumerate(sheet.iter_rows())
    chunk = list(islice(rows, BATCH))
    tally = Tally(physical=sheet.end[0] + 1 if sheet.end else 0)
    while True:
        following = list(islice(rows, BATCH))
        yield reading.batch(chunk, tally, last=not following)
        if not following:
            return
        chunk, tally = following, Tally()


class _Reading:
    """What is the same for all batches of one sheet; they are asked for in order."""

    def __init__(self, layout: Layout, sheet: CalamineSheet, marks: Marks) -> None:
        dialect: Dialect = layout.dialect
        self._source, self._sheet = layout.source.name, sheet.name
        self._places, self._names = dialect.places, layout.record_sets[""]
        write = renderer(dialect.options)
        self._writers = [ColumnWriter(write) for _ in self._places]
        self._left = sheet.start[1] if sheet.start else 0
        marked = frozenset(row for row, _ in marks)
        footer = find_footer(sheet, dialect.options) - marked
        self._sorter = Sorter(self._source, dialect.header, footer, marked, write)
        self._marks: dict[int, dict[int, Mark]] = defaultdict(dict)
        for (row, column), mark in sorted(marks.items()):
            if row > dialect.header:
                self._marks[column - self._left][row] = mark

    def batch(self, chunk: Sequence[Row], tally: Tally, *, last: bool) -> Batch:
        """Make one batch; the last takes what stands below the rows that calamine gives."""
        first, stop = (chunk[0][0], chunk[-1][0] + 1) if chunk else (0, 0)
        found = self._sorter.sort(chunk)
        columns = list(zip(*found.records, strict=True))
        arrays: list[pa.Array] = []
        issues = list(found.issues)
        for place, name, writer in zip(self._places, self._names, self._writers, strict=True):
            cells = columns[place] if place < len(columns) else ("",) * len(found.records)
            array, doubtful = writer.column(cells, self._null(place, found))
            arrays.append(array)
            if doubtful:
                issues.append(self._doubt(name, array, doubtful, found))
        for place in sorted(self._marks):
            here = {row: mark for row, mark in self._marks[place].items() if first <= row and (last or row < stop)}
            issues += self._explain(place, here)
        lines = from_int64(np.array(found.rows, np.int64) + 1)
        data = pa.RecordBatch.from_arrays([*arrays, lines], names=[*self._names, LINE])
        return Batch(self._source, data, issues=tuple(issues), tally=tally + found.tally)

    def _null(self, place: int, found: Sorted) -> list[int]:
        marks = self._marks.get(place, {})
        return [index for index, row in enumerate(found.rows) if row in marks] if marks else []

    def _explain(self, place: int, marks: dict[int, Mark]) -> Iterator[Issue]:
        """Say what stands in cells that only look empty: one issue a column and reason."""
        letters = column_letters(place + self._left)
        name = dict(zip(self._places, self._names, strict=True)).get(place, letters)
        for code in sorted({mark.code for mark in marks.values()}):
            rows = {row: mark.text for row, mark in marks.items() if mark.code == code}
            yield Issue(
                code,
                Severity.ERROR,
                column=name,
                source=self._source,
                lines=tuple(row + 1 for row in rows),
                values=tuple(rows.values()),
                params={"sheet": self._sheet, "cell": f"{letters}{min(rows) + 1}"},
            )

    def _doubt(self, name: str, array: pa.Array, places: Sequence[int], found: Sorted) -> Issue:
        return Issue(
            "excel.precision",
            Severity.WARNING,
            column=name,
            source=self._source,
            lines=tuple(found.rows[place] + 1 for place in places),
            values=tuple(array[place].as_py() for place in places),
            params={"sheet": self._sheet},
        )
