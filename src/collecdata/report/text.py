"""The report in a few lines, for a terminal: what was written, whether all is accounted for, what to do first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from collecdata.report.labels import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.report.model import Problem, Report

__all__ = ["problem_lines", "text"]

WIDTH = 100
MOST = 10
"""Problems shown; the Markdown and JSON reports have them all."""


def text(report: Report) -> str:
    """Write the summary; no colour, no box: it is read in logs too."""
    words = Words(report.lang)
    return "\n".join(
        [
            *_tables(report, words),
            *_rejected(report, words),
            *problem_lines(report.problems, words),
            *_end(report, words),
        ]
    )


def _tables(report: Report, words: Words) -> Iterator[str]:
    shown = [one for one in report.tables if one.rows] or report.tables[:1]
    names = [f"{one.siren} {one.table}".strip() for one in shown]
    rows = [words.number(one.rows) for one in shown]
    wide, right = max(map(len, names), default=0), max(map(len, rows), default=0)
    for name, count in zip(names, rows, strict=True):
        yield f"{name.ljust(wide)}  {count.rjust(right)} {words['rows'].lower()}"


def _rejected(report: Report, words: Words) -> Iterator[str]:
    raw = sum(one.identity.rejected for one in report.inputs)
    checked = sum(block.rejected for block in report.blocks)
    if raw or checked:
        yield f"{words['rejected']} : {words.number(raw + checked)}"


def problem_lines(problems: Sequence[Problem], words: Words) -> Iterator[str]:
    """Show the first problems: what, where, and what to do."""
    for problem in problems[:MOST]:
        yield ""
        yield f"{words[problem.severity]} : {problem.title} ({problem.code}, {words.number(problem.count)})"
        yield textwrap.fill(problem.explanation, WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield textwrap.fill(f"-> {problem.remedy}", WIDTH, initial_indent="  ", subsequent_indent="     ")
    if len(problems) > MOST:
        yield ""
        yield words["more"].format(count=words.number(len(problems) - MOST))


def _end(report: Report, words: Words) -> Iterator[str]:
    yield ""
    counts = {"errors": words.number(report.errors), "warnings": words.number(report.warnings)}
    yield f"{words[report.state]} {words['counts'].format(**counts)}"
