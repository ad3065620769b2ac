"""One piece of a dump to a batch: rows as columns of text, what is no row set aside, every byte accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.distinct import parse_on_distinct
from collecdata.kernels.mojibake import recoded_twice
from collecdata.kernels.stream import LINE, RANK, REASONS, SURPLUS, Batch, Tally
from collecdata.kernels.text import escape, transcode
from collecdata.readers.nested.findings import Findings
from collecdata.readers.sqldump.cells import grid_of, raw_cells, widths
from collecdata.readers.sqldump.structure import rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.base import Layout
    from collecdata.readers.sqldump.cells import Grid
    from collecdata.readers.sqldump.dialect import Dialect, Piece, Table
    from collecdata.readers.sqldump.structure import Rows

    Lines = NDArray[np.int64]

__all__ = ["read_piece"]

WIDTH, EXPRESSION, TWICE = "sqldump.width", "sqldump.expression", "encoding.twice"
_LF = 10
_LONGEST_SHOWN = 200
"""Bytes of a cell that cannot be decoded that are shown: it may be a picture."""


def read_piece(layout: Layout, piece: Piece) -> Batch:
    """Read one piece."""
    size = piece.stop - piece.start
    if piece.data is None:
        none = pa.RecordBatch.from_arrays([from_int64(np.zeros(0, np.int64))], names=[LINE])
        return Batch(layout.source.name, none, tally=Tally(physical=size, preamble=size))
    return _Reading(layout, piece, piece.data).batch()


class _Reading:
    """What reading one piece needs, and what it finds."""

    def __init__(self, layout: Layout, piece: Piece, data: bytes) -> None:
        dialect: Dialect = layout.dialect
        self.source = layout.source.name
        self.encoding = dialect.encoding
        self.piece = piece
        self.data = data
        self.table: Table = dialect.tables[piece.table]
        self.names = piece.columns or self.table.columns
        self.findings = Findings(self.source)
        self.rows: Rows = rows_of(data, piece.head, last=not piece.reason)
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _LF)
        self.lines: Lines = np.searchsorted(ends, self.rows.opens) + piece.line

    def batch(self) -> Batch:
        """Make the batch."""
        whole = widths(self.rows) == len(self.names)
        grid = grid_of(self.data, self.rows, whole, len(self.names))
        lines = self.lines[whole]
        arrays = [self._column(grid, name, lines) for name in self.table.columns]
        for row, place, text in grid.expressions():
            self.findings.note(
                EXPRESSION, Severity.ERROR, int(lines[row]), column=self.names[place], value=escape(text, self.encoding)
            )
        rejects = self._rejects(np.flatnonzero(~whole))
        return Batch(
            self.source,
            pa.RecordBatch.from_arrays(
                [*arrays, from_int64(lines), from_int64(np.flatnonzero(whole) + self.piece.before + 1)],
                names=[*self.table.columns, LINE, RANK],
            ),
            self.piece.table,
            self.findings.issues(),
            rejects,
            tally=self._tally(whole),
        )

    def _column(self, grid: Grid, name: str, lines: Lines) -> pa.Array:
        plain = self.table.plain[self.table.columns.index(name)]
        if name not in self.names:
            empty = texts([]).take(from_int64(np.zeros(grid.count), np.ones(grid.count, np.bool_)))
            return empty if plain else empty.dictionary_encode()
        column = grid.column(self.names.index(name))
        encoded = column if plain else column.dictionary_encode()
        decoded, bad = parse_on_distinct(encoded, lambda values: transcode(values, self.encoding))
        for row in np.flatnonzero(bad).tolist() if bad.any() else ():
            value = escape(column[row].as_py()[:_LONGEST_SHOWN], self.encoding)
            self.findings.note("encoding.undecodable", Severity.ERROR, int(lines[row]), column=name, value=value)
        for row in np.flatnonzero(recoded_twice(decoded)).tolist():
            value = decoded[row].as_py()
            self.findings.note(TWICE, Severity.WARNING, int(lines[row]), column=name, value=value)
        return decoded

    def _rejects(self, rows: Lines) -> pa.RecordBatch | None:
        """Set aside rows that have not as many cells as there are columns, and what is no whole row."""
        wrong = [(int(self.lines[row]), WIDTH, self._shown(row)) for row in rows.tolist()]
        for line, _, cells in wrong:
            params = {"table": self.piece.table, "found": str(len(cells)), "expected": str(len(self.names))}
            self.findings.note(WIDTH, Severity.ERROR, line, **params)
        if self.piece.reason:
            line = self.piece.line + self.data.count(b"\n", 0, self.rows.stop)
            wrong.append((line, self.piece.reason, [""] * len(self.names) + [self._text(self.data[self.rows.stop :])]))
            if self.piece.reason == "sqldump.statement":
                self.findings.note(self.piece.reason, Severity.ERROR, line, table=self.piece.table)
        if not wrong:
            return None
        places = {name: self.names.index(name) for name in self.table.columns if name in self.names}
        arrays = {
            name: texts(_cell(cells, places.get(name, len(cells))) for _, _, cells in wrong)
            for name in self.table.columns
        }
        arrays[SURPLUS] = texts(", ".join(cells[len(self.names) :]) or None for _, _, cells in wrong)
        arrays[LINE] = from_int64(np.array([line for line, _, _ in wrong], np.int64))
        arrays[REASONS] = texts(reason for _, reason, _ in wrong)
        return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))

    def _shown(self, row: int) -> list[str]:
        return [self._text(cell) for cell in raw_cells(self.data, self.rows, row)]

    def _text(self, raw: bytes) -> str:
        return escape(raw, self.encoding)

    def _tally(self, whole: NDArray[np.bool_]) -> Tally:
        """Account for the bytes: a row goes to where the next one's statement, or the next one, begins."""
        opens, stop = self.rows.opens, self.rows.stop
        inside = self.rows.closes + 1 - opens
        records, refused = int(inside[whole].sum()), int(inside[~whole].sum())
        between = stop - records - refused
        rest = len(self.data) - stop
        return Tally(
            physical=self.piece.stop - self.piece.start, records=records, preamble=between, rejected=refused + rest
        )


def _cell(cells: list[str], place: int) -> str | None:
    return cells[place] if place < len(cells) else None
