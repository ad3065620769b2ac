"""The tables of one piece to what the mapping reads: whole rows, rows set aside, rows that others climb to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_bools, from_int64, integers, texts
from collecdata.kernels.distinct import decode, is_encoded
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, Batch, Tally
from collecdata.readers.nested.rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.issues import Issue
    from collecdata.readers.nested.rows import Form
    from collecdata.readers.nested.tree import Indices

__all__ = ["Account", "Given", "batches", "merged"]


@dataclass(frozen=True, slots=True)
class Given:
    """Rows of records that no piece holds whole, by record set: those that begin here, those that began before."""

    here: Mapping[int, Table] = field(default_factory=dict)
    above: Mapping[int, pa.RecordBatch] = field(default_factory=dict)

    def known(self) -> Indices | None:
        """Return the first bytes of the records that begin here, None where there are none."""
        found = [integers(table.rows.column(ID)) for table in self.here.values()]
        return np.concatenate(found) if found else None


@dataclass(frozen=True, slots=True)
class Account:
    """What goes with a piece beside its rows; `reason`: why records that are not whole are not."""

    issues: tuple[Issue, ...] = ()
    tally: Tally = field(default_factory=Tally)
    reason: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def batches(
    source: str, names: Sequence[str], form: Form, found: Mapping[int, Table], given: Given, account: Account
) -> Iterator[Batch]:
    """Give the batches of a piece: first the rows that its own climb to, then a batch for each record set.

    Records that are not whole are set aside, and what they hold still climbs to them.

    Args:
        source: name of the file.
        names: of the record sets.
        form: their columns.
        found: rows of the piece, by record set.
        given: rows known from elsewhere.
        account: issues, tally and attachments, given with the first batch.
    """
    every = {number: _with(found.get(number), given.here.get(number)) for number in sorted({*found, *given.here})}
    broken = {number: rows for number, table in every.items() if (rows := _rows(table, whole=False)).num_rows}
    for number in sorted({*given.above, *broken}):
        above = [rows for rows in (given.above.get(number), broken.get(number)) if rows is not None]
        yield Batch(source, merged(above), names[number], context=True)
    for number, table in every.items():
        rejects = _rejects(broken[number], account.reason) if number in broken else None
        rows = _rows(table, whole=True)
        yield Batch(source, rows, names[number], account.issues, rejects, tally=account.tally, files=account.files)
        account = Account(reason=account.reason)
    if account.issues or account.files or account.tally != Tally():
        yield Batch(source, _none(form, 0), names[0], account.issues, tally=account.tally, files=account.files)


def merged(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Put rows of one record set together, in the order of the file."""
    if len(parts) == 1:
        return parts[0]
    order = from_int64(np.argsort(np.concatenate([integers(part.column(ID)) for part in parts]), kind="stable"))
    columns = []
    for place, name in enumerate(parts[0].schema.names):
        column = pa.concat_arrays([decode(part.column(place)) for part in parts]).take(order)
        columns.append(column.dictionary_encode() if is_encoded(parts[0].column(name)) else column)
    return pa.RecordBatch.from_arrays(columns, names=parts[0].schema.names)


def _with(own: Table | None, given: Table | None) -> Table:
    """Put the rows of a piece and those it only begins together; these are known better from elsewhere."""
    if given is None or own is None:
        table = own or given
        assert table is not None  # noqa: S101 - one of them is there
        return table
    known = integers(given.rows.column(ID))
    others = ~np.isin(integers(own.rows.column(ID)), known)
    parts = [own.rows.filter(from_bools(others)), given.rows]
    closed = np.concatenate([own.closed[others], given.closed])
    ids = np.concatenate([integers(part.column(ID)) for part in parts])
    return Table(own.set, merged(parts), closed[np.argsort(ids, kind="stable")])


def _rows(table: Table, *, whole: bool) -> pa.RecordBatch:
    wanted = table.closed if whole else ~table.closed
    return table.rows if wanted.all() else table.rows.filter(from_bools(wanted))


def _rejects(rows: pa.RecordBatch, reason: str) -> pa.RecordBatch:
    names = [name for name in rows.schema.names if name not in (ID, PARENT, RANK, LINE)]
    columns = [*(decode(rows.column(name)) for name in names), rows.column(LINE), texts([reason] * rows.num_rows)]
    return pa.RecordBatch.from_arrays(columns, names=[*names, LINE, REASONS])


def _none(form: Form, number: int) -> pa.RecordBatch:
    """Return no row of a record set."""
    empty, none = texts([]), from_int64(np.zeros(0, np.int64))
    columns = [empty if plain else empty.dictionary_encode() for plain in form.plain[number]]
    names = [*form.columns.names[number], LINE, ID, PARENT, RANK]
    return pa.RecordBatch.from_arrays([*columns, none, none, none, none], names=names)
