"""Reading one spreadsheet whole, as the flow does, for tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import Tally
from collecdata.readers.excel import READER
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.readers.base import Layout


@dataclass
class Read:
    layout: Layout
    columns: tuple[str, ...]
    rows: list[tuple[str | None, ...]]
    lines: list[int]
    issues: list[Issue]
    tally: Tally

    def codes(self) -> list[str]:
        return [issue.code for issue in self.issues]

    def issue(self, code: str) -> Issue:
        (found,) = [issue for issue in self.issues if issue.code == code]
        return found


def read(path: Path, **options) -> Read:
    source = Source(path, path.name)
    assert READER.fits(source, source.head())
    layout = READER.inspect(source, READER.options.model_validate(options))
    digest = hashlib.sha256()
    (split,) = READER.splits(layout, digest.update)
    assert digest.digest() == hashlib.sha256(path.read_bytes()).digest()
    batches = list(READER.read(split))
    columns = layout.record_sets[""]
    rows, lines, issues, tally = [], [], list(layout.issues), Tally()
    for batch in batches:
        batch.data.validate(full=True)
        assert tuple(batch.data.schema.names) == (*columns, "_ligne")
        assert all(
            field.type in (pa.string(), pa.dictionary(pa.int32(), pa.string())) for field in batch.data.schema
            if field.name != "_ligne"
        )  # fmt: skip
        plain = [decode(column).to_pylist() for column in batch.data.columns[:-1]]
        rows += list(zip(*plain, strict=True)) if plain else []
        lines += batch.data.column("_ligne").to_pylist()
        issues += batch.issues
        tally += batch.tally
    assert tally.balanced
    assert tally.records == len(rows) == len(lines)
    return Read(layout, columns, rows, lines, issues, tally)
