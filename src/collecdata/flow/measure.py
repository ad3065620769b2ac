"""What the report says of the rows, measured where they are made: sums, fill, codes met, proof of order."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import from_bools, from_int64, integers, nulls
from collecdata.kernels.distinct import decode, encode, total
from collecdata.kernels.order import strictly_increasing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from collecdata.catalogue.table import Table

__all__ = ["YEAR", "Measures", "add_measures", "add_sums", "measure", "sums"]

YEAR = "exercice"

Key = tuple[Any, ...]
K = TypeVar("K")
N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Measures:
    """Of some rows of one table, in order.

    `sums`: (decimal field, exercice or "") to total. `filled`: field to number of non-null cells. `codes`: (field,
    source code, canonical code) to number of rows. `first`, `last`: primary keys at both ends when the keys are
    strictly increasing in between, which proves them unique; None when they are not.
    """

    rows: int = 0
    sums: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    ends: tuple[Key, Key] | None = None


def measure(table: Table, rows: pa.RecordBatch) -> Measures:
    """Measure one batch of typed rows."""
    if rows.num_rows == 0:
        return Measures()
    return Measures(
        rows=rows.num_rows,
        sums=sums([f.name for f in table.fields if f.decimales is not None], rows),
        filled={f.name: rows.num_rows - rows.column(f.name).null_count for f in table.fields},
        codes=_codes(table, rows),
        ends=_ends(table, rows),
    )


def add_measures(left: Measures, right: Measures) -> Measures:
    """Join the measures of two runs of rows, `left` standing before `right`."""
    if not left.rows or not right.rows:
        return left if left.rows else right
    return Measures(
        left.rows + right.rows,
        add_sums(left.sums, right.sums),
        add_sums(left.filled, right.filled),
        add_sums(left.codes, right.codes),
        _join(left.ends, right.ends),
    )


def add_sums(left: Mapping[K, N], right: Mapping[K, N]) -> dict[K, N]:
    """Add totals or counts, key by key."""
    total = dict(left)
    for key, value in right.items():
        total[key] = total[key] + value if key in total else value
    return total


def _join(left: tuple[Key, Key] | None, right: tuple[Key, Key] | None) -> tuple[Key, Key] | None:
    if left is None or right is None or not left[1] < right[0]:
        return None
    return left[0], right[1]


def sums(names: Sequence[str], rows: pa.RecordBatch) -> dict[tuple[str, str], Decimal]:
    """Sum decimal fields: (field, exercice or "") to total; a field without any value has none."""
    totals: dict[tuple[str, str], Decimal] = {}
    for year, part in _by_year(rows) if names else ():
        for name in names:
            if (amount := total(part.column(name))) is not None:
                totals[name, year] = amount
    return totals


def _by_year(rows: pa.RecordBatch) -> list[tuple[str, pa.RecordBatch]]:
    if YEAR not in rows.schema.names:
        return [("", rows)]
    column = decode(rows.column(YEAR))
    years = pc.unique(column).to_pylist()
    if len(years) == 1:
        return [(str(years[0] or ""), rows)]
    numbers = np.where(nulls(column), 0, integers(column))
    return [(str(year or ""), rows.filter(from_bools(numbers == (year or 0)))) for year in years]


def _codes(table: Table, rows: pa.RecordBatch) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for wanted in table.fields:
        source = f"{wanted.name}_source"
        if wanted.vocabulaire and source in rows.schema.names and rows.column(source).null_count < rows.num_rows:
            found |= _pairs(wanted.name, rows.column(source), rows.column(wanted.name))
    return found


def _pairs(name: str, source: pa.Array, canonical: pa.Array) -> dict[tuple[str, str, str], int]:
    """Count each source code, with the canonical code of the first row that has it."""
    column = encode(source)
    present = np.flatnonzero(~nulls(column))
    indices = integers(column.indices)[present]
    counts = np.bincount(indices, minlength=len(column.dictionary))
    first = np.zeros(len(column.dictionary), np.int64)
    first[indices[::-1]] = present[::-1]
    used = np.flatnonzero(counts)
    targets = decode(canonical.take(from_int64(first[used]))).to_pylist()
    words = column.dictionary.take(from_int64(used)).to_pylist()
    return {
        (name, str(word), str(target or "")): int(count)
        for word, target, count in zip(words, targets, counts[used], strict=True)
    }


def _ends(table: Table, rows: pa.RecordBatch) -> tuple[Key, Key] | None:
    if not table.primary_key:
        return None
    columns = [rows.column(name) for name in table.primary_key]
    proven, last = strictly_increasing(columns, None)
    if not proven or last is None:
        return None
    return tuple(column[0].as_py() for column in columns), last
