"""Double entry: what an entry, a journal or a whole ledger lacks.

Source: arrêté du 29 juillet 2013 (article A. 47 A-1 du livre des procédures fiscales); double entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.amounts import cents, euros
from collecdata.issues import Issue
from collecdata.kernels.buffers import from_int64, integers
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["ENTRY", "LEDGER", "SIDES", "Balance"]

LEDGER = "compta.ecriture"
ENTRY = ("siren", "date_cloture", "journal_code", "ecriture_numero")
"""One entry: its number alone is not enough, real files share numbers between journals."""
JOURNAL, NUMBER = 2, 3
SIDES = ("debit", "credit")

Key = tuple[Any, ...]
Open = dict[Key, tuple[int, str, int]]
"""Entries that do not balance yet: debit minus credit in cents, file and first line."""


@dataclass(slots=True)
class Balance:
    """Entries that do not balance yet, and no others: memory grows with what is open, not with the ledger.

    An entry that is balanced so far is balanced in the end if the rest of it is. What is open in the end is all that
    a journal, or the ledger, can lack.
    """

    is_open: Open = field(default_factory=dict)

    def add(self, batch: pa.RecordBatch, begins: Mask) -> None:
        """Count the rows of a batch; `begins` tells which are the first of an entry."""
        for key, (gap, source, line) in _gaps(batch, begins).items():
            before = self.is_open.pop(key, (0, source, line))
            if before[0] + gap:
                self.is_open[key] = before[0] + gap, *before[1:]

    def issues(self) -> Iterator[Issue]:
        """Report each entry, then each journal, then each ledger whose debits and credits differ."""
        for key, (gap, source, line) in self.is_open.items():
            entry = str(key[NUMBER])
            params = {"journal": str(key[JOURNAL]), "entry": entry, "difference": euros(gap)}
            yield Issue(
                "compta.entry_unbalanced", table=LEDGER, source=source, lines=(line,), values=(entry,), params=params
            )
        for code, width in (("compta.journal_unbalanced", JOURNAL + 1), ("compta.ledger_unbalanced", JOURNAL)):
            gaps: dict[Key, int] = {}
            sources: dict[Key, str] = {}
            for key, (gap, source, _) in self.is_open.items():
                gaps[key[:width]] = gaps.get(key[:width], 0) + gap
                sources.setdefault(key[:width], source)
            for key, gap in gaps.items():
                if gap:
                    params = {"difference": euros(gap)} | ({"journal": str(key[JOURNAL])} if len(key) > JOURNAL else {})
                    yield Issue(code, table=LEDGER, source=sources[key], params=params)


def _gaps(batch: pa.RecordBatch, begins: Mask) -> Open:
    """Return the entries that do not balance within a batch, in order of their first lines.

    Lines of one entry nearly always follow one another: the sums of such runs come first, and entries are told apart
    only among the lines of runs that do not balance.
    """
    amounts = cents(batch.column(SIDES[0])) - cents(batch.column(SIDES[1]))
    starts = np.flatnonzero(begins)
    if not begins[0]:
        starts = np.concatenate([[0], starts])
    unbalanced = np.add.reduceat(amounts, starts) != 0
    rows = np.flatnonzero(np.repeat(unbalanced, np.diff(np.append(starts, batch.num_rows))))
    found: Open = {}
    if not len(rows):
        return found
    odd = batch.select([*ENTRY, SOURCE, LINE]).take(from_int64(rows))
    _, first, entry = np.unique(
        row_labels([decode(odd.column(name)) for name in ENTRY]), return_index=True, return_inverse=True
    )
    gaps = np.zeros(len(first), np.int64)
    np.add.at(gaps, entry, amounts[rows])
    for place in sorted(np.flatnonzero(gaps), key=first.__getitem__):
        row = int(first[place])
        key = tuple(odd.column(name)[row].as_py() for name in ENTRY)
        line = int(integers(odd.column(LINE).slice(row, 1))[0])
        found[key] = int(gaps[place]), str(odd.column(SOURCE)[row].as_py()), line
    return found
