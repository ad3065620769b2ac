"""Records that the tokeniser must not see as they stand: each is judged exactly, then kept, set aside or left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.issues import Severity
from collecdata.kernels.text import escape
from collecdata.readers.csv.footer import says_footer
from collecdata.readers.csv.records import UNCLOSED
from collecdata.readers.csv.suspects import FEWEST_SWALLOWED
from collecdata.readers.rows import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.csv.cells import Block
    from collecdata.readers.csv.findings import Findings
    from collecdata.readers.csv.records import Grammar, Record

__all__ = ["Judge", "Row", "without_empty_end"]

_SHOWN = 200
"""Characters of a raw cell that an issue carries."""
_NUL = b"\0"
_VISIBLE = re.compile(rb"[!-~]")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells to keep, the line they begin on, how many they span."""

    line: int
    lines: int
    cells: list[bytes]


class Judge:
    """Decides on records of one block, one by one; what it finds goes to `findings`."""

    def __init__(self, grammar: Grammar, block: Block, findings: Findings) -> None:
        self.grammar, self.block, self.findings, self.dialect = grammar, block, findings, findings.dialect
        self._first_name = self.dialect.header[0] if self.dialect.header else None
        self.spoilt: list[tuple[int, int]] = []
        """(line, column) of cells that are to be null."""

    def rows(self, record: Record, line: int) -> Iterator[Row]:
        """Yield the rows to keep of what is one record as the grammar goes.

        A record of several lines has a quote that is text when it has a wrong number of cells and its first line
        alone the right one, or when every one of its lines has: they are read as records of their own.
        """
        stop, found = record.stop, record
        while True:
            lines = self.lines(found)
            if lines > 1 and (first := self._first_line(found)):
                found, lines = first, 1
            if self._account(found, line, lines):
                yield Row(line, lines, found.cells[: len(self.dialect.columns)])
            after = self.grammar.read(self.block.data, found.stop, stop) if found.stop < stop else None
            if after is None:
                return
            found, line = after, line + lines

    def lines(self, record: Record) -> int:
        """Count the physical lines of a record, the last of which may have no end."""
        data, eol = self.block.data, self.grammar.eol
        count = data.count(eol, record.start, record.stop)
        return count if data.endswith(eol, record.start, record.stop) else count + 1

    def _fits(self, record: Record) -> bool:
        return len(record.cells) >= self.dialect.fewest and not any(record.cells[len(self.dialect.columns) :])

    def _first_line(self, record: Record) -> Record | None:
        """Return the first line of a record as a record, where it is one; see `rows`."""
        lines = self._lines_alone(record)
        first = next(lines)
        if first.stop == record.stop or not self._fits(first):
            return None
        if not self._fits(record):
            return first
        enough = len(self.dialect.columns) >= FEWEST_SWALLOWED
        return first if enough and all(self._fits(line) for line in lines) else None

    def _lines_alone(self, record: Record) -> Iterator[Record]:
        data, start = self.block.data, record.start
        while start < record.stop:
            end = data.find(self.grammar.eol, start, record.stop) + len(self.grammar.eol)
            stop = end if end >= len(self.grammar.eol) else record.stop
            line = self.grammar.read(data, start, stop)
            if line is not None:
                yield line
            start = stop

    def _account(self, record: Record, line: int, lines: int) -> bool:
        """Return whether the record is a row to keep; account for it here when it is not."""
        cells = record.cells
        if self._is_blank(cells):
            if len(cells) > 1:
                self.findings.note("csv.blank_row", Severity.INFO, line)
            self.findings.count(blank=lines)
        elif cells[0] == self._first_name and without_empty_end(cells) == self.dialect.header:
            self.findings.note("csv.repeated_header", Severity.INFO, line)
            self.findings.count(repeated=lines)
        elif 0 <= self.block.footer <= record.start and says_footer(self.dialect, texts := self._texts(cells)):
            first = next(filter(None, map(str.strip, texts)))
            self.findings.note("csv.footer", Severity.WARNING, line, value=first[:_SHOWN])
            self.findings.reject(line, "csv.footer", cells)
            self.findings.count(footer=lines)
        elif reason := self._reason(record):
            found, expected = str(len(cells)), str(len(self.dialect.columns))
            self.findings.note(reason, Severity.ERROR, line, found=found, expected=expected)
            self.findings.reject(line, reason, cells)
            self.findings.count(rejected=lines)
        else:
            self._note_cells(record, line)
            return True
        return False

    def _texts(self, cells: list[bytes]) -> list[str]:
        return [escape(cell, self.dialect.encoding) for cell in cells]

    def _is_blank(self, cells: list[bytes]) -> bool:
        whole = b"".join(cells)
        return not whole or (_VISIBLE.search(whole) is None and is_blank(self._texts(cells)))

    def _reason(self, record: Record) -> str:
        """Return why the record cannot be kept, "" when it can."""
        if self.block.last and record.stop == self.block.stop and self._is_cut(record):
            return "csv.truncated"
        if not self.dialect.columns:
            return "csv.unknown_record"
        if self._fits(record):
            return ""
        return "csv.too_few_cells" if len(record.cells) < len(self.dialect.columns) else "csv.too_many_cells"

    def _is_cut(self, record: Record) -> bool:
        """Whether the file stops in the middle of its last record."""
        if self.block.data.endswith(self.grammar.eol, 0, self.block.stop):
            return False
        return self.block.cut_short or any(kind == UNCLOSED for _, kind in record.marks)

    def _note_cells(self, record: Record, line: int) -> None:
        names, cells, encoding = self.dialect.columns, record.cells, self.dialect.encoding
        if len(cells) > len(names) and len(cells) != self.dialect.width:
            self.findings.note("csv.trailing_separator", Severity.INFO, line)
        for at, kind in record.marks:
            severity = Severity.ERROR if kind == UNCLOSED else Severity.WARNING
            name = names[at] if at < len(names) else ""
            self.findings.note("csv.quote", severity, line, column=name, value=escape(cells[at], encoding)[:_SHOWN])
        for at, cell in enumerate(cells[: len(names)]) if _NUL in b"".join(cells) else ():
            if _NUL in cell:
                shown = escape(cell, encoding).replace("\0", "\\x00")
                self.findings.note("csv.nul", Severity.WARNING, line, column=names[at], value=shown)
                self.spoilt.append((line, at))


def without_empty_end(cells: list[bytes]) -> tuple[bytes, ...]:
    """Return cells without the empty ones at the end."""
    count = len(cells)
    while count and not cells[count - 1]:
        count -= 1
    return tuple(cells[:count])
