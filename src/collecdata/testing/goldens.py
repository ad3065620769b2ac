"""Expected output as CSV, so that a difference can be read in a review."""

from __future__ import annotations

import csv
import difflib
import io
from typing import TYPE_CHECKING

from collecdata.kernels.stream import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["ISSUES", "compare", "issues_as_csv", "table_as_csv", "write"]

ISSUES = "anomalies.csv"
PLACES = ("gravite", "code", "table", "champ", "colonne", "source", "ligne", "valeur")


def table_as_csv(table: pa.Table) -> str:
    """Render a table in written order: `;`, empty for null, every other value as Python writes it.

    The file name is left out (the folder says it), and so are columns that nothing fills: a field that the standard
    gains changes no golden. The physical line stays.
    """
    names = [n for n in table.column_names if n != SOURCE and table[n].null_count < table.num_rows]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*(map(_cell, table[name].to_pylist()) for name in names), strict=True))
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def issues_as_csv(issues: Iterable[Issue]) -> str:
    """Render every place of every issue, in order of code, source and line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(PLACES)
    rows = [
        (issue.severity, issue.code, issue.table, issue.field, issue.column, issue.source, line, value)
        for issue in issues
        for line, value in _places(issue)
    ]
    for row in sorted(rows, key=lambda row: (row[1:6], row[6] or 0, row[0], row[7] or "")):
        writer.writerow(["" if value is None else value for value in row])
    return out.getvalue()


def _places(issue: Issue) -> list[tuple[int | None, str | None]]:
    if not issue.lines:
        return [(None, None)]
    values = issue.values or (None,) * len(issue.lines)
    return list(zip(issue.lines, values, strict=False))


def compare(expected: Path, found: Mapping[str, bytes]) -> str:
    """Return a unified diff of a folder of goldens against what was found; empty when every byte is equal."""
    names = sorted(_names(expected) | set(found))
    differences: list[str] = []
    for name in names:
        path = expected / name
        before = path.read_bytes() if path.is_file() else b""
        after = found.get(name, b"")
        if before != after:
            differences += difflib.unified_diff(
                _lines(before), _lines(after), f"expected/{name}", f"found/{name}", lineterm="", n=1
            )
    return "\n".join(differences)


def _lines(content: bytes) -> list[str]:
    """Show bytes as lines of text, those that are not UTF-8 as they are escaped; line ends that differ are seen."""
    text = content.decode(errors="backslashreplace")
    return [line.rstrip("\n").replace("\r", "\\r") for line in text.splitlines(keepends=True)]


def write(expected: Path, found: Mapping[str, bytes]) -> None:
    """Write goldens anew; those no longer produced go."""
    expected.mkdir(parents=True, exist_ok=True)
    for name in _names(expected) - set(found):
        (expected / name).unlink()
    for name, content in found.items():
        (expected / name).parent.mkdir(parents=True, exist_ok=True)
        (expected / name).write_bytes(content)


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
