"""The grammar of a record, exactly: what the fast path must equal, and what reads the records it refuses.

A cell that begins with a quote runs to the quote that closes it, followed by a separator or the end of the record;
a doubled quote inside is one quote; line ends inside are text. A quote anywhere else is text. What is not well
formed is kept as it stands: text after a closing quote makes the whole cell literal (`"Mme" DUPONT`); a quote that
is closed nowhere, or on a later line with text after it, is literal, and its record ends with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.readers.csv.dialect import CR, LF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.csv.dialect import Dialect

__all__ = ["CLOSED_EARLY", "UNCLOSED", "Grammar", "Record"]

CLOSED_EARLY = "closed_early"
"""Text follows the closing quote."""
UNCLOSED = "unclosed"
"""No quote closes the cell."""
_CLOSED, _BARE, _UNKNOWN = "closed", "bare", "unknown"


@dataclass(frozen=True, slots=True)
class Record:
    """Bytes `start` to `stop` (line end included), cut into raw cells; `marks` are the ill-quoted ones."""

    start: int
    stop: int
    cells: list[bytes]
    marks: tuple[tuple[int, str], ...] = ()


class Grammar:
    """Reads one record at a time from a buffer."""

    def __init__(self, dialect: Dialect) -> None:
        self.eol = dialect.eol
        self.delimiter = dialect.delimiter
        self.quote = dialect.quote
        self.max_record = dialect.max_record
        self._special = tuple(filter(None, (dialect.quote, dialect.escape)))
        self._quoted, self._text, self._after = _patterns(dialect)
        self._escaped = re.compile(re.escape(dialect.escape) + rb"(.)", re.DOTALL) if dialect.escape else None

    def read(self, data: bytes | bytearray, start: int, stop: int, *, final: bool = True) -> Record | None:
        """Read the record at `start`; None if more bytes are needed (`final`: none come after `stop`)."""
        if self.eol == CR and data[start : start + 1] == LF:
            start += 1  # the second half of a CRLF, in a file of CR
        end = data.find(self.eol, start, stop)
        if end < 0 and not final:
            return None
        line = bytes(data[start : stop if end < 0 else end])
        if any(mark in line for mark in self._special):
            return self._read_carefully(data, start, stop, final=final)
        after = stop if end < 0 else end + len(self.eol)
        return Record(start, after, self._stripped(line).split(self.delimiter))

    def read_all(self, data: bytes | bytearray, start: int, stop: int) -> Iterator[Record]:
        """Read every record of a range that ends where a record does."""
        while start < stop and (record := self.read(data, start, stop)):
            yield record
            start = record.stop

    def _read_carefully(self, data: bytes | bytearray, start: int, stop: int, *, final: bool) -> Record | None:
        far = min(stop, start + self.max_record)  # a quote is to be closed before
        cells: list[bytes] = []
        marks: list[tuple[int, str]] = []
        at = start
        while True:
            kind, end = self._open(data, at, far, stop, final=final)
            if kind == UNCLOSED and (line := data.find(self.eol, at, stop)) >= 0:
                far = stop = line + len(self.eol)
                final = True
            if kind in (CLOSED_EARLY, UNCLOSED):
                marks.append((len(cells), kind))
            if kind != _CLOSED and (text := self._text.match(data, end, stop)):
                end = text.end()
            after = self._after.match(data, end, stop)
            if kind == _UNKNOWN or after is None or (after.lastgroup == "edge" and not final):
                return None
            last = after.lastgroup != "next"
            cells.append(self._value(bytes(data[at:end]), kind, last=last))
            at = after.end()
            if last:
                return Record(start, at, cells, tuple(marks))

    def _open(self, data: bytes | bytearray, at: int, far: int, stop: int, *, final: bool) -> tuple[str, int]:
        """Say what begins at `at`, and where its quoted part ends."""
        if not self.quote or at >= stop or data[at : at + 1] != self.quote:
            return _BARE, at
        found = self._quoted.match(data, at, far)
        if found is None:
            return (UNCLOSED if final or far < stop else _UNKNOWN), at
        if self._after.match(data, found.end(), stop):
            return _CLOSED, found.end()
        return (UNCLOSED, at) if self.eol in found.group() else (CLOSED_EARLY, found.end())

    def _value(self, cell: bytes, kind: str, *, last: bool) -> bytes:
        if kind == _CLOSED:
            inside = cell[1:-1].replace(self.quote * 2, self.quote)
            return inside if self._escaped is None else self._escaped.sub(rb"\1", inside)
        if last:
            cell = self._stripped(cell)
        return cell if self._escaped is None else self._escaped.sub(rb"\1", cell)

    def _stripped(self, cell: bytes) -> bytes:
        return cell.rstrip(CR) if self.eol == LF else cell


def _patterns(dialect: Dialect) -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    """Compile: a quoted cell; a bare one; what may follow a cell (`next` cell, `line` end, `edge` of the bytes)."""
    delimiter, eol = re.escape(dialect.delimiter), re.escape(dialect.eol)
    quote, escape = re.escape(dialect.quote), re.escape(dialect.escape)
    stop = rb"(?!" + delimiter + rb"|" + eol + rb")"
    if escape:
        inside = rb"[^" + quote + escape + rb"]*+(?:(?:" + quote * 2 + rb"|" + escape + rb".)"
        inside += rb"[^" + quote + escape + rb"]*+)*+"
        text = rb"(?:" + escape + rb"(?:.|\Z)|" + stop + rb"[^" + escape + rb"])*+"
    else:
        inside = rb"[^" + quote + rb"]*+(?:" + quote * 2 + rb"[^" + quote + rb"]*+)*+"
        text = rb"(?:" + stop + rb".)*+"
        if len(dialect.delimiter) == len(dialect.eol) == 1:
            text = rb"[^" + delimiter + eol + rb"]*+"
    before = rb"\r*" if dialect.eol == LF else b""
    after = rb"(?P<next>" + delimiter + rb")|(?P<line>" + before + eol + rb")|(?P<edge>" + before + rb"\Z)"
    quoted = quote + inside + quote if quote else rb"(?!)"
    return re.compile(quoted, re.DOTALL), re.compile(text, re.DOTALL), re.compile(after, re.DOTALL)
