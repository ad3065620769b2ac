"""Each returns the rank of the rows that changed, in order; nothing is added or removed between the two versions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

__all__ = ["SHARE", "collecdata", "row_by_row"]

KEY = ("siren", "date_cloture", "rang")
SHARE = 20
"""A comparison row by row does one row in so many."""


def collecdata(old: Path, new: Path, rows: int) -> list[int]:  # noqa: ARG001 - one form for both
    """Compare the packages; the ranks are those of the Parquet of differences."""
    import pyarrow.parquet as pq

    import collecdata as ours

    with tempfile.TemporaryDirectory() as folder:
        cells = Path(folder) / "cells.parquet"
        found = ours.diff(old, new, out=cells)
        (table,) = found.tables
        if (table.added, table.removed) != (0, 0) or list(table.by_field) != ["debit"]:
            raise SystemExit(found.text())
        keys = pq.read_table(cells, columns=["cle"])["cle"].to_pylist()
    return sorted(int(key.rpartition(" | ")[2]) for key in keys)


def row_by_row(old: Path, new: Path, rows: int) -> list[int]:
    """Keep the first version in a dictionary by key, and hold each row of the second against it."""
    kept = {tuple(row[name] for name in KEY): row for row in _rows(old, rows // SHARE)}
    changed = []
    for row in _rows(new, rows // SHARE):
        before = kept.pop(tuple(row[name] for name in KEY), None)
        if before is None or any(before[name] != value for name, value in row.items()):
            changed.append(row["rang"])
    return sorted(changed)


def _rows(package: Path, last: int) -> Any:  # noqa: ANN401
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(package / "compta" / "ecriture.parquet").iter_batches(10_000):
        yield from batch.filter(pc.less_equal(batch["rang"], last)).to_pylist()
