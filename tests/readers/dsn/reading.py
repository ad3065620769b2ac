"""A DSN read whole, as lists of rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collecdata.kernels.stream import Tally
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.readers.base import Layout

READER = READERS["dsn"]
HEAD = """\
S10.G00.00.001,'PAIE'
S10.G00.00.005,'02'
S10.G00.00.006,'P25V01'
"""
DECLARATION = """\
S20.G00.05.001,'01'
S20.G00.05.002,'01'
S20.G00.05.003,'11'
S20.G00.05.004,'1'
S20.G00.05.005,'01112025'
S20.G00.05.007,'28112025'
S20.G00.05.008,'01'
S21.G00.06.001,'123456782'
S21.G00.11.001,'00010'
"""


@dataclass
class Read:
    """Rows by record set (those that only stand above left out), rejects, issues, the account of lines."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rejects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    pieces: int = 0

    def said(self, code: str) -> list[tuple[str, int]]:
        """Return column and line of each place of an issue."""
        return [(one.column, line) for one in self.issues if one.code == code for line in one.lines]


def layout_of(path: Path, block: int = 8 << 20) -> Layout:
    """Inspect a file."""
    return READER.inspect(Source(path, path.name), READER.options(block=block))


def read(path: Path, block: int = 8 << 20) -> Read:
    """Read a file in pieces of `block` bytes."""
    return read_layout(layout_of(path, block))


def read_layout(layout: Layout) -> Read:
    """Read what a layout says."""
    found = Read(issues=list(layout.issues))
    reader = READERS[layout.reader]
    for split in reader.splits(layout, len):
        found.pieces += 1
        for batch in reader.read(split):
            if batch.context:
                continue
            found.tally += batch.tally
            found.issues += batch.issues
            kept = [{k: v for k, v in row.items() if v is not None} for row in batch.data.to_pylist()]
            found.rows.setdefault(batch.record_set, []).extend(kept)
            if batch.rejects is not None:
                found.rejects.setdefault(batch.record_set, []).extend(batch.rejects.to_pylist())
    return found


def closed(body: str, declarations: int = 1) -> bytes:
    """Put the total behind a body, in Latin-1."""
    lines = body.count("\n") + 2
    return (body + f"S90.G00.90.001,'{lines}'\nS90.G00.90.002,'{declarations}'\n").encode("latin-1")
