"""One fault as one flat record: what `jsonl` and `csv` write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.verdicts import column_letters

if TYPE_CHECKING:
    from collecdata.report.verdicts.wording import Entry

__all__ = ["COLUMNS", "flat"]

COLUMNS = (
    "source", "severity", "rule", "code", "row", "line", "column", "letter", "field", "cell", "hint", "message",
)  # fmt: skip


def flat(entry: Entry) -> dict[str, str | int | None]:
    """Return the record of a place, its keys in the order of `COLUMNS`."""
    finding, place = entry.finding, entry.place
    return {
        "source": entry.verdict.source,
        "severity": str(finding.severity),
        "rule": finding.rule,
        "code": finding.code,
        "row": place.row,
        "line": place.line,
        "column": finding.number,
        "letter": column_letters(finding.number or 0),
        "field": finding.field,
        "cell": place.cell,
        "hint": place.hint,
        "message": entry.message.explanation,
    }
