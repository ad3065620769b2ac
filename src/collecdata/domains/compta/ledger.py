"""Ledgers, entry by entry: one pass for everything that looks at entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.compta.entries import ENTRY, LEDGER, SIDES, Balance
from collecdata.domains.compta.sequence import Sequence
from collecdata.domains.compta.shared import SHARED, Shared
from collecdata.domains.rules import Finish, Rules
from collecdata.kernels.equality import changes
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["RULES", "Entries"]


@dataclass(slots=True)
class Entries:
    """Reports entries that do not balance, lines of one entry that disagree, numbers out of order; see `Look`."""

    balance: Balance = field(default_factory=Balance)
    sequence: Sequence = field(default_factory=Sequence)
    shared: Shared = field(default_factory=Shared)
    last: tuple[Any, ...] | None = None

    def add(self, batch: pa.RecordBatch) -> Iterator[Issue]:
        """Take the rows of a batch in."""
        batch = batch.select(COLUMNS)
        begins = np.zeros(batch.num_rows, np.bool_)
        for name in ENTRY:
            begins |= changes(batch.column(name))
        begins[0] = self.last != tuple(batch.column(name)[0].as_py() for name in ENTRY)
        self.last = tuple(batch.column(name)[batch.num_rows - 1].as_py() for name in ENTRY)
        self.balance.add(batch, begins)
        self.sequence.add(batch, begins)
        yield from self.shared.add(batch, begins)

    def end(self) -> Iterator[Issue]:
        """Report what is open, and the order of the numbers."""
        yield from self.balance.issues()
        yield from self.sequence.issues()


COLUMNS = tuple(dict.fromkeys((*ENTRY, *SIDES, *SHARED, SOURCE, LINE)))
RULES = Rules(finish=(Finish.looking("entries", LEDGER, COLUMNS, Entries),))
