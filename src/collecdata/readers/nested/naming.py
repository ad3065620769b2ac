"""Names of the columns: those the adapter gives, else the shortest that no other column of the record set has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from collecdata.kernels.stream import RESERVED
from collecdata.readers.nested.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collecdata.readers.nested.columns import Leaf
    from collecdata.readers.nested.rules import Rules

__all__ = ["full_name", "name_columns"]


def name_columns(rules: Rules, leaves: Sequence[Leaf]) -> Columns:
    """Name the leaves met in the head of a file; files of the same rules and leaves share the result.

    Columns that the adapter declares come first, whether they are there or not; the others follow in the order of
    their first appearance, under the last part of their path (`Nature`), or more of it where two would have the same
    name (`InfoTiers/Nom`); always all of it where the format names columns so (`lieuExecution.code`).
    """
    met = tuple(leaves)
    if met not in rules.columns:
        rules.columns[met] = _named(rules, met)
    return rules.columns[met]


def _named(rules: Rules, leaves: Sequence[Leaf]) -> Columns:
    names: list[tuple[str, ...]] = []
    places: dict[Leaf, int] = {}
    for number, rule in enumerate(rules.sets):
        found = [leaf for leaf in dict.fromkeys(leaves) if leaf.record_set == number]
        given = {leaf: name for leaf in found if (name := rules.column_of(*leaf)) is not None}
        declared = tuple(dict.fromkeys(column.name for column in rule.columns))
        left = [leaf for leaf in found if leaf not in given]
        others = _shortest(left, {*declared, *RESERVED}, rules)
        names.append((*declared, *others.values()))
        index = {name: place for place, name in enumerate(names[-1])}
        places |= {leaf: index[name] for leaf, name in (given | others).items()}
    return Columns(tuple(names), places)


def full_name(leaf: Leaf, separator: str) -> str:
    """Return the name that says the whole path of a leaf in its record."""
    return separator.join(leaf.path) + leaf.kind


def _shortest(leaves: Iterable[Leaf], taken: set[str], rules: Rules) -> dict[Leaf, str]:
    """Lengthen the names that are taken, or that several have, until none is."""
    lengths = {leaf: 1 if rules.short else max(1, len(leaf.path)) for leaf in leaves}
    while True:
        names = {leaf: rules.separator.join(leaf.path[-length:]) + leaf.kind for leaf, length in lengths.items()}
        uses = Counter(names.values())
        short = [
            leaf for leaf, name in names.items() if (uses[name] > 1 or name in taken) and lengths[leaf] < len(leaf.path)
        ]
        if not short:
            return _apart(names, taken)
        for leaf in short:
            lengths[leaf] += 1


def _apart(names: dict[Leaf, str], taken: set[str]) -> dict[Leaf, str]:
    """Number what whole paths cannot tell apart (a column of ours, a name that the adapter gives to another)."""
    seen = set(taken)
    for leaf, name in names.items():
        number, unique = 2, name
        while unique in seen:
            unique, number = f"{name}#{number}", number + 1
        names[leaf] = unique
        seen.add(unique)
    return names
