"""The elements of an XML file of the way out: a tree made from the paths of its leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collecdata.catalogue.export_language import XmlLayout

__all__ = ["Element", "faults", "tree"]

NAME = re.compile(r"(?:([A-Za-z_][\w.-]*):)?[A-Za-z_][\w.-]*")
"""Names of elements and attributes, and their prefix; XML has more, no product met does."""


@dataclass(slots=True)
class Element:
    """One element. A leaf has a `column` and no children; a repeated element the name it has in `repeat`."""

    name: str
    column: str | None = None
    repeated: str | None = None
    children: list[Element] = field(default_factory=list)

    def child(self, name: str) -> Element:
        """Return the child of that name that holds others, made last if there is none."""
        for one in self.children:
            if one.name == name and one.column is None:
                return one
        self.children.append(Element(name))
        return self.children[-1]

    def goes_on(self) -> Element | None:
        """Return the child that is, or holds, the next repeated element: the last one."""
        last = self.children[-1] if self.children else None
        return last if last is not None and last.holds_repeated() else None

    def holds_repeated(self) -> bool:
        """Say whether it is, or holds, a repeated element."""
        return self.repeated is not None or any(one.holds_repeated() for one in self.children)


def tree(layout: XmlLayout, columns: Iterable[str]) -> Element:
    """Make the tree: leaves in the order of the columns, each repeated element after the leaves of the one around it.

    A layout with `faults` gives a tree that means nothing.
    """
    root = Element(layout.root)
    homes = {"": root}
    around = [("", None), *((path.rpartition("/")[2], path) for path in layout.repeat)]
    by_home: dict[str, list[str]] = {name: [] for name, _ in around}
    for column in columns:
        by_home[_home(layout, column)].append(column)
    for (outer, _), (name, path) in zip(around, [*around[1:], (None, None)], strict=False):
        for column in by_home[outer]:
            *holders, leaf = column.split("/")[1 if outer else 0 :]
            _down(homes[outer], holders).children.append(Element(leaf, column))
        if name is not None and path is not None:
            *holders, last = path.split("/")
            homes[name] = Element(last, repeated=path)
            _down(homes[outer], holders).children.append(homes[name])
    return root


def faults(layout: XmlLayout, columns: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Give what no tree can be made of: where (`root`, `repeat`... or a column), the message code, the value."""
    listed = tuple(columns)
    known = {"xml", *layout.namespaces}
    for where, path in (
        (("xml", "root"), layout.root),
        *((("xml", "attribute"), one) for one in (layout.attribute,) if one is not None),
        *((("xml", "namespaces", one), one) for one in layout.namespaces),
        *((("xml", "repeat", one), one) for one in layout.repeat),
        *((("columns", one), one) for one in listed),
    ):
        for name in path.split("/"):
            found = NAME.fullmatch(name)
            if found is None or (found[1] is not None and found[1] not in known):
                yield where, "adapter.xml_name", name
    levels = ["", *(path.rpartition("/")[2] for path in layout.repeat)]
    deepest = 0
    for column in listed:
        level = levels.index(_home(layout, column))
        if level < deepest:
            yield ("columns", column), "adapter.xml_order", column
        deepest = max(deepest, level)
    yield from _interrupted(tree(layout, listed))


def _interrupted(element: Element) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Give the leaves that would stand after a repeated element, and names that are a leaf and hold others."""
    names = [one.name for one in element.children]
    for place, one in enumerate(element.children):
        after = one.holds_repeated() and one is not element.children[-1]
        if after or names.index(one.name) != place:
            for leaf in _leaves(element.children[-1] if after else one):
                yield ("columns", leaf), "adapter.xml_order", leaf
        yield from _interrupted(one)


def _leaves(element: Element) -> Iterator[str]:
    if element.column is not None:
        yield element.column
    for one in element.children:
        yield from _leaves(one)


def _home(layout: XmlLayout, column: str) -> str:
    """Return the name of the repeated element that a column is in, empty for the root."""
    first = column.partition("/")[0]
    return first if any(path.rpartition("/")[2] == first for path in layout.repeat) else ""


def _down(element: Element, names: Iterable[str]) -> Element:
    for name in names:
        element = element.child(name)
    return element
