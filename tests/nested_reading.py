"""Reading whole nested files in one call, and laying a tree out so that two readings can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.errors import InputError
from collecdata.kernels.stream import Tally
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Tree

RESERVED = ("_id", "_parent", "_rang", "_ligne")


@dataclass
class Reading:
    """All that a file gave, by record set."""

    layout: Layout
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    rejects: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    above: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """Rows that others climb to, and that are not given here."""
    issues: list[Issue] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    stopped: InputError | None = None
    """Why the end of the file was not reached."""
    files: dict[str, bytes] = field(default_factory=dict)
    pieces: int = 0
    seen: bytes = b""

    def cells(self, record_set: str) -> list[dict[str, str | None]]:
        """Return the rows of a record set, without what tells where they stand."""
        return [{name: cell for name, cell in row.items() if name not in RESERVED} for row in self.rows[record_set]]

    def codes(self) -> Counter[str]:
        """Count the issues, that of the end of the file too."""
        found = Counter({issue.code: 0 for issue in self.issues})
        for issue in self.issues:
            found[issue.code] += issue.count
        if self.stopped is not None:
            found[self.stopped.code] += 1
        return found


def read_file(reader: Reader, path: Path, **options: Any) -> Reading:
    """Read a file whole; every byte must have been observed once, every batch balanced."""
    source = Source(path, path.name)
    layout = reader.inspect(source, reader.options.model_validate(options))
    found = Reading(layout, issues=list(layout.issues))
    seen: list[bytes] = []
    try:
        for split in reader.splits(layout, lambda view: seen.append(bytes(view))):
            found.pieces += 1
            for batch in reader.read(split):
                rows = found.above if batch.context else found.rows
                rows[batch.record_set] += batch.data.to_pylist()
                found.issues += batch.issues
                found.files |= batch.files
                found.tally += batch.tally
                assert batch.tally.balanced
                if batch.rejects is not None:
                    found.rejects[batch.record_set] += batch.rejects.to_pylist()
    except InputError as error:
        found.stopped = error
    found.seen = b"".join(seen)
    assert found.seen == path.read_bytes()
    return found


def laid_out(tree: Tree, shape: Shape) -> list[tuple[Any, ...]]:
    """Give each record of a tree: record set, place of its parent, whether whole, and its cells by path and kind."""
    cells: list[dict[tuple[tuple[str, ...], str], list[str | None]]] = [{} for _ in tree.sets]
    text, bad = tree.values.take(np.arange(len(tree.owners)))
    order = np.argsort(tree.places, kind="stable").tolist()
    for at, value in ((at, text[at].as_py()) for at in order):
        leaf = shape.leaves[int(tree.leaves[at])]
        shown = tree.values.raw(at) if bad[at] else value
        cells[int(tree.owners[at])].setdefault((leaf.path, leaf.kind), []).append(shown)
    rank = {start: number for number, start in enumerate(tree.starts.tolist())}
    return [
        (shape.rules.sets[number].name, rank.get(parent, -1), whole, found)
        for number, parent, whole, found in zip(
            tree.sets.tolist(), tree.parents.tolist(), tree.closed.tolist(), cells, strict=True
        )
    ]


def same_rows(first: Reading, second: Reading) -> None:
    """Check that two readings of one file gave the same rows, rejects, issues and accounts."""
    assert dict(first.rows) == dict(second.rows)
    assert _sorted(first.rejects) == _sorted(second.rejects)
    assert first.codes() == second.codes()
    assert first.tally == second.tally


def _sorted(rejects: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {name: sorted(map(repr, rows)) for name, rows in rejects.items() if rows}


def pieces_of(layout: Layout, reader: Reader) -> Iterator[tuple[Any, memoryview]]:
    """Give the pieces of a plain file with their bytes."""
    data = layout.source.path.read_bytes()
    for split in reader.splits(layout, lambda _: None):
        yield split.detail, memoryview(data)[split.detail.start : split.detail.stop]
