"""Whether engines said the same: `python -m suite.marc.compare FORM OUT OUT...` prints what differs, if anything."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from suite.marc.tables import EXEMPLAIRE, NOTICE

__all__ = ["differences"]


def differences(form: str, ours: Path, theirs: Path) -> str:
    """Say which column differs, if any does; of structures, whether there are as many records and subfields."""
    if form == "structure":
        return _counted(ours, theirs)
    for name, columns in (("notice", NOTICE), ("exemplaire", ("id_notice", *EXEMPLAIRE))):
        mine, other = _open(ours, name), _open(theirs, name)
        for column in columns:
            left = pq.read_table(mine, columns=[column])[column]
            right = pq.read_table(other, columns=[column])[column]
            if _text(left) != _text(right):
                return f"{name}.{column}"
    return ""


def _text(column: pa.ChunkedArray) -> pa.Array:
    """Return plain text, letters with their accents: yaz leaves these apart."""
    return pc.utf8_normalize(column.cast("string").combine_chunks(), "NFC")


def _open(folder: Path, name: str) -> Path:
    """Return where a table is: in the package that `convert` writes, or in a folder of two files."""
    within = folder / "banc" / f"{name}.parquet"
    return within if within.exists() else folder / f"{name}.parquet"


def _counted(ours: Path, theirs: Path) -> str:
    """Compare our counts with the lines of yaz: one a field, one empty after a record, its leader first."""
    records, fields, _ = map(int, ours.read_text("utf-8").split())
    with theirs.open("rb") as stream:
        lines = [line == b"\n" for line in stream]
    empty = sum(lines)
    return "" if (empty, len(lines) - 2 * empty) == (records, fields) else f"yaz: {empty} records, {len(lines)} lines"


if __name__ == "__main__":
    form, *outs = sys.argv[1:]
    *ours, last = map(Path, outs)
    print(", ".join(filter(None, (differences(form, one, last) for one in ours))))
