"""Reading one dump whole, as the flow does, for tests."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import Tally
from collecdata.readers.source import Source
from collecdata.readers.sqldump import READER

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.readers.base import Layout


@dataclass
class Read:
    layout: Layout
    tables: dict[str, list[tuple[str | None, ...]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    rejects: list[dict[str, object]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    fault: InputError | None = None

    def codes(self):
        return [issue.code for issue in (*self.layout.issues, *self.issues)]


def read(path: Path, *, compression: str = "", member: str = "", **options) -> Read:
    source = Source(path, path.name, member, compression)
    assert READER.fits(source, source.head())
    found = Read(READER.inspect(source, READER.options.model_validate(options)))
    digest = hashlib.sha256()
    try:
        for split in READER.splits(found.layout, digest.update):
            for batch in READER.read(pickle.loads(pickle.dumps(split))):
                _take(found, batch)
    except InputError as error:
        found.fault = error
    if not member:
        assert digest.digest() == hashlib.sha256(path.read_bytes()).digest()
    assert found.tally.balanced
    if not compression:
        assert found.tally.physical == path.stat().st_size
    return found


def _take(found: Read, batch) -> None:
    batch.data.validate(full=True)
    found.rejects += batch.rejects.to_pylist() if batch.rejects is not None else []
    found.issues += batch.issues
    found.tally += batch.tally
    if batch.record_set:
        assert tuple(batch.data.schema.names[:-2]) == found.layout.record_sets[batch.record_set]
        columns = [decode(column).to_pylist() for column in batch.data.columns[:-2]]
        found.tables.setdefault(batch.record_set, []).extend(zip(*columns, strict=True))
        found.lines.setdefault(batch.record_set, []).extend(batch.data.column("_ligne").to_pylist())
