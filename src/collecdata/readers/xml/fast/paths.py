"""What the numbers of nodes mean, as arrays: looked up for a whole stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.nested.shape import ABOVE, TEXT
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.lookup import Lookup
from collecdata.readers.xml.markup import local

if TYPE_CHECKING:
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.tags import Names

__all__ = ["Paths"]

_OF_ATTRIBUTES = 2
NOTHING = -1
"""No record set; no name."""


class Paths:
    """Nodes and leaves of a shape, by numbers of names."""

    def __init__(self, shape: Shape, names: Names, encoding: str, value: str) -> None:
        self.shape, self.names, self.encoding, self.value = shape, names, encoding, value.encode(encoding, "replace")
        self.child = Lookup(self._child)
        self._leaves = Lookup(self._leaf)

    def is_value(self, attributes: Indices) -> Mask:
        """Mark the attribute that is the value of its element."""
        number = self.names.attributes.get(self.value, NOTHING)
        return np.asarray(attributes == number)

    def is_space(self, attributes: Indices) -> Mask:
        """Mark declarations of namespaces."""
        spaces = [number for name, number in self.names.attributes.items() if _is_space(name)]
        return np.isin(attributes, spaces) if spaces else np.zeros(len(attributes), np.bool_)

    def sets(self) -> Indices:
        """Return the record set of each node, -1 for none, and -1 for no node (the last)."""
        return np.array([*(node.set for node in self.shape.nodes), NOTHING], np.int64)

    def skipped(self) -> Mask:
        """Mark the nodes that the adapter leaves out."""
        return np.array([*(node.skipped for node in self.shape.nodes), False], np.bool_)

    def named(self) -> Mask:
        """Mark the nodes of records whose name is a column."""
        rules = self.shape.rules.sets
        return np.array([*(node.set >= 0 and rules[node.set].named for node in self.shape.nodes), False], np.bool_)

    def binary(self) -> Mask:
        """Mark the nodes whose text is a file."""
        return np.array([*(node.binary for node in self.shape.nodes), False], np.bool_)

    def of_attributes(self, nodes: Indices, attributes: Indices) -> Indices:
        """Return the leaves of attributes."""
        return self._leaves(nodes, attributes + _OF_ATTRIBUTES)

    def of_values(self, nodes: Indices) -> Indices:
        """Return the leaves of texts that are the value of their element."""
        return self._leaves(nodes, np.zeros(len(nodes), np.int64))

    def of_texts(self, nodes: Indices) -> Indices:
        """Return the leaves of texts beside a value."""
        return self._leaves(nodes, np.ones(len(nodes), np.int64))

    def _child(self, above: int, name: int) -> int:
        node = above - 1 if above else ABOVE
        return self.shape.child(node, self._text(list(self.names.elements)[name]))

    def _leaf(self, node: int, kind: int) -> int:
        if kind < _OF_ATTRIBUTES:
            return self.shape.leaf(node, TEXT if kind else "")
        attribute = list(self.names.attributes)[kind - _OF_ATTRIBUTES]
        if attribute == self.value:
            return self.shape.leaf(node, f"@{self._text(attribute)}" if self.shape.nodes[node].set >= 0 else "")
        return self.shape.leaf(node, f"@{self._text(attribute)}")

    def _text(self, name: bytes) -> str:
        try:
            return local(name.decode(self.encoding))
        except UnicodeDecodeError:
            raise IrregularError from None  # the exact reading says where


def _is_space(name: bytes) -> bool:
    return name == b"xmlns" or name.startswith(b"xmlns:")
