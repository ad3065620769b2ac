"""What is wrong with the data: an `Issue`, and the `IssueLog` that counts them all.

An issue is one code, met in one column of one file, at one or many places. It is data: picklable, ordered as
the input is, turned into French or English words only when a report is written (`messages/`).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping  # noqa: TC003 - pydantic reads annotations (`flow.fragment`)
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["FIRST", "Issue", "IssueLog", "Severity"]

FIRST = 20
"""How many places of one (code, table, field, column, file) are kept for the report; the rest is counted."""
KINDS = 1000
"""How many columns and files of one (code, table, field) are told apart; those of forty thousand files are counted."""
OTHERS = "…"
"""Stands for the files and columns beyond."""


class Severity(StrEnum):
    """How bad; decides the exit code (any error: 1)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One code, at one or many places of one column of one file.

    `lines` are physical lines (records, for formats that have none), `values` the raw cells in the same order;
    either may be empty when the issue is about a whole file or column. `count` is exact even where both are cut.
    """

    code: str
    severity: Severity = Severity.ERROR
    table: str = ""
    field: str = ""
    column: str = ""
    source: str = ""
    lines: tuple[int, ...] = ()
    values: tuple[str | None, ...] = ()
    count: int = 0
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.count:
            object.__setattr__(self, "count", max(1, len(self.lines)))

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """Issues of one key are one entry of the report."""
        return (self.severity, self.code, self.table, self.field, self.column, self.source)


@dataclass(slots=True)
class IssueLog:
    """Every issue of a run: exact counts, the first places of each key, and the rest handed on as it comes.

    >>> log = IssueLog()
    >>> log.add(Issue("cell.date", table="compta.ecriture", field="date_piece", lines=(3, 9), values=("31/02", "x")))
    >>> log.add(Issue("cell.date", table="compta.ecriture", field="date_piece", lines=(12,), values=("y",)))
    >>> [(issue.code, issue.count, issue.lines) for issue in log]
    [('cell.date', 3, (3, 9, 12))]
    >>> log.errors, log.warnings
    (3, 0)
    """

    stream: Callable[[Issue], None] | None = None
    first: int = FIRST
    _entries: dict[tuple[str, ...], Issue] = dataclasses.field(default_factory=dict)
    _severities: Counter[str] = dataclasses.field(default_factory=Counter)
    _kinds: Counter[tuple[str, ...]] = dataclasses.field(default_factory=Counter)

    def add(self, issue: Issue) -> None:
        """Count one issue; keep its first places; hand it whole to `stream`."""
        if self.stream is not None:
            self.stream(issue)
        self.count_in(issue)

    def count_in(self, issue: Issue) -> None:
        """Count one that was streamed elsewhere."""
        self._severities[issue.severity] += issue.count
        entry = self._entries.get(issue.key)
        if entry is None and self._kinds[issue.key[:4]] >= KINDS:
            issue = replace(issue, source=OTHERS, column=issue.column and OTHERS)
            entry = self._entries.get(issue.key)
        if entry is None:
            self._kinds[issue.key[:4]] += 1
            self._entries[issue.key] = replace(
                issue, lines=issue.lines[: self.first], values=issue.values[: self.first]
            )
            return
        room = max(0, self.first - len(entry.lines))
        self._entries[issue.key] = replace(
            entry,
            lines=entry.lines + issue.lines[:room],
            values=entry.values + issue.values[:room],
            count=entry.count + issue.count,
        )

    def extend(self, issues: Iterable[Issue]) -> None:
        """Count several."""
        for issue in issues:
            self.add(issue)

    def __iter__(self) -> Iterator[Issue]:
        """Iterate one issue a key, in order of first appearance."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        """Return the exact number of places of every severity."""
        return self._severities.total()

    @property
    def errors(self) -> int:
        """Exact number of places at error level."""
        return self._severities[Severity.ERROR]

    @property
    def warnings(self) -> int:
        """Exact number of places at warning level."""
        return self._severities[Severity.WARNING]

    def count(self, code: str) -> int:
        """Return the exact number of places of one code."""
        return sum(issue.count for issue in self if issue.code == code)
