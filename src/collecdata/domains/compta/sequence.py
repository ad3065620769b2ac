"""The order of the numbers of entries: informations, never reproaches, for no real ledger holds all of it.

Source: DGFiP, Test-Compta-Demat (public code, SQL/ECRITURE.sql: the questions its auditors ask).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.compta.entries import ENTRY, LEDGER
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.decimals import parse_integer
from collecdata.kernels.distinct import decode, parse_on_distinct
from collecdata.kernels.equality import changes, row_labels
from collecdata.kernels.stream import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

    Numbers = NDArray[np.int64]

__all__ = ["Sequence"]


@dataclass(slots=True)
class _Series:
    """Numbers in the order they come: how often they go back, and how many are passed over."""

    last: int | None = None
    back: int = 0
    gaps: int = 0

    def add(self, numbers: Numbers) -> None:
        """Count the steps of numbers that follow those before."""
        if self.last is not None:
            numbers = np.concatenate([[self.last], numbers])
        steps = np.diff(numbers)
        self.back += int((steps < 0).sum())
        self.gaps += int((steps[steps > 1] - 1).sum())
        self.last = int(numbers[-1])


@dataclass(slots=True)
class _Ledger:
    """The numbers of one ledger, all together and journal by journal: software does either."""

    source: str
    whole: _Series = field(default_factory=_Series)
    journals: dict[str | None, _Series] = field(default_factory=dict)


@dataclass(slots=True)
class Sequence:
    """Where numbers of entries go back, or pass some over; those that are not made of digits are not judged."""

    ledgers: dict[tuple[Any, ...], _Ledger] = field(default_factory=dict)

    def add(self, batch: pa.RecordBatch, begins: Mask) -> None:
        """Count the entries that begin in a batch."""
        entries = batch.select([*ENTRY, SOURCE]).take(from_int64(np.flatnonzero(begins)))
        numbers, bad = parse_on_distinct(entries.column(ENTRY[-1]), parse_integer)
        values, known = integers(decode(numbers)), ~bad & ~nulls(numbers)
        for key, mine in _groups(entries, ENTRY[:2]):
            source = str(entries.column(SOURCE)[int(np.argmax(mine))].as_py())
            ledger = self.ledgers.setdefault(key, _Ledger(source))
            if (mine & known).any():
                ledger.whole.add(values[mine & known])
        for (siren, closing, journal), mine in _groups(entries, ENTRY[:3]):
            if (mine & known).any():
                series = self.ledgers[siren, closing].journals.setdefault(journal, _Series())
                series.add(values[mine & known])

    def issues(self) -> Iterator[Issue]:
        """Tell of a whole ledger where its numbers never go back, else of each of its journals."""
        for ledger in self.ledgers.values():
            shown = ledger.journals if ledger.whole.back else {"*": ledger.whole}
            for journal, series in shown.items():
                if series.back or series.gaps:
                    params = {"journal": journal or "", "back": str(series.back), "gaps": str(series.gaps)}
                    yield Issue(
                        "compta.entry_sequence", Severity.INFO, table=LEDGER, source=ledger.source, params=params
                    )


def _groups(batch: pa.RecordBatch, names: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], Mask]]:
    """Give the rows of each combination of some columns, in order of first appearance."""
    if not batch.num_rows:
        return
    if not any(changes(batch.column(name)).any() for name in names):
        yield tuple(batch.column(name)[0].as_py() for name in names), np.ones(batch.num_rows, np.bool_)
        return
    labels = row_labels([batch.column(name) for name in names])
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    for place in np.argsort(first, kind="stable").tolist():
        yield tuple(batch.column(name)[int(first[place])].as_py() for name in names), group == place
