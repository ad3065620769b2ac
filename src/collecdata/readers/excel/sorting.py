"""Rows of a sheet told apart: records, and what stands above, between and below them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from collecdata.readers.excel.render import Cell

    Row = tuple[int, list[Cell]]

__all__ = ["Sorted", "Sorter"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Some rows: the cells of the records, their rows in the sheet (from 0), and the account of the others."""

    records: tuple[list[Cell], ...]
    rows: tuple[int, ...]
    tally: Tally
    issues: tuple[Issue, ...]


class Sorter:
    """Knows where the header and the footer are, and which rows only look blank; is given rows in order."""

    def __init__(
        self, source: str, header: int, footer: frozenset[int], marked: frozenset[int], write: Callable[[Cell], str]
    ) -> None:
        self._source, self._header, self._footer, self._marked, self._write = source, header, footer, marked, write
        self._titles: list[Cell] | None = None

    def sort(self, rows: Iterable[Row]) -> Sorted:
        """Tell these rows apart."""
        kinds: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            kinds[self._kind(*row)].append(row)
        records = kinds.pop("records", [])
        tally = Tally(records=len(records), **{kind: len(found) for kind, found in kinds.items()})
        titles = [row for row in kinds["preamble"] if row[0] != self._header and not _is_blank(row[1])]
        issues = (
            self._issue("excel.title_lines", Severity.INFO, titles, header=str(self._header + 1)),
            self._issue("excel.blank_row", Severity.INFO, kinds["blank"]),
            self._issue("excel.repeated_header", Severity.INFO, kinds["repeated"]),
            self._issue("excel.footer", Severity.WARNING, kinds["footer"]),
        )
        return Sorted(
            tuple(cells for _, cells in records),
            tuple(row for row, _ in records),
            tally,
            tuple(issue for issue in issues if issue.lines),
        )

    def _kind(self, row: int, cells: list[Cell]) -> str:
        if row <= self._header:
            self._titles = cells
            return "preamble"
        if row in self._footer:
            return "footer"
        if _is_blank(cells) and row not in self._marked:
            return "blank"
        return "repeated" if cells == self._titles else "records"

    def _issue(self, code: str, severity: Severity, rows: Sequence[Row], **params: str) -> Issue:
        return Issue(
            code,
            severity,
            source=self._source,
            lines=tuple(row + 1 for row, _ in rows),
            values=tuple(" ; ".join(filter(None, map(self._write, cells))) for _, cells in rows),
            params=params,
        )


def _is_blank(cells: list[Cell]) -> bool:
    """Whether a row holds nothing but white space; a loop, left at the first cell that is filled."""
    for cell in cells:  # noqa: SIM110 - `all` of a generator costs three times more, on every row
        if cell != "" and not (isinstance(cell, str) and cell.isspace()):
            return False
    return True
