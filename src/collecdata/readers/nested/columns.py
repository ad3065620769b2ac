"""The cells that an element may hold, and the columns that they go to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Columns", "Leaf"]


class Leaf(NamedTuple):
    """Where a cell stands: its record set, the names from the record down to it, which part of the element it is."""

    record_set: int
    path: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of each record set, and which leaf goes where. Picklable."""

    names: tuple[tuple[str, ...], ...]
    places: Mapping[Leaf, int] = field(default_factory=dict)

    def place(self, leaf: Leaf, declared: str | None) -> int:
        """Return the column of a leaf in its record set; -1 when nobody knew of it and no name is declared for it."""
        found = self.places.get(leaf)
        if found is not None:
            return found
        return -1 if declared is None else self.names[leaf.record_set].index(declared)
