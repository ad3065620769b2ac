"""Fields that records are given besides their own: items, from a table that has one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int64, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

    Places = NDArray[np.int64]

__all__ = ["Added", "laid_out"]


class Added:
    """Rows of subfields, found by record; what has been asked for, and what has been written, is remembered."""

    def __init__(self, rows: Sequence[pa.RecordBatch]) -> None:
        """Sort the rows that `laid_out` made by record."""
        table = pa.Table.from_batches(rows).combine_chunks() if rows else None
        self._rows = table.to_batches()[0] if table is not None and table.num_rows else None
        names = self._rows.column("notice").to_pylist() if self._rows is not None else []
        self._rank = {name: rank for rank, name in enumerate(dict.fromkeys(names))}
        owner = np.fromiter((self._rank[name] for name in names), np.int64, len(names))
        self._order = np.argsort(owner, kind="stable")
        self._bounds = np.searchsorted(owner[self._order], np.arange(len(self._rank) + 1))
        fields = self._rows.column("zone_rang").to_pylist() if self._rows is not None else []
        pairs = set(zip(owner.tolist(), fields, strict=True))
        self._fields = np.bincount([rank for rank, _ in pairs], minlength=len(self._rank))
        self._seen, self._written = np.zeros(len(self._rank), np.bool_), np.zeros(len(self._rank), np.bool_)

    def to(self, rows: pa.RecordBatch, begins: Places) -> tuple[pa.RecordBatch, Places]:
        """Put its own rows at the end of each record; return them all, and the rank here of each record (-1: none)."""
        names = rows.column("notice").take(from_int64(begins)).to_pylist()
        ranks = np.fromiter((self._rank.get(name, -1) for name in names), np.int64, len(names))
        held = np.flatnonzero(ranks >= 0)
        if self._rows is None or not len(held):
            return rows, ranks
        self._seen[ranks[held]] = True
        start, stop = self._bounds[ranks[held]], self._bounds[ranks[held] + 1]
        own = np.concatenate([self._order[low:high] for low, high in zip(start, stop, strict=True)])
        more = self._rows.take(from_int64(own))
        missing = [name for name in rows.schema.names if name not in more.schema.names]
        for name in missing:
            more = more.append_column(name, pa.nulls(len(own), rows.schema.field(name).type))
        both = pa.Table.from_batches([rows, more.select(rows.schema.names).cast(rows.schema)]).combine_chunks()
        sizes = np.diff(np.append(begins, rows.num_rows))
        record = np.concatenate([np.repeat(np.arange(len(begins)), sizes), np.repeat(held, stop - start)])
        return both.to_batches()[0].take(from_int64(np.argsort(record, kind="stable"))), ranks

    def wrote(self, ranks: Places) -> None:
        """Remember which records were written (ranks that `to` gave)."""
        self._written[ranks[ranks >= 0]] = True

    @property
    def written(self) -> int:
        """How many fields are in the file."""
        return int(self._fields[self._written].sum())

    @property
    def lost(self) -> int:
        """How many are not: their record is not there, or could not be written."""
        return int(self._fields[~self._written].sum())

    @property
    def without_record(self) -> list[str]:
        """The records that were asked of nobody."""
        return [name for name, rank in self._rank.items() if not self._seen[rank]]


def laid_out(data: pa.RecordBatch, zone: str, indicators: str, first: int) -> pa.RecordBatch:
    """Lay out items, one a row, as rows of subfields.

    Args:
        data: `notice`, then a column a subfield, under its code.
        zone: the tag of their fields.
        indicators: those of their fields.
        first: how many fields were laid out before: a field has its own name in its record.
    """
    codes = [name for name in data.schema.names if name not in ("notice", SOURCE, LINE)]
    columns = [decode(data.column(name)) for name in codes]
    filled = np.stack([_filled(column) for column in columns], axis=1)
    item, code = np.nonzero(filled)
    count = data.num_rows
    made = {
        "notice": decode(data.column("notice")).take(from_int64(item)),
        "zone_rang": texts([f"+{first + one}" for one in range(count)]).take(from_int64(item)),
        "zone": _constant(zone, len(item)),
        "indicateurs": _constant(indicators, len(item)),
        "sous_zone_rang": texts(str(one + 1) for one in range(len(codes))).take(from_int64(code)),
        "sous_zone": texts(codes).take(from_int64(code)),
        "contenu": pa.concat_arrays(columns).take(from_int64(code * count + item)),
    }
    return pa.RecordBatch.from_arrays(list(made.values()), names=list(made))


def _filled(column: pa.Array) -> Mask:
    found: Mask = ~nulls(column) & (cells(column).lengths > 0)
    return found


def _constant(text: str, size: int) -> pa.Array:
    return texts([text]).take(from_int64(np.zeros(size, np.int64)))
