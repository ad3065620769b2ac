"""For test reports (JUnit XML): a suite for each table, a case for each rule that a field breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from collecdata.issues import Severity
from collecdata.messages import words
from collecdata.report.verdicts.wording import message, where

if TYPE_CHECKING:
    from collecdata.verdicts import Finding, Judgement, Verdict

__all__ = ["render"]

_NEVER = "1970-01-01T00:00:00"
"""The form wants a date: the same run gives the same bytes."""
_BAD = {code: " " for code in [*range(32), 0xFFFE, 0xFFFF] if code not in (9, 10)}


def render(judgement: Judgement, lang: str) -> str:
    """Write the suites; warnings are cases that pass, and say so in their output."""
    root = Element("testsuites")
    for rank, verdict in enumerate(judgement.verdicts):
        _suite(root, rank, verdict, lang)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _suite(root: Element, rank: int, verdict: Verdict, lang: str) -> None:
    failed = [one for one in verdict.findings if one.severity is Severity.ERROR]
    warned = [one for one in verdict.findings if one.severity is not Severity.ERROR]
    numbers = {"tests": max(1, len(failed)), "failures": len(failed), "errors": 0, "time": 0}
    suite = SubElement(
        root,
        "testsuite",
        {key: str(value) for key, value in numbers.items()}
        | {"name": verdict.source, "package": verdict.schema or "-", "id": str(rank)}
        | {"timestamp": _NEVER, "hostname": "localhost"},
    )
    SubElement(suite, "properties")
    for finding in failed:
        case = _case(suite, verdict, finding.field or "-", finding.rule)
        first = message(verdict, finding, finding.places[0], lang)
        failure = SubElement(case, "failure", {"type": finding.code, "message": f"{first.title} ({finding.count})"})
        failure.text = _lines(verdict, finding, lang)
    if not failed:
        _case(suite, verdict, "-", words(lang)["v_valid"])
    SubElement(suite, "system-out").text = "\n".join(_lines(verdict, one, lang) for one in warned)
    SubElement(suite, "system-err").text = ""


def _case(suite: Element, verdict: Verdict, name: str, rule: str) -> Element:
    shown = {"name": f"{name} : {rule}", "classname": verdict.schema or "-", "time": "0"}
    return SubElement(suite, "testcase", {key: value.translate(_BAD) for key, value in shown.items()})


def _lines(verdict: Verdict, finding: Finding, lang: str) -> str:
    lines = (
        f"{where(finding, place, lang)} : {message(verdict, finding, place, lang).explanation}"
        for place in finding.places
    )
    return "\n".join(lines).translate(_BAD)
