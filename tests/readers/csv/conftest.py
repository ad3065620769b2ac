"""Reading a whole file, or some bytes, in one call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from collecdata.kernels.stream import Tally
from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.csv.reader import CsvReader
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collecdata.readers.base import Layout, Split


@dataclass
class Outcome:
    """All that reading a file gave, batches put end to end."""

    layout: Layout
    splits: list[Split] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    places: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    """(code, severity, column, line, value) of each issue met while reading."""
    tally: Tally = field(default_factory=Tally)
    seen: bytes = b""
    """What `observe` was given."""
    batches: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return self.layout.record_sets[""]

    @property
    def cells(self) -> list[list[str | None]]:
        return [[row[name] for name in self.columns] for row in self.rows]

    @property
    def lines(self) -> list[int]:
        return [row["_ligne"] for row in self.rows]

    @property
    def issues(self) -> list[tuple[str, str, int]]:
        """(code, column, line), of the layout and of the batches."""
        head = [(issue.code, issue.column, (*issue.lines, 0)[0]) for issue in self.layout.issues]
        return head + sorted((code, column, line) for code, _, column, line, _ in self.places)

    def of(self, code: str) -> list[tuple[Any, ...]]:
        return sorted(place[1:] for place in self.places if place[0] == code)

    def same(self) -> tuple[Any, ...]:
        """What does not depend on how the file was cut."""
        return self.rows, self.rejects, self.places, self.tally


def read_source(source: Source, **options: Any) -> Outcome:
    reader = CsvReader()
    outcome = Outcome(reader.inspect(source, CsvOptions(**options)))
    seen: list[bytes] = []
    schema = None
    for split in reader.splits(outcome.layout, lambda view: seen.append(bytes(view))):
        outcome.splits.append(split)
        for batch in reader.read(split):
            schema = schema or batch.data.schema
            assert batch.data.schema == schema
            assert batch.tally.balanced
            outcome.batches += 1
            outcome.tally += batch.tally
            outcome.rows += batch.data.to_pylist()
            if batch.rejects is not None:
                outcome.rejects += batch.rejects.to_pylist()
            for issue in batch.issues:
                assert issue.source == source.name
                values = issue.values or (None,) * len(issue.lines)
                for line, value in zip(issue.lines, values, strict=True):
                    outcome.places[issue.code, str(issue.severity), issue.column, line, value] += 1
    outcome.seen = b"".join(seen)
    return outcome


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Outcome]:
    """Read bytes (written to a file first) or a path."""

    def run(content: bytes | Path, **options: Any) -> Outcome:
        path = content
        if isinstance(content, bytes):
            path = tmp_path / "exemple.csv"
            path.unlink(missing_ok=True)  # a file written over is flushed at once by some systems
            path.write_bytes(content)
        assert not isinstance(path, bytes)
        outcome = read_source(Source(path, path.name), **options)
        assert outcome.seen == path.read_bytes()
        return outcome

    return run
