"""The head of a sheet: where its header is, what its columns are called, where its records begin and end."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers import rows
from collecdata.readers.base import Layout
from collecdata.readers.excel.render import renderer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from python_calamine import CalamineSheet

    from collecdata.readers.excel.options import ExcelOptions
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
    head = _head(source, sheet, options)
    names = rows.unique_names(head.titles)
    nameless = [place for place, title in enumerate(head.titles) if not title.strip()]
    empty = _empty_columns(sheet, nameless) if head.row != NO_HEADER else ()
    places = tuple(place for place in rows.kept(names) if place not in empty)
    facts = {
        "format": workbook.kind, "sheet": name, "sheets": ", ".join(workbook.sheets), "producer": workbook.producer,
        "titles": "\n".join(head.above),
    }  # fmt: skip
    notes = _notes_on_names(head, names, frozenset(nameless) & frozenset(places))
    notes += _notes_on_sheet(workbook, sheet, head.row, options)
    return Layout(
        reader="excel",
        source=source,
        record_sets={"": tuple(names[place] for place in places)},
        facts={key: value for key, value in facts.items() if value},
        dialect=Dialect(name, options, head.row, places),
        issues=tuple(replace(note, source=source.name) for note in notes),
    )


def find_footer(sheet: CalamineSheet, options: ExcelOptions) -> frozenset[int]:
    """Return the rows, at the very end, that are totals or closing notes."""
    write = renderer(options)
    last = deque(enumerate(sheet.iter_rows()), _FOOTER_SAMPLE)
    found: set[int] = set()
    while last:
        row, cells = last.pop()
        texts = [write(cell) for cell in cells]
        if rows.is_footer(texts, options.footer):
            found.add(row)
        elif not rows.is_blank(texts):
            break
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Head:
    """Row of the header (or `NO_HEADER`), its cells, and what the rows above it say."""

    row: int
    titles: tuple[str, ...]
    above: tuple[str, ...] = ()


def _head(source: Source, sheet: CalamineSheet, options: ExcelOptions) -> _Head:
    if options.columns or not options.header:
        return _Head(NO_HEADER, options.columns + ("",) * (sheet.width - len(options.columns)))
    write = renderer(options)
    declared = None if options.title_lines == "auto" else options.title_lines
    sample = [[write(cell) for cell in row] for row in islice(sheet.iter_rows(), (declared or 0) + rows.HEADER_SAMPLE)]
    row = rows.find_header(sample) if declared is None else declared
    if row >= len(sample) or rows.is_blank(sample[row]):
        raise InputError("header.missing", source=source.name)
    above = (" ".join(filter(None, map(str.strip, cells))) for cells in sample[:row])
    return _Head(row, tuple(sample[row]), tuple(filter(None, above)))


def _empty_columns(sheet: CalamineSheet, candidates: Sequence[int]) -> frozenset[int]:
    """Return those of these nameless columns that hold nothing at all."""
    left = set(candidates)
    for row in sheet.iter_rows() if left else ():
        left = {place for place in left if row[place] == ""}
        if not left:
            break
    return frozenset(left)


def _notes_on_names(head: _Head, names: Sequence[str], nameless: Collection[int]) -> list[Issue]:
    if head.row == NO_HEADER:
        return []
    lines = (head.row + 1,)
    notes = [
        Issue("header.duplicate", Severity.WARNING, column=name, lines=lines, count=count)
        for name, count in rows.duplicates(head.titles).items()
    ]
    return notes + [
        Issue("header.unnamed", Severity.INFO, column=names[place], lines=lines) for place in sorted(nameless)
    ]


def _notes_on_sheet(workbook: Workbook, sheet: CalamineSheet, header: int, options: ExcelOptions) -> list[Issue]:
    """Say what a reader of the sheet sees and its cells do not tell: merged cells, other sheets."""
    notes: list[Issue] = []
    merged = [top for (top, _), (bottom, _) in sheet.merged_cell_ranges or () if bottom > max(header, top)]
    if merged:
        lines = tuple(sorted(top + 1 for top in merged))
        notes.append(Issue("excel.merged", Severity.WARNING, lines=lines, params={"sheet": sheet.name}))
    others = [name for name in workbook.sheets if name != sheet.name and workbook.holds_data(name)]
    if others:
        severity = Severity.INFO if options.sheet else Severity.WARNING
        params = {"sheet": sheet.name, "others": ", ".join(others)}
        notes.append(Issue("excel.other_sheets", severity, count=len(others), params=params))
    return notes
