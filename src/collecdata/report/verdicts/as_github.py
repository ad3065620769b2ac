"""For GitHub Actions: a few annotations on the files, and the whole in the summary of the job."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.report.verdicts.as_markdown import render as markdown
from collecdata.report.verdicts.wording import message, shown_sentence, summary, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.verdicts import Finding, Judgement, Verdict

__all__ = ["render"]

SUMMARY = "GITHUB_STEP_SUMMARY"
LARGEST = 1_000_000
"""Bytes of a summary: GitHub takes 1 MiB."""
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
MOST = 10
"""Annotations of one level that GitHub shows for a step."""


def render(judgement: Judgement, lang: str) -> str:
    """Write annotations, one for each finding before a second for any; append the summary where GitHub wants it."""
    target = os.environ.get(SUMMARY)
    if target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(markdown(judgement, lang).encode()[:LARGEST].decode("utf-8", "ignore"))
    lines = list(_annotations(judgement, lang))
    return "\n".join([*lines, shown_sentence(judgement, lang), summary(judgement, lang)]) + "\n"


def _annotations(judgement: Judgement, lang: str) -> Iterator[str]:
    given = dict.fromkeys(LEVELS.values(), 0)
    for rank in range(MOST):
        for verdict in judgement.verdicts:
            for finding in verdict.findings:
                level = LEVELS[finding.severity]
                if rank < len(finding.places) and given[level] < MOST:
                    given[level] += 1
                    yield _annotation(verdict, finding, rank, level, lang)


def _annotation(verdict: Verdict, finding: Finding, rank: int, level: str, lang: str) -> str:
    place = finding.places[rank]
    said = message(verdict, finding, place, lang)
    at = f",line={place.line}" if place.line else ""
    better = f" → {place.hint}" if place.hint else ""
    text = f"{where(finding, place, lang)} : {said.explanation}{better} {said.remedy}"
    title = f"{said.title} ({finding.count})"
    return f"::{level} file={_property(verdict.source)}{at},title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
