"""Ledgers, entry by entry: one pass for everything that looks at entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.compta.entries import ENTRY, LEDGER, SIDES, Balance
from collecdata.domains.compta.sequence import Sequence
from collecdata.domains.compta.shared import SHARED, Shared
from collecdata.domains.rules import Finish, Rules
from collecdata.kernels.equality import changes
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["RULES", "entries"]


def entries(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report entries that do not balance, lines of one entry that disagree, numbers out of order."""
    balance, sequence, shared = Balance(), Sequence(), Shared()
    last: tuple[Any, ...] | None = None
    for batch in tables[LEDGER]:
        begins = np.zeros(batch.num_rows, np.bool_)
        for name in ENTRY:
            begins |= changes(batch.column(name))
        begins[0] = last != tuple(batch.column(name)[0].as_py() for name in ENTRY)
        last = tuple(batch.column(name)[batch.num_rows - 1].as_py() for name in ENTRY)
        balance.add(batch, begins)
        sequence.add(batch, begins)
        yield from shared.add(batch, begins)
    yield from balance.issues()
    yield from sequence.issues()


COLUMNS = tuple(dict.fromkeys((*ENTRY, *SIDES, *SHARED, SOURCE, LINE)))
RULES = Rules(finish=(Finish("entries", {LEDGER: COLUMNS}, entries),))
