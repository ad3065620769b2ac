"""The paths of a file, each met once and understood once: record, block, leaf, or left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.readers.nested.columns import Leaf

if TYPE_CHECKING:
    from collecdata.readers.nested.rules import Rules

__all__ = ["ABOVE", "BYTES", "SHA256", "TEXT", "Node", "Shape"]

ABOVE = -1
"""The node above the root."""
TEXT = "#text"
"""The kind of a leaf: text beside a value, or among elements. `@x` is an attribute, the empty one the value."""
BYTES, SHA256 = "@bytes", "@sha256"
"""What is kept of a binary leaf: its size and its digest, once decoded."""


@dataclass(slots=True)
class Node:
    """One path. `set` is its record set or -1, `owner` the node of the nearest record, at it or above."""

    name: str
    path: tuple[str, ...]
    inner: tuple[str, ...]
    set: int
    owner: int
    skipped: bool
    binary: bool
    below: dict[str, int] = field(default_factory=dict)
    leaves: dict[str, int] = field(default_factory=dict)


class Shape:
    """Grows as paths are met. Nodes and leaves are numbered in the order of their first appearance."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.nodes: list[Node] = []
        self.leaves: list[Leaf] = []
        self._tops: dict[str, int] = {}

    def child(self, node: int, name: str) -> int:
        """Return the node of an element of this name in an element at `node` (`ABOVE` for the root)."""
        below = self._tops if node == ABOVE else self.nodes[node].below
        found = below.get(name)
        if found is None:
            found = below[name] = self._new(node, name)
        return found

    def at(self, path: tuple[str, ...]) -> int:
        """Return the node of a path, that begins with the root's name."""
        node = ABOVE
        for name in path:
            node = self.child(node, name)
        return node

    def leaf(self, node: int, kind: str) -> int:
        """Return the number of a leaf: part `kind` of an element at `node`."""
        one = self.nodes[node]
        found = one.leaves.get(kind)
        if found is None:
            found = one.leaves[kind] = len(self.leaves)
            self.leaves.append(Leaf(self.nodes[one.owner].set, one.inner, kind))
        return found

    def set_of(self, leaf: int) -> int:
        """Return the record set of a leaf."""
        return self.leaves[leaf].record_set

    def _new(self, node: int, name: str) -> int:
        above = self.nodes[node] if node != ABOVE else None
        path = (*above.path, name) if above else (name,)
        number = len(self.nodes)
        meaning = self.rules.meaning(path)
        skipped = (above is not None and above.skipped) or meaning.skipped
        record_set = -1 if skipped else meaning.record_set
        own = record_set >= 0 or above is None
        self.nodes.append(
            Node(
                name,
                path,
                () if own or above is None else (*above.inner, name),
                max(record_set, 0) if above is None else record_set,
                number if own or above is None else above.owner,
                skipped,
                meaning.binary,
            )
        )
        return number
