"""For machines: everything, in one JSON document. It is what `--baseline` reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collecdata.issues import Severity
from collecdata.report.verdicts.wording import message
from collecdata.verdicts import column_letters

if TYPE_CHECKING:
    from collecdata.verdicts import Finding, Judgement, Verdict

__all__ = ["render"]


def render(judgement: Judgement, lang: str) -> str:
    """Write the judgement as JSON."""
    made = {
        "valid": judgement.valid,
        "exit_code": judgement.exit_code,
        "errors": judgement.errors,
        "warnings": judgement.warnings,
        "lang": lang,
        "tables": [_table(one, lang) for one in judgement.verdicts],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _table(verdict: Verdict, lang: str) -> dict[str, Any]:
    return {
        "source": verdict.source,
        "schema": verdict.schema,
        "schema_version": verdict.schema_version,
        "header": verdict.header,
        "encoding": verdict.encoding,
        "delimiter": verdict.delimiter,
        "rows": verdict.rows,
        "columns": list(verdict.columns),
        "errors": verdict.count(Severity.ERROR),
        "warnings": verdict.count(Severity.WARNING),
        "listed": verdict.listed,
        "baseline": verdict.baseline,
        "stopped": verdict.stopped,
        "redacted": verdict.redacted,
        "findings": [_finding(verdict, one, lang) for one in verdict.findings],
    }


def _finding(verdict: Verdict, finding: Finding, lang: str) -> dict[str, Any]:
    said = message(verdict, finding, finding.places[0], lang)
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "column": finding.number,
        "letter": column_letters(finding.number or 0),
        "count": finding.count,
        "title": said.title,
        "remedy": said.remedy,
        "params": dict(finding.params),
        "places": [
            {
                "row": place.row,
                "line": place.line,
                "cell": place.cell,
                "hint": place.hint,
                "message": message(verdict, finding, place, lang).explanation,
            }
            for place in finding.places
        ],
    }
