"""What differs between two versions of a table, cell by cell.

Memory is bounded: rows are paired by the hashes of their keys, spilled, and only those that differ are read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.checks.keys import AT_ONCE, Read, rows_at
from collecdata.kernels.buffers import bools, from_int64, nulls, texts
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.pairing import ABSENT, Pairs, differing
from collecdata.kernels.spill import Spill
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

__all__ = ["ADDED", "CELLS", "CHANGED", "REMOVED", "Differences", "differences"]

ADDED, REMOVED, CHANGED = "ajoutee", "supprimee", "modifiee"

CELLS = pa.schema(
    [
        ("changement", pa.string()),
        ("cle", pa.string()),
        ("champ", pa.string()),
        ("ancienne", pa.string()),
        ("nouvelle", pa.string()),
        ("ancienne_source", pa.string()),
        ("ancienne_ligne", pa.int64()),
        ("nouvelle_source", pa.string()),
        ("nouvelle_ligne", pa.int64()),
    ]
)
"""One row for each cell that changed; one, without `champ` or values, for each row that is gone or new."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Some of the differences: rows `added`, `removed` and `changed`, cells changed `by_field`, and all of them."""

    added: int
    removed: int
    changed: int
    by_field: Mapping[str, int]
    cells: pa.RecordBatch


def differences(
    key: Sequence[str], compared: Sequence[str], old: Read, new: Read, directory: Path
) -> Iterator[Differences]:
    """Compare two versions of a table; equal rows cost a hash, whatever the order of the rows.

    Args:
        key: fields that name a row (they need not be unique: rows that share a key are paired in order).
        compared: the other fields to compare.
        old: reads the first version.
        new: reads the second version, with the same fields and types.
        directory: where hashes are spilled.
    """
    with _hashed(key, compared, old, directory) as before, _hashed(key, compared, new, directory) as after:
        for pairs in _in_pieces(differing(before, after)):
            sides = (_Rows.fetch(read, (*key, *compared), at) for read, at in ((old, pairs.old), (new, pairs.new)))
            yield _compared(key, compared, *sides)


def _hashed(key: Sequence[str], compared: Sequence[str], read: Read, directory: Path) -> Spill:
    spill = Spill(directory, contents=True)
    start = 0
    for batch in read((*key, *compared)):
        contents = hash_rows([batch.column(name) for name in compared or key])
        spill.add(hash_rows([batch.column(name) for name in key]), np.arange(start, start + batch.num_rows), contents)
        start += batch.num_rows
    return spill


def _in_pieces(found: Iterator[Pairs]) -> Iterator[Pairs]:
    """Gather about `AT_ONCE` rows for one pass over the tables, in the order of their positions."""
    waiting: list[Pairs] = []
    for pairs in found:
        waiting.append(pairs)
        if sum(len(one.old) for one in waiting) >= AT_ONCE:
            yield _in_order(waiting)
            waiting = []
    if waiting:
        yield _in_order(waiting)


def _in_order(waiting: Sequence[Pairs]) -> Pairs:
    old, new = (np.concatenate(side) for side in zip(*waiting, strict=True))
    order = np.lexsort((new, np.where(old == ABSENT, new, old)))
    return Pairs(old[order], new[order])


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one side: `place` in `data` of each pair, `ABSENT` where the side has none."""

    place: Places
    data: pa.RecordBatch | None

    @classmethod
    def fetch(cls, read: Read, names: Sequence[str], positions: Places) -> _Rows:
        wanted = np.unique(positions[positions != ABSENT])
        if not len(wanted):
            return cls(positions, None)
        data = rows_at(wanted, read((*names, SOURCE, LINE)))
        return cls(np.where(positions == ABSENT, ABSENT, np.searchsorted(wanted, positions)), data)

    def take(self, name: str, pairs: Places) -> pa.Array:
        """Return the cells of a field for some pairs, null where this side has no row."""
        if self.data is None:
            return pa.nulls(len(pairs), pa.string())
        place = self.place[pairs]
        return self.data.column(name).take(from_int64(place, place == ABSENT))


def _compared(key: Sequence[str], compared: Sequence[str], old: _Rows, new: _Rows) -> Differences:
    there = old.place != ABSENT, new.place != ABSENT
    both = np.flatnonzero(there[0] & there[1])
    # Two keys of one hash by accident are two rows, not one that changed.
    strangers = _differ(old, new, key, both)
    removed = np.union1d(np.flatnonzero(~there[1]), both[strangers])
    added = np.union1d(np.flatnonzero(~there[0]), both[strangers])
    both = both[~strangers]
    fields = {name: both[_differ(old, new, (name,), both)] for name in compared}
    fields = {name: pairs for name, pairs in fields.items() if len(pairs)}
    parts = [
        (REMOVED, None, removed),
        (ADDED, None, added),
        *((CHANGED, name, pairs) for name, pairs in fields.items()),
    ]
    cells = pa.Table.from_batches([_cells(*part, old, new, key) for part in parts])
    order = np.argsort(np.concatenate([pairs for *_, pairs in parts]), kind="stable")
    ordered = cells.combine_chunks().to_batches()[0].take(from_int64(order))
    return Differences(
        len(added), len(removed), len(both), {name: len(pairs) for name, pairs in fields.items()}, ordered
    )


def _differ(old: _Rows, new: _Rows, names: Sequence[str], pairs: Places) -> NDArray[np.bool_]:
    """Tell which pairs differ in some field (null equals null)."""
    result = np.zeros(len(pairs), np.bool_)
    for name in names if len(pairs) else ():
        before, after = old.take(name, pairs), new.take(name, pairs)
        result |= bools(pc.not_equal(before, after)) | (nulls(before) != nulls(after))
    return result


def _cells(change: str, name: str | None, pairs: Places, old: _Rows, new: _Rows, key: Sequence[str]) -> pa.RecordBatch:
    """Return the rows of `CELLS` for one kind of change, of one field."""
    sides = (old, change != ADDED), (new, change != REMOVED)
    values = [_text(side.take(name, pairs)) if name else pa.nulls(len(pairs), pa.string()) for side, _ in sides]
    named = new if change == ADDED else old
    columns = [_same(change, len(pairs)), _key_text([named.take(one, pairs) for one in key]), _same(name, len(pairs))]
    columns += values
    for side, there in sides:
        columns += [side.take(one, pairs) if there else pa.nulls(len(pairs)) for one in (SOURCE, LINE)]
    columns = [column.cast(field.type) for column, field in zip(columns, CELLS, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=CELLS)


def _same(word: str | None, length: int) -> pa.Array:
    return texts([word]).take(from_int64(np.zeros(length, np.int64)))


def _key_text(columns: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*map(_text, columns), " | ", null_handling="replace", null_replacement="")


def _text(column: pa.Array) -> pa.Array:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())
