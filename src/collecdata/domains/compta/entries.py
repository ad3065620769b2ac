"""Ledgers: every entry balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.compta.amounts import cents, euros
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue
from collecdata.kernels.buffers import integers
from collecdata.kernels.equality import row_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

__all__ = ["RULES", "balanced_entries"]

LEDGER = "compta.ecriture"
ENTRY = ("siren", "date_cloture", "journal_code", "ecriture_numero")
"""One entry: its number alone is not enough, real files share numbers between journals."""
JOURNAL, NUMBER = 2, 3
DEBIT, CREDIT, SOURCE, LINE = "debit", "credit", "_source", "_ligne"

Key = tuple[Any, ...]
Open = dict[Key, tuple[int, str, int]]
"""Entries that do not balance yet: debit minus credit in cents, file and first line."""


def balanced_entries(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each entry whose debits and credits differ, with the first line it stands on.

    Only entries that do not balance yet are kept between batches: an entry that is balanced so far is balanced in
    the end if the rest of it is, so memory grows with what is open, not with the file.

    Source: arrêté du 29 juillet 2013 (article A. 47 A-1 du livre des procédures fiscales); double entry.
    """
    is_open: Open = {}
    for batch in tables[LEDGER]:
        for key, (gap, source, line) in _gaps(batch).items():
            before = is_open.pop(key, (0, source, line))
            if before[0] + gap:
                is_open[key] = before[0] + gap, *before[1:]
    for key, (gap, source, line) in is_open.items():
        entry = str(key[NUMBER])
        params = {"journal": str(key[JOURNAL]), "entry": entry, "difference": euros(gap)}
        yield Issue(
            "compta.entry_unbalanced", table=LEDGER, source=source, lines=(line,), values=(entry,), params=params
        )


def _gaps(batch: pa.RecordBatch) -> Open:
    """Return the entries that do not balance within a batch, in order of their first lines."""
    _, first, entry = np.unique(
        row_labels([batch.column(name) for name in ENTRY]), return_index=True, return_inverse=True
    )
    gaps = np.zeros(len(first), np.int64)
    np.add.at(gaps, entry, cents(batch.column(DEBIT)) - cents(batch.column(CREDIT)))
    found: Open = {}
    for place in sorted(np.flatnonzero(gaps), key=first.__getitem__):
        row = int(first[place])
        key = tuple(batch.column(name)[row].as_py() for name in ENTRY)
        line = int(integers(batch.column(LINE).slice(row, 1))[0])
        found[key] = int(gaps[place]), str(batch.column(SOURCE)[row].as_py()), line
    return found


RULES = Rules(finish=(Finish("entry_unbalanced", {LEDGER: (*ENTRY, DEBIT, CREDIT, SOURCE, LINE)}, balanced_entries),))
