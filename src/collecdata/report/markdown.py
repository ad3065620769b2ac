"""`rapport.md`: the report for the people who sign a migration off. One function a section; empty ones are left out.

Lots are added one by one: the report of a region is not held whole.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from collecdata.report.labels import Words
from collecdata.report.model import Standing, sirens_of
from collecdata.report.sections import MOST, Filled, Section, cell, more, title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.report.model import Period, Problem, Report, Rows, State

__all__ = ["Markdown", "markdown"]


def markdown(report: Report) -> str:
    """Write the whole report."""
    made = Markdown(report.lang)
    made.add(report)
    return made.text(report, report.state)


class Markdown:
    """The report in the making."""

    def __init__(self, lang: str) -> None:
        self._words = Words(lang)
        self._found = [Filled(one) for one in FOUND]
        self._left = [Filled(one) for one in LEFT]

    def add(self, part: Rows) -> None:
        """Add what is said of the files and tables of one lot, or of several."""
        for one in (*self._found, *self._left):
            one.add(one.section.rows(part, self._words))

    def text(self, head: Report, state: State) -> str:
        """Write it all; of `head`, what is not said of files and tables."""
        words = self._words
        lines = [*_head(head, state, words), *_context(head, words)]
        for one in self._found:
            lines += one.lines(words)
        declared = Filled(DECLARED)
        declared.add(_declared(head, words))
        for one in (declared, *self._left):
            lines += one.lines(words)
        return "\n".join([*lines, *_problems(head, words)]) + "\n"


def _head(report: Report, state: State, words: Words) -> Iterator[str]:
    yield f"# {words['title']}"
    yield ""
    yield f"**{words[state]}**"
    yield ""
    counts = {"errors": words.number(report.errors), "warnings": words.number(report.warnings)}
    yield words["counts"].format(**counts)
    yield ""


def _context(report: Report, words: Words) -> Iterator[str]:
    yield from title(words["context"])
    yield f"- {words['software']} : collecdata {report.collecdata}"
    for one in report.adapters:
        evidence = f"{words['evidence']} : {words[one.evidence]}"
        yield f"- {words['adapter']} : `{one.id}` {one.version}, {evidence} (`{one.digest[:12]}`)"
    for domain, version in report.schemas.items():
        yield f"- {words['schema']} : {domain} {version}"
    for name, value in report.parameters.items():
        yield f"- {words['parameter']} : {name} = {cell(value)}"
    yield ""


def _inputs(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for one in part.inputs:
        yield (
            one.name,
            one.siren,
            f"{one.adapter} ({one.input})" if one.input else one.adapter,
            words.number(one.bytes),
            one.encoding,
            {"\t": "tabulation"}.get(one.separator, one.separator),
            ", ".join(f"{name} : {value}" for name, value in one.facts.items()),
            f"`{one.sha256}`",
        )


def _partial(part: Rows, _words: Words) -> Iterator[Sequence[str]]:
    return ((one.name, one.siren, one.partial) for one in part.inputs if one.partial)


UNITS = ("physical", "records", "blank", "preamble", "repeated", "footer", "rejected", "accounted")


def _raw(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for one in part.inputs:
        counts = (words.number(getattr(one.identity, key)) for key in UNITS)
        yield (one.name, *counts, words.boolean(value=one.identity.balanced))


STEPS = ("read", "kept", "filtered", "rejected", "expanded", "deduplicated", "written")


def _output(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for one in part.blocks:
        counts = (words.number(getattr(one, key)) for key in STEPS)
        yield (one.name, one.siren, *counts, words.boolean(value=one.balanced))


def _tables(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for one in part.tables:
        yield (
            f"`{one.table}`",
            one.title,
            one.siren,
            words.number(one.rows),
            "" if one.distinct_keys is None else words.number(one.distinct_keys),
            "" if one.period is None else _period(one.period, words),
        )


def _period(period: Period, words: Words) -> str:
    return f"{words.day(period.first)} - {words.day(period.last)} (`{period.field}`)"


def _sums(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for table in part.tables:
        for one in table.sums:
            yield f"`{table.table}`", table.siren, f"`{one.field}`", one.exercice, words.amount(one.value)


def _orphans(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for table in part.tables:
        for one in table.orphans:
            fields, count = ", ".join(one.fields), words.number(one.count)
            yield f"`{table.table}`", table.siren, fields, f"`{one.reference}`", count


def _codes(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for table in part.tables:
        for one in table.codes:
            canonical = one.canonical or words["unknown"]
            yield f"`{table.table}`", f"`{one.field}`", one.source, canonical, words.number(one.count)


def _not_carried(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for one in part.not_carried:
        yield one.source, one.column, words.number(one.filled), words.rate(one.fill_rate)


def _empty(part: Rows, _words: Words) -> Iterator[Sequence[str]]:
    for one in part.tables:
        if one.rows and one.empty:
            yield f"`{one.table}`", one.siren, ", ".join(f"`{name}`" for name in one.empty)


def _lots(part: Rows, words: Words) -> Iterator[Sequence[str]]:
    for siren in sirens_of(part):
        inputs = tuple(one for one in part.inputs if one.siren == siren)
        blocks = tuple(one for one in part.blocks if one.siren == siren)
        standing = Standing()
        standing.count(inputs, blocks)
        written = sum(one.rows for one in part.tables if one.siren == siren)
        rejected = sum(one.identity.rejected for one in inputs) + sum(one.rejected for one in blocks)
        counts = (words.number(count) for count in (standing.inputs, written, rejected))
        yield siren, *counts, words[f"state_{standing.state}"]


def _declared(report: Report, words: Words) -> Iterator[Sequence[str]]:
    for one in report.declared:
        amounts = (words.amount(amount) for amount in (one.expected, one.found, one.difference))
        yield f"`{one.table}`", f"`{one.field}`", one.siren, *amounts, one.source


LOTS = Section(
    "lots", ("siren", "inputs", "rows", "rejected", "state"), _lots, frozenset({1, 2, 3}), "", 2, sys.maxsize
)
"""All of them: it is what one who converts a region looks for first."""
INPUTS = ("file", "siren", "adapter", "bytes", "encoding", "separator", "facts", "sha256")
FOUND = (
    LOTS,
    Section("inputs", INPUTS, _inputs, frozenset({3})),
    Section("partial", ("file", "siren", "partial"), _partial),
    Section("raw", ("file", *UNITS, "right"), _raw, frozenset(range(1, len(UNITS) + 1)), "raw_text"),
    Section("output", ("block", "siren", *STEPS, "right"), _output, frozenset(range(2, len(STEPS) + 2)), "output_text"),
    Section("tables", ("table", "", "siren", "rows", "keys", "period"), _tables, frozenset({3, 4})),
    Section("sums", ("table", "siren", "field", "exercice", "value"), _sums, frozenset({4})),
)
DECLARED = Section(
    "declared",
    ("table", "field", "siren", "expected", "found", "difference", "declared_by"),
    lambda _part, _words: (),
    frozenset({3, 4, 5}),
)
LEFT = (
    Section("orphans", ("table", "siren", "field", "reference", "missing"), _orphans, frozenset({4})),
    Section("codes", ("table", "field", "source_code", "canonical", "count"), _codes, frozenset({4})),
    Section("not_carried", ("file", "column", "filled", "rate"), _not_carried, frozenset({2, 3}), "not_carried_text"),
    Section("empty", ("table", "siren", "field"), _empty),
)


def _problems(report: Report, words: Words) -> Iterator[str]:
    yield from title(words["problems"])
    if not report.problems:
        yield words["none"]
        return
    yield words["problems_text"]
    yield ""
    for problem in report.problems[:MOST]:
        yield from _problem(problem, words)
    yield from more(len(report.problems) - MOST, words)


def _problem(problem: Problem, words: Words) -> Iterator[str]:
    yield f"### {words[problem.severity]} : {problem.title} (`{problem.code}`, {words.number(problem.count)})"
    yield ""
    yield cell(problem.explanation)
    yield ""
    yield f"- {words['remedy']} : {cell(problem.remedy)}"
    where = " · ".join(
        part
        for part in (
            problem.source,
            f"{problem.table}.{problem.field}" if problem.field else problem.table,
            f"« {problem.column} »" if problem.column else "",
        )
        if part
    )
    if where:
        yield f"- {words['where']} : {cell(where)}"
    if problem.lines:
        yield f"- {words['lines']} : {', '.join(map(words.number, problem.lines))}"
    if shown := list(dict.fromkeys(value for value in problem.values if value is not None)):
        yield f"- {words['values']} : {', '.join(f'`{_code(value)}`' for value in shown)}"
    yield ""


def _code(text: str) -> str:
    return cell(text).replace("`", "'")
