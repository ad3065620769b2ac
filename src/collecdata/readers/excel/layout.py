"""The head of a sheet: where its header is, what its columns are called, where its records begin and end."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers import rows
from collecdata.readers.base import Layout
from collecdata.readers.excel.render import renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from python_calamine import CalamineSheet

    from collecdata.readers.excel.options import ExcelOptions
    from collecdata.readers.excel.render import Cell
    from collecdata.readers.excel.workbook import Workbook
    from collecdata.readers.source import Source

__all__ = ["NO_HEADER", "Dialect", "find_footer", "inspect_sheet"]

NO_HEADER = -1
_FOOTER_SAMPLE = 50
"""Rows of the end looked at for totals."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where things are in a sheet. Rows and columns count from 0 in the sheet itself."""

    sheet: str
    options: ExcelOptions
    header: int
    """Row of the column names, or `NO_HEADER`."""
    titles: tuple[str, ...]
    """Cells of the header as they are written, to know it again further down."""
    width: int
    """Columns of the data; cells are padded to the names, when there are more."""
    places: tuple[int, ...]
    """Position, among the data's columns, of each column that is kept."""


def inspect_sheet(source: Source, workbook: Workbook, options: ExcelOptions) -> Layout:
    """Fix the layout of one sheet.

    Raises:
        InputError: no such sheet, nothing in it, or no row where the header is declared.
    """
    name = workbook.choose(options.sheet)
    sheet = workbook.sheet(name)
    if sheet.start is None:
        raise InputError("excel.no_data", source=source.name)
    titles, header = _header(source, sheet, options)
    names = rows.unique_names(titles)
    places = rows.kept(names)
    if header != NO_HEADER:
        blank = _empty_columns(sheet, [place for place in places if not titles[place].strip()])
        places = tuple(place for place in places if place not in blank)
    facts = {
        "format": workbook.kind, "sheet": name, "sheets": ", ".join(workbook.sheets), "producer": workbook.producer,
    }  # fmt: skip
    return Layout(
        reader="excel",
        source=source,
        record_sets={"": tuple(names[place] for place in places)},
        facts={key: value for key, value in facts.items() if value},
        dialect=Dialect(name, options, header, titles, sheet.width, places),
        issues=tuple(_notes(source, workbook, sheet, titles, header, options)),
    )


def find_footer(sheet: CalamineSheet, write: Callable[[Cell], str]) -> frozenset[int]:
    """Return the rows, at the very end, that are totals or closing notes."""
    last = deque(enumerate(sheet.iter_rows()), _FOOTER_SAMPLE)
    found: set[int] = set()
    while last:
        row, cells = last.pop()
        texts = [write(cell) for cell in cells]
        if rows.is_footer(texts):
            found.add(row)
        elif not rows.is_blank(texts):
            break
    return frozenset(found)


def _header(source: Source, sheet: CalamineSheet, options: ExcelOptions) -> tuple[tuple[str, ...], int]:
    if options.columns:
        surplus = tuple("" for _ in range(sheet.width - len(options.columns)))
        return options.columns + surplus, NO_HEADER
    write = renderer(options)
    place = options.header - 1 if options.header else None
    sample = [[write(cell) for cell in row] for row in islice(sheet.iter_rows(), (place or 0) + rows.HEADER_SAMPLE)]
    if place is None:
        place = rows.find_header(sample)
    if place >= len(sample) or rows.is_blank(sample[place]):
        raise InputError("header.missing", source=source.name)
    return tuple(sample[place]), place


def _empty_columns(sheet: CalamineSheet, candidates: Sequence[int]) -> frozenset[int]:
    """Return those of these nameless columns that hold nothing at all."""
    left = set(candidates)
    for row in sheet.iter_rows() if left else ():
        left = {place for place in left if row[place] == ""}
        if not left:
            break
    return frozenset(left)


def _notes(
    source: Source,
    workbook: Workbook,
    sheet: CalamineSheet,
    titles: Sequence[str],
    header: int,
    options: ExcelOptions,
) -> list[Issue]:
    notes = [
        Issue("header.duplicate", Severity.INFO, column=name, source=source.name, count=count)
        for name, count in rows.duplicates(titles).items()
    ]
    merged = [(top, left) for (top, left), (bottom, _) in sheet.merged_cell_ranges or () if bottom > max(header, top)]
    if merged:
        lines = tuple(sorted(top + 1 for top, _ in merged))
        params = {"sheet": sheet.name}
        notes.append(Issue("excel.merged", Severity.WARNING, source=source.name, lines=lines, params=params))
    others = [name for name in workbook.sheets if name != sheet.name and workbook.holds_data(name)]
    if others:
        severity = Severity.INFO if options.sheet else Severity.WARNING
        params = {"sheet": sheet.name, "others": ", ".join(others)}
        notes.append(Issue("excel.other_sheets", severity, source=source.name, count=len(others), params=params))
    return notes
