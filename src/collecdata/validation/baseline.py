"""Faults that were there already: a report kept from before, against which only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.verdicts import Finding, Place, Verdict

Key = tuple[str, str, str]
"""File, code, field."""

__all__ = ["Baseline"]


class Baseline:
    """The faults of a report in JSON: each by its cell where all are listed, else counted by file, rule and field."""

    def __init__(self, path: Path) -> None:
        """Read a report written with `--format json`.

        Raises:
            UsageError: it is not one.
        """
        self._counts: Counter[Key] = Counter()
        self._cells: dict[Key, Counter[str | None]] = {}
        try:
            for table in json.loads(path.read_text("utf-8"))["tables"]:
                for one in table["findings"]:
                    key = (table["source"], one["code"], one["field"])
                    self._counts[key] += one["count"]
                    self._cells.setdefault(key, Counter()).update(place["cell"] for place in one["places"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError("usage.baseline", path=str(path)) from error

    def leave_out(self, verdict: Verdict) -> None:
        """Take the known faults out of a verdict; of those that are left, the cells never seen come first."""
        kept = []
        for one in verdict.findings:
            key = (verdict.source, one.code, one.field)
            new = self._new_places(key, one)
            count = len(new) if self._all_listed(key, one) else one.count - min(self._counts[key], one.count)
            self._counts[key] -= min(self._counts[key], one.count)
            verdict.baseline += one.count - count
            if count:
                one.places, one.count = (new or one.places)[:count], count
                kept.append(one)
        verdict.findings = tuple(kept)

    def _all_listed(self, key: Key, finding: Finding) -> bool:
        """Whether both reports show the cell of each fault: then a new one is not taken for one that was mended."""
        cells = self._cells.get(key, Counter())
        shown = all(place.cell is not None for place in finding.places) and None not in cells
        return shown and len(finding.places) == finding.count and cells.total() == self._counts[key]

    def _new_places(self, key: Key, finding: Finding) -> list[Place]:
        left = Counter(self._cells.get(key, ()))
        new = []
        for place in finding.places:
            if left[place.cell]:
                left[place.cell] -= 1
            else:
                new.append(place)
        return new
