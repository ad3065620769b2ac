"""What the lines of one entry should say alike: one date, one document. Informations, as for the order of numbers.

Source: DGFiP, Test-Compta-Demat (public code, SQL/ECRITURE.sql: the questions its auditors ask).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.compta.entries import LEDGER
from collecdata.domains.placed import placed
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, nulls
from collecdata.kernels.equality import changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["SHARED", "Shared"]

SHARED = ("ecriture_date", "piece_reference", "piece_date")


@dataclass(slots=True)
class _Last:
    """What the entry still open has said of one field, and whether it has said two things."""

    value: Any = None
    mixed: bool = False


@dataclass(slots=True)
class Shared:
    """Lines that follow one another in one entry and say two different things; an empty cell says nothing."""

    last: dict[str, _Last] = field(default_factory=lambda: {name: _Last() for name in SHARED})

    def add(self, batch: pa.RecordBatch, begins: Mask) -> Iterator[Issue]:
        """Report, once an entry and field, the first line that says something else than those before it."""
        run = np.cumsum(begins)
        for name in SHARED:
            said, filled, mine, together = batch.column(name), None, run, ~begins[1:]
            if said.null_count:
                filled = np.flatnonzero(~nulls(said))
                said, mine = said.take(from_int64(filled)), run[filled]
                together = mine[1:] == mine[:-1]
            if not len(said):
                self._close(name, None, mixed=False, goes_on=run[-1] == 0)
                continue
            differs = changes(said)
            differs[1:] &= together
            before = self.last[name]
            differs[0] = mine[0] == 0 and before.value is not None and said[0].as_py() != before.value
            rows = np.flatnonzero(differs)
            entries, first = np.unique(mine[rows], return_index=True)
            told = entries != 0 if before.mixed else np.ones(len(entries), np.bool_)
            if told.any():
                shown = rows[first[told]] if filled is None else filled[rows[first[told]]]
                yield from placed("compta.entry_mixed", batch, shown, LEDGER, name, Severity.INFO)
            value = said[-1].as_py() if mine[-1] == run[-1] else None
            self._close(name, value, mixed=bool((entries == run[-1]).any()), goes_on=run[-1] == 0)

    def _close(self, name: str, value: Any, *, mixed: bool, goes_on: bool) -> None:  # noqa: ANN401 - a cell
        """Keep what the last entry of a batch has said, for the lines of it that may follow."""
        before = self.last[name] if goes_on else _Last()
        self.last[name] = _Last(before.value if value is None else value, mixed or before.mixed)
