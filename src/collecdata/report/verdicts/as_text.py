"""For a terminal and for logs: each rule, how many times, and its first places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.messages import number, words
from collecdata.report.verdicts.wording import header_words, message, shown_sentence, summary, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.verdicts import Finding, Judgement, Verdict

__all__ = ["render"]

SHOWN = 5
"""Places of one finding that a terminal shows; the other forms have all that are listed."""


def render(judgement: Judgement, lang: str) -> str:
    """Write the judgement in lines of text, without colour."""
    lines = [line for verdict in judgement.verdicts for line in _table(verdict, lang)]
    if any(verdict.findings for verdict in judgement.verdicts):
        lines += ["", shown_sentence(judgement, lang)]
    return "\n".join([*lines, summary(judgement, lang)]) + "\n"


def _table(verdict: Verdict, lang: str) -> Iterator[str]:
    said = words(lang)
    schema = f"{verdict.schema} {verdict.schema_version}".strip()
    counts = f"{number(verdict.rows, lang)} {said['rows'].lower()}"
    yield f"{verdict.source} : {schema}, {counts}, {said['v_header']} {header_words(verdict, lang)}"
    for finding in verdict.findings:
        yield from _finding(verdict, finding, lang)
    if verdict.baseline:
        yield f"  {said['v_baseline'].format(count=number(verdict.baseline, lang))}"


def _finding(verdict: Verdict, finding: Finding, lang: str) -> Iterator[str]:
    said = words(lang)
    first = message(verdict, finding, finding.places[0], lang)
    times = number(finding.count, lang)
    yield ""
    yield f"  {said[finding.severity]} : {first.title}{_of(finding)} ({finding.rule}, {times})"
    for place in finding.places[:SHOWN]:
        text = message(verdict, finding, place, lang)
        better = f" → {place.hint}" if place.hint else ""
        yield f"    {where(finding, place, lang)} : {text.explanation}{better}".replace("     : ", "    ")
    if finding.count > SHOWN:
        yield f"    {said['v_more'].format(count=number(finding.count - min(SHOWN, len(finding.places)), lang))}"
    yield f"    -> {first.remedy}"


def _of(finding: Finding) -> str:
    return f", {finding.field}" if finding.field else ""
