"""Everything of some records, in order: the leader, then each subfield, and the text outside of subfields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.marc.records import Spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask
    from collecdata.readers.marc.records import Records

    Ranks = NDArray[np.int32]

__all__ = ["Every"]


@dataclass(frozen=True, slots=True)
class Every:
    """A row a subfield, a control field, a text outside of subfields, a leader.

    `record`, `field` (-1: leader), `sub` (-1: none) are ranks; `rank` is that of the subfield in its field, from 1, 0
    outside; `at` is the place in the file.
    """

    record: Ranks
    field: Ranks
    sub: Ranks
    rank: Ranks
    at: Ranks
    texts: Spans

    @classmethod
    def of(cls, records: Records, outside: Spans, taken: Mask, *, leaders: bool) -> Every:
        """Lay out the fields taken, and the leaders if asked."""
        held = np.bincount(records.sub_field, minlength=len(taken))
        alone = taken & ((held == 0) | (outside.stops > outside.starts))
        size = np.where(taken, held + alone, 0)
        before = np.cumsum(size) - size + (records.field_record + 1 if leaders else 0)
        total = int(size.sum()) + (len(records) if leaders else 0)
        record, field, sub, rank = (np.full(total, -1, np.int32) for _ in range(4))
        made = cls(record, field, sub, rank, np.zeros(total, np.int32), _room(total))
        if leaders:
            inside = np.bincount(records.field_record, size, len(records)).astype(np.int64)
            rows = np.cumsum(inside) - inside + np.arange(len(records))
            made._fill(rows, np.arange(len(records)), -1, -1, 0, records.at, records.leaders)
        rows, fields = before[alone], np.flatnonzero(alone)
        made._fill(rows, records.field_record[fields], fields, -1, 0, records.field_at[fields], outside.take(fields))
        subs = np.flatnonzero(taken[records.sub_field])
        own = records.sub_field[subs]
        within = subs - (np.cumsum(held) - held)[own]
        rows, texts = before[own] + alone[own] + within, records.sub_texts.take(subs)
        made._fill(rows, records.field_record[own], own, subs, within + 1, records.sub_at[subs], texts)
        return made

    def _fill(
        self,
        rows: NDArray[np.int64],
        record: NDArray[np.integer],
        field: NDArray[np.integer] | int,
        sub: NDArray[np.integer] | int,
        rank: NDArray[np.integer] | int,
        at: NDArray[np.integer],
        texts: Spans,
    ) -> None:
        self.record[rows], self.field[rows], self.sub[rows], self.rank[rows] = record, field, sub, rank
        self.at[rows], self.texts.starts[rows], self.texts.stops[rows] = at, texts.starts, texts.stops


def _room(size: int) -> Spans:
    return Spans(np.zeros(size, np.int32), np.zeros(size, np.int32))
