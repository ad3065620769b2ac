"""A package as one workbook: a sheet a table (more when one is full), one for the fields, one for the codes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from collecdata.issues import FIRST, Issue, Severity
from collecdata.sinks.dictionary import CODE_COLUMNS, FIELD_COLUMNS, code_rows, field_rows
from collecdata.sinks.workbook import LONGEST, Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collecdata.catalogue.codes import CodeList
    from collecdata.sinks.draft import WrittenFile
    from collecdata.sinks.stored import Package, Stored

__all__ = ["SHEET_ROWS", "export_xlsx"]

SHEET_ROWS = 1_048_575
"""Rows of a sheet, without its header."""
BATCH = 4_096
DICTIONARY, CODES = "Dictionnaire", "Codes"


def export_xlsx(
    package: Package, path: Path, codes: Mapping[str, CodeList], *, sheet_rows: int = SHEET_ROWS
) -> tuple[WrittenFile, tuple[Issue, ...]]:
    """Write every table of a package, then its fields and its codes; rows go to the disk as they come.

    Codes stay text (leading zeros live), amounts are numbers, dates are dates; what a spreadsheet cannot hold exactly
    (more than 15 digits, days before March 1900) is text. The issues say which tables take several sheets, and which
    texts were cut: `lines` are then rows of the table, from 1.

    Args:
        package: what to export.
        path: of the workbook.
        codes: code lists by identifier, for their labels.
        sheet_rows: rows a sheet may hold.

    Raises:
        UsageError: xlsxwriter is not installed, the folder cannot be written, or the disk is full.
        InputError: a file of the package is absent or damaged.
    """
    issues: list[Issue] = []
    with Workbook(path) as book:
        places: dict[str, str] = {}
        for table in package.tables.values():
            sheets, cut = _table(book, table, sheet_rows)
            places[table.id] = ", ".join(sheets)
            issues += cut
            if len(sheets) > 1:
                params = {"rows": str(table.rows), "limit": str(sheet_rows), "sheets": str(len(sheets))}
                issues.append(Issue("export.sheets", Severity.INFO, table=table.id, params=params))
        book.sheet(DICTIONARY, FIELD_COLUMNS)
        book.write(field_rows(package, places))
        book.sheet(CODES, CODE_COLUMNS)
        book.write(code_rows(package, codes))
    return book.close(), tuple(issues)


def _table(book: Workbook, table: Stored, sheet_rows: int) -> tuple[list[str], list[Issue]]:
    """Write one table; return the names of its sheets, and what was cut."""
    sheets = [book.sheet(table.id, table.columns)]
    left = sheet_rows
    done = 0
    lines: dict[str, list[int]] = {}
    counts: Counter[str] = Counter()
    for batch in table.batches(size=BATCH):
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        while rows:
            if not left:
                sheets.append(book.sheet(table.id, table.columns))
                left = sheet_rows
            for row, column in book.write(rows[:left]):
                name = table.columns[column]
                counts[name] += 1
                if counts[name] <= FIRST:
                    lines.setdefault(name, []).append(done + row + 1)
            taken = min(left, len(rows))
            left, done, rows = left - taken, done + taken, rows[taken:]
    return sheets, [_cut(table.id, name, lines[name], count) for name, count in counts.items()]


def _cut(table: str, field: str, lines: list[int], count: int) -> Issue:
    params = {"limit": str(LONGEST)}
    return Issue(
        "export.cell_too_long",
        Severity.WARNING,
        table=table,
        field=field,
        lines=tuple(lines),
        count=count,
        params=params,
    )
