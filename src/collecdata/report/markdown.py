"""`rapport.md`: the report for the people who sign a migration off. One function a section; empty ones are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collecdata.report.labels import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from collecdata.report.model import Period, Problem, Report

__all__ = ["markdown"]

MOST = 200
"""Rows of a table of the report; `rapport.json` has them all."""


def markdown(report: Report) -> str:
    """Write the whole report."""
    words = Words(report.lang)
    sections: tuple[Callable[[Report, Words], Iterator[str]], ...] = (
        _head, _context, _inputs, _raw, _output, _tables, _sums, _declared, _orphans, _codes, _not_carried, _empty,
        _problems,
    )  # fmt: skip
    return "\n".join(line for section in sections for line in section(report, words)) + "\n"


def _head(report: Report, words: Words) -> Iterator[str]:
    yield f"# {words['title']}"
    yield ""
    yield f"**{words[report.state]}**"
    yield ""
    counts = {"errors": words.number(report.errors), "warnings": words.number(report.warnings)}
    yield words["counts"].format(**counts)
    yield ""


def _context(report: Report, words: Words) -> Iterator[str]:
    yield from _title(words["context"])
    yield f"- {words['software']} : collecdata {report.collecdata}"
    for one in report.adapters:
        evidence = f"{words['evidence']} : {words[one.evidence]}"
        yield f"- {words['adapter']} : `{one.id}` {one.version}, {evidence} (`{one.digest[:12]}`)"
    for domain, version in report.schemas.items():
        yield f"- {words['schema']} : {domain} {version}"
    for name, value in report.parameters.items():
        yield f"- {words['parameter']} : {name} = {_cell(value)}"
    yield ""


def _inputs(report: Report, words: Words) -> Iterator[str]:
    header = [words[key] for key in ("file", "siren", "adapter", "bytes", "encoding", "separator", "facts", "sha256")]
    rows = [
        [
            one.name,
            one.siren,
            f"{one.adapter} ({one.input})" if one.input else one.adapter,
            words.number(one.bytes),
            one.encoding,
            {"\t": "tabulation"}.get(one.separator, one.separator),
            ", ".join(f"{name} : {value}" for name, value in one.facts.items()),
            f"`{one.sha256}`",
        ]
        for one in report.inputs
    ]
    yield from _section(words, "inputs", header, rows, numbers={3})
    for one in report.inputs:
        if one.partial:
            yield f"- **{words['partial']}** : {_cell(one.name)} : {_cell(one.partial)}"
            yield ""


def _raw(report: Report, words: Words) -> Iterator[str]:
    keys = ("physical", "records", "blank", "preamble", "repeated", "footer", "rejected", "accounted")
    rows = [
        [
            one.name,
            *(words.number(getattr(one.identity, key)) for key in keys),
            words.boolean(value=one.identity.balanced),
        ]
        for one in report.inputs
    ]
    header = [words["file"], *(words[key] for key in keys), words["right"]]
    yield from _section(words, "raw", header, rows, numbers=set(range(1, len(keys) + 1)), text="raw_text")


def _output(report: Report, words: Words) -> Iterator[str]:
    keys = ("read", "kept", "filtered", "rejected", "expanded", "deduplicated", "written")
    rows = [
        [
            one.name,
            one.siren,
            *(words.number(getattr(one, key)) for key in keys),
            words.boolean(value=one.balanced),
        ]
        for one in report.blocks
    ]
    header = [words["block"], words["siren"], *(words[key] for key in keys), words["right"]]
    yield from _section(words, "output", header, rows, numbers=set(range(2, len(keys) + 2)), text="output_text")


def _tables(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [
            f"`{one.table}`",
            one.title,
            one.siren,
            words.number(one.rows),
            "" if one.distinct_keys is None else words.number(one.distinct_keys),
            "" if one.period is None else _period(one.period, words),
        ]
        for one in report.tables
    ]
    header = [words["table"], "", *(words[key] for key in ("siren", "rows", "keys", "period"))]
    yield from _section(words, "tables", header, rows, numbers={3, 4})


def _period(period: Period, words: Words) -> str:
    return f"{words.day(period.first)} - {words.day(period.last)} (`{period.field}`)"


def _sums(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [f"`{table.table}`", table.siren, f"`{one.field}`", one.exercice, words.amount(one.value)]
        for table in report.tables
        for one in table.sums
    ]
    header = [words[key] for key in ("table", "siren", "field", "exercice", "value")]
    yield from _section(words, "sums", header, rows, numbers={4})


def _declared(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [
            f"`{one.table}`",
            f"`{one.field}`",
            one.siren,
            words.amount(one.expected),
            words.amount(one.found),
            words.amount(one.difference),
            one.source,
        ]
        for one in report.declared
    ]
    keys = ("table", "field", "siren", "expected", "found", "difference", "declared_by")
    yield from _section(words, "declared", [words[key] for key in keys], rows, numbers={3, 4, 5})


def _orphans(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [f"`{table.table}`", table.siren, ", ".join(one.fields), f"`{one.reference}`", words.number(one.count)]
        for table in report.tables
        for one in table.orphans
    ]
    header = [words[key] for key in ("table", "siren", "field", "reference", "missing")]
    yield from _section(words, "orphans", header, rows, numbers={4})


def _codes(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [f"`{table.table}`", f"`{one.field}`", one.source, one.canonical or words["unknown"], words.number(one.count)]
        for table in report.tables
        for one in table.codes
    ]
    header = [words[key] for key in ("table", "field", "source_code", "canonical", "count")]
    yield from _section(words, "codes", header, rows, numbers={4})


def _not_carried(report: Report, words: Words) -> Iterator[str]:
    rows = [[one.source, one.column, words.number(one.filled), words.rate(one.fill_rate)] for one in report.not_carried]
    header = [words[key] for key in ("file", "column", "filled", "rate")]
    yield from _section(words, "not_carried", header, rows, numbers={2, 3}, text="not_carried_text")


def _empty(report: Report, words: Words) -> Iterator[str]:
    rows = [
        [f"`{one.table}`", one.siren, ", ".join(f"`{name}`" for name in one.empty)]
        for one in report.tables
        if one.rows and one.empty
    ]
    yield from _section(words, "empty", [words["table"], words["siren"], words["field"]], rows)


def _problems(report: Report, words: Words) -> Iterator[str]:
    yield from _title(words["problems"])
    if not report.problems:
        yield words["none"]
        return
    yield words["problems_text"]
    yield ""
    for problem in report.problems[:MOST]:
        yield from _problem(problem, words)
    yield from _more(len(report.problems), words)


def _problem(problem: Problem, words: Words) -> Iterator[str]:
    yield f"### {words[problem.severity]} : {problem.title} (`{problem.code}`, {words.number(problem.count)})"
    yield ""
    yield _cell(problem.explanation)
    yield ""
    yield f"- {words['remedy']} : {_cell(problem.remedy)}"
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
        yield f"- {words['where']} : {_cell(where)}"
    if problem.lines:
        yield f"- {words['lines']} : {', '.join(map(words.number, problem.lines))}"
    if shown := list(dict.fromkeys(value for value in problem.values if value is not None)):
        yield f"- {words['values']} : {', '.join(f'`{_code(value)}`' for value in shown)}"
    yield ""


def _section(
    words: Words,
    key: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: AbstractSet[int] = frozenset(),
    text: str = "",
) -> Iterator[str]:
    """Write a section that is one table; columns nobody filled are left out, a section without rows too."""
    if not rows:
        return
    yield from _title(words[key])
    if text:
        yield words[text]
        yield ""
    kept = [index for index in range(len(header)) if any(row[index] for row in rows)]
    yield "| " + " | ".join(_cell(header[index]) for index in kept) + " |"
    yield "| " + " | ".join("---:" if index in numbers else "---" for index in kept) + " |"
    for row in rows[:MOST]:
        yield "| " + " | ".join(_cell(row[index]) for index in kept) + " |"
    yield ""
    yield from _more(len(rows), words)


def _more(count: int, words: Words) -> Iterator[str]:
    if count > MOST:
        yield words["more"].format(count=words.number(count - MOST))
        yield ""


def _title(text: str) -> Iterator[str]:
    yield f"## {text}"
    yield ""


def _cell(text: str) -> str:
    """Keep a text on one line, and inside its cell."""
    return re.sub(r"\s*[\x00-\x1f]\s*", " ", text).replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    return _cell(text).replace("`", "'")
