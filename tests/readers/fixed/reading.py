"""Reading one file of fixed widths whole, as the flow does, for tests."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import Tally
from collecdata.readers.fixed import READER
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.readers.base import Layout

FIELDS = {"code": {"start": "1", "length": "3"}, "nom": {"start": "4", "length": "5"}, "fin": {"start": 9, "length": 2}}


@dataclass
class Read:
    layout: Layout
    sets: dict[str, list[tuple[str | None, ...]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    rejects: list[dict[str, object]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    splits: int = 0

    @property
    def rows(self):
        return self.sets[""]

    def codes(self):
        return [issue.code for issue in self.issues]


def read(path: Path, *, compression: str = "", **options) -> Read:
    source = Source(path, path.name, "", compression)
    assert READER.fits(source, source.head())
    options = {"encoding": "utf-8", **({} if "record_sets" in options else {"fields": FIELDS}), **options}
    layout = READER.inspect(source, READER.options.model_validate(options))
    found = Read(layout)
    digest = hashlib.sha256()
    for split in READER.splits(layout, digest.update):
        found.splits += 1
        for batch in READER.read(pickle.loads(pickle.dumps(split))):
            take(found, batch)
    assert digest.digest() == hashlib.sha256(path.read_bytes()).digest()
    assert found.tally.balanced
    return found


def take(found: Read, batch) -> None:
    batch.data.validate(full=True)
    columns = [decode(column).to_pylist() for column in batch.data.columns[:-1]]
    if batch.record_set in found.layout.record_sets:
        assert tuple(batch.data.schema.names[:-1]) == found.layout.record_sets[batch.record_set]
    found.sets.setdefault(batch.record_set, []).extend(zip(*columns, strict=True))
    found.lines.setdefault(batch.record_set, []).extend(batch.data.column("_ligne").to_pylist())
    found.rejects += batch.rejects.to_pylist() if batch.rejects is not None else []
    found.issues += batch.issues
    found.tally += batch.tally
