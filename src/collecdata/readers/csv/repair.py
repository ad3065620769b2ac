"""The tokeniser on a block it would read wrongly: odd records are taken out, judged, and put back written well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_bools
from collecdata.readers.csv.cells import Cells, line_ends_inside
from collecdata.readers.csv.dialect import LF
from collecdata.readers.csv.judge import Judge
from collecdata.readers.csv.quotes import Range, find_quotes
from collecdata.readers.csv.scan import find_byte
from collecdata.readers.csv.structure import ragged, structure
from collecdata.readers.csv.suspects import lone_returns, suspects
from collecdata.readers.csv.tokenise import tokenise_block, write_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.csv.cells import Block
    from collecdata.readers.csv.findings import Findings
    from collecdata.readers.csv.judge import Row
    from collecdata.readers.csv.records import Grammar

    Places = NDArray[np.int64]

__all__ = ["CannotBeWritten", "Repair"]

_NUL = b"\0"


class CannotBeWritten(Exception):  # noqa: N818 - no error: says that all rows are to be written in another dialect
    """A record cannot be put back in the dialect of its file."""


class Repair:
    """One block; `odd` marks its records that are judged, `rows` holds what each of them gives."""

    def __init__(self, grammar: Grammar, block: Block, findings: Findings) -> None:
        self.grammar, self.block, self.findings, self.dialect = grammar, block, findings, findings.dialect
        self.judge = Judge(grammar, block, findings)
        self.quotes = find_quotes(grammar, Range(block.data, 0, block.stop, block.stop, final=True))
        self.found = structure(grammar, block.data, block.stop, self.quotes)
        self.odd = np.zeros(len(self.found.starts), np.bool_)
        self.rows: dict[int, list[tuple[Row, bytes]]] = {}

    def run(self, columns: list[pa.Array] | None, *, refused: bool) -> Cells:
        """Read the block; `columns`: what the tokeniser makes of it as it stands, None if it `refused` or must not.

        Raises:
            CannotBeWritten: a record cannot be put back, or the tokeniser sees other records.
            pyarrow.ArrowInvalid: the tokeniser refuses the repaired bytes.
        """
        order = np.flatnonzero(~self.found.blank)
        lines = self.found.lines[order] + self.block.first_line
        self.findings.count(blank=len(self.found.blank) - len(order))
        if columns is None:
            self._mark()
            if refused:
                self._mark_ragged()
            columns, order, lines = self._tokenised()
        while True:
            if len(columns[0]) != len(order):
                raise CannotBeWritten
            doubtful = order[suspects(self.dialect, columns, nested=True)]
            doubtful = doubtful[~self.odd[doubtful]]
            if not len(doubtful):
                self.findings.count(records=len(order) + self._line_ends_inside(columns))
                return Cells(columns[: len(self.dialect.columns)], lines, self.judge.spoilt)
            self.odd[doubtful] = True
            if self._all_as_seen(doubtful):
                kept = ~np.isin(order, [place for place in doubtful.tolist() if not self.rows[place]])
                columns = [column.filter(from_bools(kept)) for column in columns]
                order, lines = order[kept], lines[kept]
            else:
                columns, order, lines = self._tokenised()

    def _line_ends_inside(self, columns: list[pa.Array]) -> int:
        found = (line_ends_inside(column, self.grammar.eol) for column in columns)
        return sum(int(one.sum()) for one in found if one is not None)

    def _all_as_seen(self, places: Places) -> bool:
        """Judge records; say whether each is no row at all, or the one the tokeniser saw."""
        for place in places.tolist():
            self.rows[place] = self._judged(place)
        following = np.append(self.found.lines, self.block.lines)
        return all(
            row.lines == following[place + 1] - following[place]
            for place in places.tolist()
            for row, _ in self.rows[place]
        )

    def _mark(self) -> None:
        """Mark what the tokeniser must not see."""
        data, stop, found, quotes = self.block.data, self.block.stop, self.found, self.quotes
        self.odd[found.at(np.array([begin for begin, _ in quotes.odd], np.int64))] = True
        if data.find(_NUL, 0, stop) >= 0:
            self.odd[found.at(find_byte(data, _NUL[0], 0, stop))] = True
        if self.grammar.eol == LF:
            returns = lone_returns(data, stop)
            self.odd[found.at(returns[~quotes.inside(returns)])] = True
        if self.block.footer >= 0:
            self.odd |= found.starts >= self.block.footer
        if self.block.cut_short and len(self.odd):
            self.odd[-1] = True
        self.odd &= ~found.blank

    def _mark_ragged(self) -> None:
        block = self.block
        self.odd[ragged(self.grammar, block.data, block.stop, self.quotes, self.found, self.dialect.width)] = True

    def _tokenised(self) -> tuple[list[pa.Array], Places, Places]:
        """Return what the tokeniser makes of the block without its odd records; and see `_repaired`."""
        try:
            text, order, lines = self._repaired()
            return tokenise_block(text, self.dialect), order, lines
        except pa.ArrowInvalid:
            self._mark_ragged()
            text, order, lines = self._repaired()
            return tokenise_block(text, self.dialect), order, lines

    def _repaired(self) -> tuple[bytes, Places, Places]:
        """Return bytes for the tokeniser; for each of its rows, the record it comes from and its line."""
        view, found = memoryview(self.block.data), self.found
        chunks: list[bytes | memoryview] = []
        lines: list[int] = []
        order: list[int] = []
        after = 0
        for place in np.flatnonzero(self.odd).tolist():
            rows = self.rows.get(place)
            if rows is None:
                rows = self.rows[place] = self._judged(place)
            chunks.append(view[after : found.starts[place]])
            chunks += [text for _, text in rows]
            lines += [row.line for row, _ in rows]
            order += [place] * len(rows)
            after = int(found.stops[place])
        chunks.append(view[after : self.block.stop])
        plain = np.flatnonzero(~self.odd & ~found.blank)
        all_lines = np.concatenate([found.lines[plain] + self.block.first_line, np.array(lines, np.int64)])
        ranks = np.argsort(all_lines, kind="stable")
        return b"".join(chunks), np.concatenate([plain, np.array(order, np.int64)])[ranks], all_lines[ranks]

    def _judged(self, place: int) -> list[tuple[Row, bytes]]:
        found, dialect = self.found, self.dialect
        start, stop = int(found.starts[place]), int(found.stops[place])
        line = int(found.lines[place]) + self.block.first_line
        rows: list[tuple[Row, bytes]] = []
        record = self.grammar.read(self.block.data, start, stop)
        for row in self.judge.rows(record, line) if record else ():
            text = write_row(row.cells, dialect.width, dialect.delimiter, dialect.quote)
            if text is None:
                raise CannotBeWritten
            rows.append((row, text))
        return rows
