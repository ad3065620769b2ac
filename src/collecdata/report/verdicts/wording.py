"""Findings in words: one message a place, one title a rule, the sentence that says how many are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from collecdata.messages import number, render, words
from collecdata.verdicts import HIDDEN, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.messages import Message
    from collecdata.verdicts import Finding, Judgement, Place, Verdict

__all__ = ["Entry", "clip", "entries", "header_words", "message", "shown_sentence", "summary", "where"]

_CLIPPED = 120


class Entry(NamedTuple):
    """One place, and all that is said of it."""

    verdict: Verdict
    finding: Finding
    place: Place
    message: Message


def clip(text: str | None, most: int = _CLIPPED) -> str:
    """Cut what is long, and show what cannot be printed as a space."""
    plain = "".join(one if one.isprintable() else " " for one in text or "")
    return plain if len(plain) <= most else f"{plain[:most]}…"


def message(verdict: Verdict, finding: Finding, place: Place, lang: str) -> Message:
    """Say one fault in words."""
    value = HIDDEN if verdict.redacted and place.cell is None else clip(place.cell)
    known: dict[str, Any] = {**finding.params, "field": finding.field, "value": value, "source": verdict.source}
    return render(finding.code, known, lang)


def entries(judgement: Judgement, lang: str) -> Iterator[Entry]:
    """Give every place that is listed, tables in order, errors first."""
    for verdict in judgement.verdicts:
        for finding in verdict.findings:
            for place in finding.places:
                yield Entry(verdict, finding, place, message(verdict, finding, place, lang))


def where(finding: Finding, place: Place, lang: str) -> str:
    """Say where: line, row if it is another, column and its letter.

    >>> from collecdata.verdicts import Finding, Place
    >>> where(Finding("type-error", "published.date", field="jour", number=3), Place(5, "x", 6), "en")
    'line 6 (row 5), column C, jour'
    """
    said = words(lang)
    parts = []
    if place.line is not None:
        row = "" if place.row in (None, place.line) else f" ({said['v_row']} {place.row})"
        parts.append(f"{said['v_line']} {place.line}{row}")
    elif place.row is not None:
        parts.append(f"{said['v_row']} {place.row}")
    if finding.number and finding.rule != "missing-label":
        parts.append(f"{said['v_column']} {column_letters(finding.number)}")
    if finding.field:
        parts.append(finding.field)
    return ", ".join(parts)


def header_words(verdict: Verdict, lang: str) -> str:
    """Say how columns were matched: two ways may say two things of the same file."""
    return words(lang)[f"v_header_{verdict.header.replace('-', '_')}"]


def shown_sentence(judgement: Judgement, lang: str) -> str:
    """Say how many faults there are and how many of them are shown; never a silent limit."""
    total = sum(one.total for one in judgement.verdicts)
    listed = sum(one.listed for one in judgement.verdicts)
    key = "v_all_shown" if listed >= total else "v_some_shown"
    return words(lang)[key].format(total=number(total, lang), listed=number(listed, lang))


def summary(judgement: Judgement, lang: str) -> str:
    """Say in a line whether it is valid."""
    said = words(lang)
    counts = said["counts"].format(errors=number(judgement.errors, lang), warnings=number(judgement.warnings, lang))
    return f"{said['v_valid'] if judgement.valid else said['v_invalid']} {counts}"
