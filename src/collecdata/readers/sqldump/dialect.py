"""What is known of a dump before its rows are read: its tables, and the pieces it is read in. Picklable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.marc.options import MarcCells

__all__ = ["Dialect", "Piece", "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one table; `plain`: those that are better off without a dictionary."""

    columns: tuple[str, ...]
    plain: tuple[bool, ...]


class Piece(NamedTuple):
    """Bytes `start` to `stop` of the file, from physical line `line` on.

    Rows of one table (`head`: how its statements begin, `columns`: what they name, if they do), or, where `table` is
    empty, anything else. `reason`: why what stands after its last whole row is no row, where something does. `data`:
    its bytes, where they cannot be read again from the disk. `before`: rows of the same table in the pieces before.
    """

    table: str
    start: int
    stop: int
    line: int
    head: bytes = b""
    columns: tuple[str, ...] = ()
    reason: str = ""
    data: bytes | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Dialect:
    """One dump. `damage`: the code of what keeps it from being read to its end, and the line."""

    encoding: str
    tables: dict[str, Table]
    pieces: tuple[Piece, ...]
    damage: str = ""
    line: int = 0
    marcxml: Mapping[str, MarcCells] = field(default_factory=dict)
    """Tables with a column of records."""

    def table_of(self, name: str) -> str:
        """Return the table that gives a record set."""
        return next((table for table, one in self.marcxml.items() if name in one.record_sets), name)
