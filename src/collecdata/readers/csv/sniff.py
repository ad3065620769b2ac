"""What the first bytes say: line ends, separator, titles, header."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.kernels.text import escape
from collecdata.readers.csv.dialect import CR, LF, Dialect
from collecdata.readers.csv.records import Grammar, Record
from collecdata.readers.rows import HEADER_SAMPLE, find_header, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.csv.options import CsvOptions

__all__ = ["Head", "line_end_fact", "read_head"]

_SEPARATOR_LINE = re.compile(rb'"?sep=([^\r\n])"?[\r\n]*', re.IGNORECASE)
"""What Excel reads, on the first line, as the separator to use."""
_CANDIDATES = (b"\t", b";", b"|", b",")
"""In order of preference: a tab in the text of another format is rarer than the reverse."""
_UNUSED = (b";", b"\t", b"|")
"""What cuts nothing in a file of one column."""
_MOST_NAMED = 0.6
"""Share of its cells that the header names, when it is the first line: titles fill fewer."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file cut into records: those above the header, the header, some of those below."""

    dialect: Dialect
    above: Sequence[Record]
    header: Record | None
    below: Sequence[Record]


def read_head(sample: bytes, options: CsvOptions, encoding: str, *, whole: bool) -> Head:
    """Find the dialect in the first bytes of a file (`whole`: there are no others).

    The result's dialect knows where records begin; it names no column yet.
    """
    eol = options.record_separator.encode(encoding) if options.record_separator else _line_end(sample)
    start = len(BOM_UTF8) if encoding == "utf-8" and sample.startswith(BOM_UTF8) else 0
    for _ in range(options.skip_lines):
        end = sample.find(eol, start)
        start = len(sample) if end < 0 else end + len(eol)
    delimiter = options.delimiter.encode(encoding) if options.delimiter else b""
    said = _SEPARATOR_LINE.match(sample, start)
    if said:
        start, delimiter = _after_line(sample, said.start(), eol), delimiter or said[1]
    dialect = Dialect(
        encoding=encoding,
        delimiter=delimiter or b";",
        quote=options.quote.encode("ascii"),
        escape=(options.escape or "").encode(encoding),
        eol=eol,
        max_record=options.max_record,
        block=min(options.block, options.max_record),
        footer=options.footer,
    )
    if not delimiter:
        dialect = replace(dialect, delimiter=_delimiter(dialect, sample, start, options, whole=whole))
    return _head(dialect, sample, start, options, whole=whole)


def line_end_fact(dialect: Dialect, sample: bytes) -> str:
    r"""Name the line ends of a sample, most frequent first.

    >>> line_end_fact(Dialect("utf-8", b";"), b"a\r\nb\nc\r\n")
    'CRLF, LF'
    """
    if dialect.eol not in (LF, CR):
        return dialect.eol.decode(dialect.encoding)
    if dialect.eol == CR:
        return "CR" if CR in sample else ""
    line_feeds, returned, twice = (sample.count(end) for end in (LF, CR + LF, CR + CR + LF))
    counts = Counter({"LF": line_feeds - returned, "CRLF": returned - twice, "CRCRLF": twice})
    return ", ".join(name for name, count in counts.most_common() if count)


def _line_end(sample: bytes) -> bytes:
    return CR if LF not in sample and CR in sample else LF


def _after_line(sample: bytes, start: int, eol: bytes) -> int:
    end = sample.find(eol, start)
    return len(sample) if end < 0 else end + len(eol)


def _head(dialect: Dialect, sample: bytes, start: int, options: CsvOptions, *, whole: bool) -> Head:
    records = _records(dialect, sample, start, whole=whole)
    if not options.header:
        return Head(replace(dialect, start=start, preamble=_lines(dialect, sample, start)), (), None, records)
    if options.title_lines == "auto":
        place = _header_place(records, dialect.encoding)
    else:
        first = _lines(dialect, sample, start) + options.title_lines
        place = next(
            (at for at, one in enumerate(records) if _lines(dialect, sample, one.start) >= first), len(records)
        )
    if place >= len(records):
        return Head(replace(dialect, start=len(sample)), records, None, ())
    header = records[place]
    dialect = replace(dialect, start=header.stop, preamble=_lines(dialect, sample, header.stop))
    return Head(dialect, records[:place], header, records[place + 1 :])


def _records(dialect: Dialect, sample: bytes, start: int, *, whole: bool) -> list[Record]:
    """Return the first records that are whole."""
    grammar = Grammar(dialect)
    records: list[Record] = []
    while start < len(sample) and len(records) < HEADER_SAMPLE:
        record = grammar.read(sample, start, len(sample), final=whole)
        if record is None:
            break
        records.append(record)
        start = record.stop
    return records


def _lines(dialect: Dialect, sample: bytes, stop: int) -> int:
    """Count the physical lines before `stop`, the last of which may have no end."""
    count = sample.count(dialect.eol, 0, stop)
    return count + (stop > 0 and not sample.endswith(dialect.eol, 0, stop))


def _header_place(records: Sequence[Record], encoding: str) -> int:
    """Return the position of the header among the first records; their number when all are blank."""
    usual = _usual_width(records)
    rows = [[escape(cell, encoding) for cell in record.cells[:usual]] for record in records]
    first = next((at for at, row in enumerate(rows) if not is_blank(row)), len(rows))
    if first < len(rows):
        named = [cell for cell in rows[first] if cell.strip()]
        if len(named) > max(_MOST_NAMED * usual, 1) and sum(map(_is_word, named)) * 2 > len(named):
            return first
        return find_header(rows)
    return first


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records if any(record.cells))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _delimiter(dialect: Dialect, sample: bytes, start: int, options: CsvOptions, *, whole: bool) -> bytes:
    """Choose the separator that cuts most records into the same number of cells, more than one, the header too."""
    scores: dict[bytes, tuple[bool, float]] = {}
    for candidate in (one for one in _CANDIDATES if one in sample):
        tried = replace(dialect, delimiter=candidate)
        records = [one for one in _records(tried, sample, start, whole=whole) if any(one.cells)]
        wide = [one for one in records if len(one.cells) > 1]
        if not wide or len(wide) * 2 < len(records) - records.index(wide[0]):
            continue
        usual = _usual_width(wide)
        if usual == len(options.columns):
            return candidate
        header = len(records[_header_place(records, dialect.encoding)].cells) if options.header else usual
        share = sum(len(one.cells) == usual for one in records) / len(records)
        scores[candidate] = header > 1 and header >= usual - 1, share * (1 - 1 / usual)
    if scores:
        return max(scores, key=scores.__getitem__)
    return next((candidate for candidate in _UNUSED if candidate not in sample), _UNUSED[0])
