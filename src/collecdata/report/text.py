"""The report in a few lines, for a terminal: what was written, whether all is accounted for, what to do first."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.report.labels import Words
from collecdata.report.model import Standing, sirens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.report.model import Problem, Report, Rows

__all__ = ["Summary", "problem_lines"]

WIDTH = 100
MOST = 10
"""Problems shown, and collectivities; the Markdown and JSON reports have them all."""


@dataclass(slots=True)
class Summary:
    """What a run came to, in a few lines whatever the number of lots: those of one table are counted together."""

    standing: Standing = field(default_factory=Standing)
    rows: dict[str, int] = field(default_factory=dict)
    """Of each table."""
    rejected: int = 0
    sirens: dict[str, None] = field(default_factory=dict)
    wanting: list[str] = field(default_factory=list)
    """The first collectivities that are not complete."""
    problems: tuple[Problem, ...] = ()
    found: int = 0
    """Problems in all."""
    errors: int = 0
    warnings: int = 0
    lang: str = "fr"

    @classmethod
    def of(cls, report: Report) -> Summary:
        """Make that of a whole report."""
        made = cls()
        made.add(report)
        made.close(report)
        return made

    def add(self, part: Rows) -> None:
        """Count one more lot, or several."""
        inputs, blocks = part.inputs, part.blocks
        self.standing.count(inputs, blocks)
        self.rejected += sum(one.identity.rejected for one in inputs) + sum(one.rejected for one in blocks)
        for table in part.tables:
            self.rows[table.table] = self.rows.get(table.table, 0) + table.rows
        for siren in sirens_of(part):
            self.sirens[siren] = None
            own = Standing()
            own.count([one for one in inputs if one.siren == siren], [one for one in blocks if one.siren == siren])
            if own.state != "balanced" and len(self.wanting) <= MOST:
                self.wanting.append(siren)

    def close(self, head: Report) -> None:
        """Take what is said of all lots: the language, and the first problems in words."""
        self.lang, self.problems, self.found = head.lang, head.problems[:MOST], len(head.problems)
        self.errors, self.warnings = head.errors, head.warnings

    def text(self) -> str:
        """Write it; no colour, no box: it is read in logs too."""
        words = Words(self.lang)
        return "\n".join(
            [
                *self._tables(words),
                *self._counts(words),
                *problem_lines(self.problems, words, self.found),
                *self._end(words),
            ]
        )

    def _tables(self, words: Words) -> Iterator[str]:
        siren = next(iter(self.sirens), "") if len(self.sirens) == 1 else ""
        shown = {name: rows for name, rows in self.rows.items() if rows} or dict(list(self.rows.items())[:1])
        names = [f"{siren} {name}".strip() for name in shown]
        rows = [words.number(count) for count in shown.values()]
        wide, right = max(map(len, names), default=0), max(map(len, rows), default=0)
        for name, count in zip(names, rows, strict=True):
            yield f"{name.ljust(wide)}  {count.rjust(right)} {words['rows'].lower()}"

    def _counts(self, words: Words) -> Iterator[str]:
        if self.rejected:
            yield f"{words['rejected']} : {words.number(self.rejected)}"
        if len(self.sirens) > 1:
            yield f"{words['lots']} : {words.number(len(self.sirens))}"
            if self.wanting:
                more = ["…"] if len(self.wanting) > MOST else []
                yield f"{words['wanting']} : {', '.join(self.wanting[:MOST] + more)}"

    def _end(self, words: Words) -> Iterator[str]:
        yield ""
        counts = {"errors": words.number(self.errors), "warnings": words.number(self.warnings)}
        yield f"{words[self.standing.state]} {words['counts'].format(**counts)}"


def problem_lines(problems: Sequence[Problem], words: Words, found: int) -> Iterator[str]:
    """Show the first problems of those that were found: what, where, and what to do."""
    for problem in problems[:MOST]:
        yield ""
        yield f"{words[problem.severity]} : {problem.title} ({problem.code}, {words.number(problem.count)})"
        yield textwrap.fill(problem.explanation, WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield textwrap.fill(f"-> {problem.remedy}", WIDTH, initial_indent="  ", subsequent_indent="     ")
    if found > MOST:
        yield ""
        yield words["more"].format(count=words.number(found - MOST))
