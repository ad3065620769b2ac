"""Names of the columns, and what is odd about the header they come from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.issues import Issue, Severity
from collecdata.kernels.text import escape
from collecdata.readers.rows import duplicates, unique_names

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Names", "given_names", "header_names"]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the columns; `width`: cells of the usual record, an empty one after a last separator included."""

    columns: tuple[str, ...]
    width: int
    issues: tuple[Issue, ...] = ()

    def at(self, source: str, line: int) -> tuple[Issue, ...]:
        """Return the issues, placed."""
        return tuple(replace(issue, source=source, lines=(line,) * bool(line)) for issue in self.issues)


def header_names(header: Sequence[bytes], records: Sequence[Sequence[bytes]], encoding: str) -> Names:
    """Name the columns after the header.

    An empty name at the end whose cells are all empty is a separator too many, not a column.

    >>> header_names([b"Code", b"AP", b"AP", b""], [[b"1", b"2", b"3", b""]], "utf-8").columns
    ('Code', 'AP', 'AP#2')
    """
    count = len(header)
    while count > 1 and not header[count - 1].strip() and not any(any(cells[count - 1 :]) for cells in records):
        count -= 1
    names = [escape(cell, encoding) for cell in header[:count]]
    columns = unique_names(names)
    issues = [
        Issue("header.duplicate", Severity.WARNING, column=name, count=times)
        for name, times in duplicates(names).items()
    ]
    issues += [
        Issue("header.unnamed", Severity.INFO, column=column)
        for at, (name, column) in enumerate(zip(names, columns, strict=True))
        if not name.strip() and any(any(cells[at : at + 1]) for cells in records)
    ]
    issues += [
        Issue("encoding.undecodable", column=column, values=(name,))
        for cell, name, column in zip(header, names, columns, strict=False)
        if not _decodes(cell, encoding)
    ]
    return _with_width(columns, records, issues)


def given_names(columns: Sequence[str], records: Sequence[Sequence[bytes]]) -> Names:
    """Name the columns of a file without header; `columns` empty: by their positions."""
    if not columns:
        columns = unique_names([""] * max(_usual_width(records), 1))
    return _with_width(tuple(columns), records, [])


def _with_width(columns: tuple[str, ...], records: Sequence[Sequence[bytes]], issues: list[Issue]) -> Names:
    width = _usual_width(records)
    surplus = [cell for cells in records if len(cells) == width for cell in cells[len(columns) :]]
    if width <= len(columns) or any(surplus):
        return Names(columns, len(columns), tuple(issues))
    issues.append(Issue("csv.trailing_separator", Severity.INFO))
    return Names(columns, width, tuple(issues))


def _usual_width(records: Sequence[Sequence[bytes]]) -> int:
    widths = Counter(len(cells) for cells in records if any(cells))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _decodes(cell: bytes, encoding: str) -> bool:
    try:
        cell.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
