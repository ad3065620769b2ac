"""For a job summary or a ticket: what is wrong, rule by rule, with a few examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collecdata.messages import number, words
from collecdata.report.verdicts.wording import clip, header_words, message, shown_sentence, summary
from collecdata.verdicts import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.verdicts import Finding, Judgement, Verdict

__all__ = ["render"]

EXAMPLES = 5
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def render(judgement: Judgement, lang: str) -> str:
    """Write the judgement in Markdown."""
    said = words(lang)
    lines = [f"# {said['v_title']}", "", f"{'✅' if judgement.valid else '❌'} **{summary(judgement, lang)}**"]
    for verdict in judgement.verdicts:
        lines += _table(verdict, lang)
    return "\n".join([*lines, "", shown_sentence(judgement, lang)]) + "\n"


def _table(verdict: Verdict, lang: str) -> Iterator[str]:
    said = words(lang)
    schema = f"{verdict.schema} {verdict.schema_version}".strip()
    yield ""
    yield f"## {_plain(verdict.source)}"
    yield ""
    yield (
        f"{said['v_schema']} {_plain(schema)} · {number(verdict.rows, lang)} {said['rows'].lower()} · "
        f"{said['v_header']} {header_words(verdict, lang)}"
    )
    if verdict.baseline:
        yield ""
        yield said["v_baseline"].format(count=number(verdict.baseline, lang))
    if verdict.findings:
        head = (said["v_field"], said["v_what"], said["count"], said["v_lines"], said["v_examples"], said["v_todo"])
        yield ""
        yield f"| {' | '.join(head)} |"
        yield "|---|---|---:|---|---|---|"
    for finding in verdict.findings:
        yield f"| {' | '.join(_row(verdict, finding, lang))} |"


def _row(verdict: Verdict, finding: Finding, lang: str) -> Iterator[str]:
    first = message(verdict, finding, finding.places[0], lang)
    letter = f" ({column_letters(finding.number)})" if finding.number else ""
    some = finding.places[:EXAMPLES]
    more = " …" if finding.count > len(some) else ""
    yield f"{_plain(finding.field)}{letter}".strip()
    yield f"{words(lang)[finding.severity]} : {_plain(first.title)}"
    yield number(finding.count, lang)
    yield ", ".join(str(place.line or place.row) for place in some if place.line or place.row) + more
    shown = dict.fromkeys((place.cell, place.hint) for place in some if place.cell)
    yield ", ".join(_plain(clip(cell, 40)) + (f" → {_plain(better)}" if better else "") for cell, better in shown)
    yield _plain(first.remedy)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clip(text, 300))
