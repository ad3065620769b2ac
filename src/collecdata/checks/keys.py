"""Keys over whole tables, once written: read again column by column, in bounded memory, counted exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue
from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import repeated, row_labels
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.order import strictly_increasing
from collecdata.kernels.spill import Spill, missing
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from collecdata.catalogue.table import ForeignKey

    Mask = NDArray[np.bool_]

__all__ = ["AT_ONCE", "Read", "foreign_key", "rows_at", "unique_key"]

Read = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
"""Reads some columns of a written table, all its rows in written order; may be called again."""
AT_ONCE = 1 << 20
"""Candidates compared, or hashes looked for, in one pass over a table (each takes some tens of bytes)."""
SAID = 1 << 16
"""Rows that are Python objects at a time, to be said."""


def unique_key(
    table: str, fields: Sequence[str], read: Read, directory: Path, *, null_repeats: bool = True
) -> Iterator[Issue]:
    """Report each row whose key an earlier row has (`key.duplicate`).

    Rows in strictly increasing order are proof enough. Else every row is hashed; those that share a hash are read
    again and compared. Null is a value like another in a primary key; with `null_repeats` false it never repeats.
    """
    if _increasing(fields, read):
        return
    report = partial(_issues, "key.duplicate", table, fields)
    with Spill(directory) as spill:
        start = 0
        for batch in read((*fields, LINE, SOURCE)):
            keys = _columns(batch, fields)
            again = repeated(row_labels(keys))
            if not null_repeats:
                again &= ~_any_null(keys)
            yield from report(batch, again)
            rows = np.flatnonzero(~again if null_repeats else ~again & ~_any_null(keys))
            spill.add(hash_rows(keys)[rows], rows + start)
            start += batch.num_rows
        for wanted in _in_pieces(spill):
            rows_again = rows_at(np.sort(wanted), read((*fields, LINE, SOURCE)))
            yield from report(rows_again, repeated(row_labels(_columns(rows_again, fields))))


def _increasing(fields: Sequence[str], read: Read) -> bool:
    previous: tuple[Any, ...] | None = None
    for batch in read(fields):
        proven, previous = strictly_increasing(_columns(batch, fields), previous)
        if not proven:
            return False
    return True


def _in_pieces(spill: Spill) -> Iterator[NDArray[np.int64]]:
    """Give the positions of rows that share a hash, all those of a hash together, about `AT_ONCE` at a time."""
    waiting: list[NDArray[np.int64]] = []
    for positions, _ in spill.candidates():
        waiting.append(positions)
        if sum(map(len, waiting)) >= AT_ONCE:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def rows_at(positions: NDArray[np.int64], batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch:
    """Return the rows at these positions of a table, sorted (one at least), with plain columns."""
    found: list[pa.RecordBatch] = []
    start = 0
    for batch in batches:
        first, last = np.searchsorted(positions, (start, start + batch.num_rows))
        if first < last:
            rows = batch.take(from_int64(positions[first:last] - start))
            found.append(pa.RecordBatch.from_arrays([decode(one) for one in rows.columns], names=rows.schema.names))
        start += batch.num_rows
    return pa.Table.from_batches(found).combine_chunks().to_batches()[0]


def foreign_key(table: str, key: ForeignKey, read: Read, read_parent: Read, directory: Path) -> Iterator[Issue]:
    """Report each row whose parent is nowhere (`key.foreign`); a null in any of the fields is no reference.

    Only hashes are compared: one that is absent is proof, one that is there by accident is left to odds of 2**-64.
    """
    with Spill(directory) as children, Spill(directory) as parents:
        _add_distinct(children, key.fields, read(key.fields))
        _add_distinct(parents, key.reference, read_parent(key.reference))
        for orphans in _distinct_pieces(missing(children, parents)):
            for batch in read((*key.fields, LINE, SOURCE)):
                keys = _columns(batch, key.fields)
                bad = np.isin(hash_rows(keys), orphans) & ~_any_null(keys)
                yield from _issues("key.foreign", table, key.fields, batch, bad, {"reference": key.table})


def _add_distinct(spill: Spill, fields: Sequence[str], batches: Iterator[pa.RecordBatch]) -> None:
    """Keep the hash of every key without nulls, as its own position: once a batch, for a key may fill a table."""
    for batch in batches:
        keys = _columns(batch, fields)
        hashes = np.unique(hash_rows(keys)[~_any_null(keys)])
        spill.add(hashes, hashes.view(np.int64))


def _distinct_pieces(found: Iterator[NDArray[np.int64]]) -> Iterator[NDArray[np.uint64]]:
    """Give the hashes found, each once (equal ones come together), about `AT_ONCE` at a time."""
    waiting: list[NDArray[np.uint64]] = []
    for hashes in chain(found, [None]):
        if hashes is not None:
            waiting.append(np.unique(hashes.view(np.uint64)))
        if waiting and (hashes is None or sum(map(len, waiting)) >= AT_ONCE):
            yield np.concatenate(waiting)
            waiting = []


def _columns(batch: pa.RecordBatch, fields: Sequence[str]) -> list[pa.Array]:
    return [batch.column(name) for name in fields]


def _any_null(columns: Sequence[pa.Array]) -> Mask:
    result = nulls(columns[0])
    for column in columns[1:]:
        result = result | nulls(column)
    return result


def _issues(
    code: str,
    table: str,
    fields: Sequence[str],
    batch: pa.RecordBatch,
    bad: Mask,
    params: Mapping[str, str] | None = None,
) -> Iterator[Issue]:
    """Give an issue for each source file that the rows marked come from, `SAID` of them at a time."""
    marked = np.flatnonzero(bad)
    for start in range(0, len(marked), SAID):
        rows = batch.take(from_int64(marked[start : start + SAID]))
        yield from _said(Issue(code, table=table, field=", ".join(fields), params=params or {}), fields, rows)


def _said(issue: Issue, fields: Sequence[str], rows: pa.RecordBatch) -> Iterator[Issue]:
    """Give the issue of the rows of each source file."""
    sources = rows.column(SOURCE).to_pylist()
    cells = [rows.column(name).to_pylist() for name in fields]
    keys = [" | ".join("" if cell is None else str(cell) for cell in key) for key in zip(*cells, strict=True)]
    lines = integers(decode(rows.column(LINE))).tolist()
    places: dict[str | None, list[int]] = {}
    for place, source in enumerate(sources):
        places.setdefault(source, []).append(place)
    for source, mine in places.items():
        yield replace(
            issue,
            source=source or "",
            lines=tuple(lines[place] for place in mine),
            values=tuple(keys[place] for place in mine),
            count=len(mine),
        )
