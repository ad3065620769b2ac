"""For GitLab (Code Quality report): one entry for each place, its fingerprint the same from run to run."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from collecdata.report.verdicts.wording import Entry, entries, where

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

__all__ = ["render"]

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(judgement: Judgement, lang: str) -> str:
    """Write the report."""
    seen: dict[str, int] = {}
    made = [_entry(one, seen, lang) for one in entries(judgement, lang)]
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _entry(entry: Entry, seen: dict[str, int], lang: str) -> dict[str, Any]:
    finding, place = entry.finding, entry.place
    known = "\0".join((entry.verdict.source, finding.code, finding.field, place.cell or str(place.row)))
    seen[known] = seen.get(known, 0) + 1
    better = f" → {place.hint}" if place.hint else ""
    return {
        "description": f"{where(finding, place, lang)} : {entry.message.explanation}{better}",
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(f"{known}\0{seen[known]}".encode()).hexdigest(),
        "severity": SEVERITIES[finding.severity],
        "location": {"path": PurePath(entry.verdict.source).as_posix(), "lines": {"begin": place.line or 1}},
    }
