"""For code scanning (SARIF 2.1.0): a rule for each code, a result for each place, at its physical line."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from collecdata.messages import render as render_message
from collecdata.report.verdicts.wording import Entry, entries
from collecdata.verdicts import column_letters

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

__all__ = ["render"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(judgement: Judgement, lang: str) -> str:
    """Write one run."""
    places = list(entries(judgement, lang))
    codes = sorted({one.finding.code for one in places})
    rank = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "collecdata", "rules": [_rule(code, lang) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rank) for one in places],
        "properties": {"errors": judgement.errors, "warnings": judgement.warnings},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, lang: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": render_message(code, {}, lang).title}}


def _result(entry: Entry, rank: dict[str, int]) -> dict[str, Any]:
    finding, place = entry.finding, entry.place
    text = f"{entry.message.explanation} {entry.message.remedy}"
    location: dict[str, Any] = {"artifactLocation": {"uri": PurePath(entry.verdict.source).as_posix()}}
    if place.line:
        location["region"] = {"startLine": place.line}
    return {
        "ruleId": finding.code,
        "ruleIndex": rank[finding.code],
        "level": LEVELS[finding.severity],
        "message": {"text": text + (f" → {place.hint}" if place.hint else "")},
        "locations": [{"physicalLocation": location}],
        "properties": {
            "field": finding.field,
            "column": column_letters(finding.number or 0),
            "row": place.row or 0,
            "count": finding.count,
        },
    }
