"""What `validate` finds, as data: a rule broken in a field of a table, how many times, and the first places.

Rooms that judge make them, rooms that report put them in words (`report/verdicts`).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collecdata.issues import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FIRST", "HIDDEN", "Finding", "Findings", "Judgement", "Place", "Verdict", "column_letters"]

HIDDEN = "•••"
"""Stands for what is not to be shown."""
FIRST = 100
"""Places of one (rule, field) that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """One fault. `row` is the record, the header being 1; `line` the physical line; `hint` the corrected value."""

    row: int | None = None
    cell: str | None = None
    line: int | None = None
    hint: str | None = None


@dataclass(slots=True)
class Finding:
    """One rule that one field breaks, `count` times, of which the first places are kept.

    `rule` is the name of the error in frictionless (`type-error`), or of ours (`siren`); `code` that of the message.
    `number` is the column in the file, from 1.
    """

    rule: str
    code: str
    severity: Severity = Severity.ERROR
    field: str = ""
    number: int | None = None
    count: int = 0
    places: list[Place] = dataclasses.field(default_factory=list)
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What makes two faults one finding."""
        return (self.code, self.field, self.number)


class Findings:
    """Findings of one table, counted exactly; `first` places of each are kept (None: all)."""

    def __init__(self, first: int | None = FIRST) -> None:
        self.first = first
        self._kept: dict[tuple[str, str, int | None], Finding] = {}

    def room(self, finding: Finding) -> int:
        """How many more places of this finding are worth giving."""
        known = self._kept.get(finding.key)
        if self.first is None:
            return 1 << 60
        return self.first - (len(known.places) if known else 0)

    def add(self, finding: Finding, places: list[Place], count: int | None = None) -> None:
        """Count `count` faults (as many as places, if not said) and keep the places there is room for."""
        kept = self._kept.setdefault(finding.key, finding)
        kept.places += places[: self.room(finding)] if self.first is not None else places
        kept.count += len(places) if count is None else count

    def __iter__(self) -> Iterator[Finding]:
        order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        yield from sorted(self._kept.values(), key=lambda one: (order[one.severity], one.number or 0, one.code))

    def clear(self) -> None:
        """Forget everything: the table is read again, another way."""
        self._kept.clear()


@dataclass(slots=True)
class Verdict:
    """What is said of one table. `stopped`: it could not be judged to its end."""

    source: str
    schema: str = ""
    schema_version: str = ""
    header: str = "by-name"
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0
    columns: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    redacted: bool = False
    stopped: bool = False
    baseline: int = 0
    """Faults left out, for they stand in the baseline."""

    def count(self, severity: Severity) -> int:
        """Return the faults of one severity."""
        return sum(one.count for one in self.findings if one.severity == severity)

    @property
    def listed(self) -> int:
        """Places that are listed."""
        return sum(len(one.places) for one in self.findings)

    @property
    def total(self) -> int:
        """Faults of every severity."""
        return sum(one.count for one in self.findings)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of all tables. Its `exit_code`: 0 good, 1 the data has faults of the severity that fails."""

    verdicts: tuple[Verdict, ...]
    fail_on: str = "error"
    lang: str = "fr"

    @property
    def errors(self) -> int:
        """Faults at error level."""
        return sum(one.count(Severity.ERROR) for one in self.verdicts)

    @property
    def warnings(self) -> int:
        """Faults at warning level."""
        return sum(one.count(Severity.WARNING) for one in self.verdicts)

    @property
    def valid(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    @property
    def exit_code(self) -> int:
        """0 or 1, according to `fail_on` (`error`, `warning`, `never`)."""
        counted = {"never": 0, "error": self.errors, "warning": self.errors + self.warnings}
        return int(counted[self.fail_on] > 0)

    @property
    def by_rule(self) -> Counter[str]:
        """Faults of each rule."""
        found: Counter[str] = Counter()
        for verdict in self.verdicts:
            for one in verdict.findings:
                found[one.rule] += one.count
        return found


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do.

    >>> [column_letters(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
