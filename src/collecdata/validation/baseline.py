"""Faults that were there already: a report kept from before, against which only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.verdicts import Verdict

__all__ = ["Baseline"]


class Baseline:
    """The faults of a report in JSON, counted by file, rule and field."""

    def __init__(self, path: Path) -> None:
        """Read a report written with `--format json`.

        Raises:
            UsageError: it is not one.
        """
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._cells: set[tuple[str, str, str, str | None]] = set()
        try:
            for table in json.loads(path.read_text("utf-8"))["tables"]:
                for one in table["findings"]:
                    key = (table["source"], one["code"], one["field"])
                    self._counts[key] += one["count"]
                    self._cells |= {(*key, place["cell"]) for place in one["places"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError("usage.baseline", path=str(path)) from error

    def leave_out(self, verdict: Verdict) -> None:
        """Take the known faults out of a verdict; where there are more than before, the new cells stay first."""
        kept = []
        for one in verdict.findings:
            key = (verdict.source, one.code, one.field)
            known = min(self._counts[key], one.count)
            self._counts[key] -= known
            verdict.baseline += known
            one.count -= known
            if one.count:
                new = [place for place in one.places if (*key, place.cell) not in self._cells]
                one.places = (new or one.places)[: one.count]
                kept.append(one)
        verdict.findings = tuple(kept)
