"""A CSV of an adapter that gives, for each code of the source, the canonical one."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.errors import AdapterError, Position

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SIDES", "CodeTable", "load"]

SIDES = ("source", "canonique")
"""Columns that must be there; the others (the label seen on screen, a comment) are for people."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """`values`: code of one side to code of the other; `lines`: where each stands in `file`."""

    file: str
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def position(self, code: str) -> Position:
        """Return the line that gives this code."""
        return Position(self.file, self.lines.get(code, 1), 1)


def load(path: Path, key: str = "source") -> CodeTable:
    """Read a table by its column `key` (`source` on the way in, `canonique` on the way out).

    Raises `AdapterError` with every fault: no such file, a column absent, a key empty or given twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, restval="")
            absent = [side for side in SIDES if side not in (rows.fieldnames or ())]
            if absent:
                raise AdapterError("adapter.codes_column", at=Position(str(path), 1, 1), absent=", ".join(absent))
            return _read(rows, str(path), key)
    except OSError as error:
        raise AdapterError("adapter.codes_file", at=Position(str(path)), reason=str(error.strerror)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise AdapterError("adapter.codes_file", at=Position(str(path)), reason=str(error)) from error


def _read(rows: csv.DictReader[str], file: str, key: str) -> CodeTable:
    table, problems = CodeTable(file), []
    other = SIDES[1 - SIDES.index(key)]
    for row in rows:
        code, value = _clean(row[key]), _clean(row[other])
        at = Position(file, rows.line_num, 1)
        if not code:
            problems.append(AdapterError("adapter.codes_empty", at=at, column=key))
        elif code in table.values:
            first = table.lines[code]
            problems.append(AdapterError("adapter.codes_duplicate", at=at, column=key, value=code, first=first))
        else:
            table.values[code], table.lines[code] = value, rows.line_num
    if problems:
        raise AdapterError("adapter.invalid", at=Position(file, 1, 1), problems=tuple(problems))
    return table


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()
