"""Issues to words, what is personal in their values masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.issues import Severity
from collecdata.messages import language, render
from collecdata.report.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collecdata.issues import Issue
    from collecdata.report.privacy import Classes

__all__ = ["problems"]

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def problems(issues: Iterable[Issue], classes: Classes, lang: str | None = None) -> tuple[Problem, ...]:
    """Say issues in words, errors first, in order of first appearance otherwise.

    Values show their shape only, unless the issue is about fields that `classes` knows to be public or internal.
    """
    chosen = language(lang)
    return tuple(_problem(issue, classes, chosen) for issue in sorted(issues, key=lambda one: ORDER[one.severity]))


def _problem(issue: Issue, classes: Classes, lang: str) -> Problem:
    values = classes.show_all(issue.table, issue.field, issue.values)
    known = {
        "count": issue.count,
        "table": issue.table,
        "field": issue.field,
        "column": issue.column,
        "source": issue.source,
        "line": issue.lines[0] if issue.lines else None,
        "value": next((one for one in values if one is not None), None),
    }
    message = render(issue.code, known | dict(issue.params), lang)
    return Problem(
        code=issue.code,
        severity=issue.severity,
        count=issue.count,
        title=message.title,
        explanation=message.explanation,
        remedy=message.remedy,
        table=issue.table,
        field=issue.field,
        column=issue.column,
        source=issue.source,
        lines=issue.lines,
        values=values,
        params=dict(issue.params),
    )
