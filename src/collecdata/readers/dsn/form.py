"""The record sets of a DSN: one for each block, one for what the norm does not know, one for what is no rubric."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.dsn.codes import codes
from collecdata.readers.dsn.declarations import BLOCK
from collecdata.readers.nested.columns import Columns, Leaf
from collecdata.readers.nested.rows import Form
from collecdata.readers.nested.rules import Rules, SetRule
from collecdata.readers.nested.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["DECLARED", "MADE", "SAID", "Sets"]

OTHER, ILLEGIBLE = "hors_norme", "illisible"
OTHER_COLUMNS = ("bloc", "rubrique", "valeur")
ILLEGIBLE_COLUMNS = ("ligne",)
DECLARED = ("lignes_declarees", "lignes_comptees", "declarations_declarees", "declarations_comptees")
SAID = ("identifiant", "siret", "mois", "statut")
"""What makes a declaration one, its SIRET, its month (`2025-11`), what it came to."""
MADE: Mapping[str, tuple[str, ...]] = {"S10.G00.00": DECLARED, BLOCK: SAID}
"""Columns that are not in the file: what S90 says of an envoi and what is counted; of a declaration, below."""


@lru_cache(maxsize=1)
def _rubrics_of() -> Mapping[str, tuple[str, ...]]:
    """Return the rubrics of each block, in order."""
    return {block: tuple(one for one in codes().rubrics if one.startswith(block)) for block in codes().blocks}


@dataclass(frozen=True)
class Sets:
    """The record sets of one file. Picklable.

    `names` are theirs, in the order of `codes().blocks`, then `hors_norme` and `illisible`; `filled` the columns that
    the file has, of each; `plain` says which of those are better off without a dictionary.
    """

    names: tuple[str, ...]
    filled: tuple[tuple[str, ...], ...]
    plain: tuple[tuple[bool, ...], ...] = ()

    @classmethod
    def of(cls, named: Mapping[str, str], rubrics: frozenset[str]) -> Sets:
        """Name the record sets as the adapter does; `rubrics` are those that the file has. All are dictionaries."""
        return _sets(tuple(named.items()), rubrics)

    def holding(self, rubrics: Sequence[Collection[str]]) -> Sets:
        """Return the same record sets with these columns, given set by set, in the order of the norm; dictionaries."""
        every = (*_rubrics_of().values(), OTHER_COLUMNS, ILLEGIBLE_COLUMNS)
        filled = tuple(tuple(one for one in mine if one in had) for mine, had in zip(every, rubrics, strict=True))
        return Sets(self.names, filled, tuple((False,) * len(one) for one in filled))

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Every column that a record set may have, whether the file has it or not, by its name."""
        blocks = codes().blocks
        made = [(*_rubrics_of()[block], *MADE.get(block, ())) for block in blocks]
        return dict(zip(self.names, (*made, OTHER_COLUMNS, ILLEGIBLE_COLUMNS), strict=True))

    @property
    def carried(self) -> dict[str, tuple[str, ...]]:
        """The columns that the file has, by the name of the record set; not those made, nor those of rejects."""
        return dict(zip(self.names[:-1], self.filled[:-1], strict=True))

    @property
    def other(self) -> int:
        """Number of the record set of what the norm does not know."""
        return len(self.names) - 2

    @property
    def illegible(self) -> int:
        """Number of the record set of what is no rubric."""
        return len(self.names) - 1

    @cached_property
    def shape(self) -> tuple[Shape, Form, dict[str, int]]:
        """What rows are laid out by: leaves, their columns, and the number of each leaf by its name."""
        shape = Shape(Rules(tuple(SetRule(name, ()) for name in self.names)))
        shape.leaves = [Leaf(number, (name,), "") for number, one in enumerate(self.filled) for name in one]
        places = {leaf: self.filled[leaf.record_set].index(leaf.path[0]) for leaf in shape.leaves}
        numbers = {leaf.path[0]: number for number, leaf in enumerate(shape.leaves)}
        return shape, Form(Columns(self.filled, places), self.plain), numbers

    @cached_property
    def leaves(self) -> NDArray[np.int64]:
        """The leaf of each rubric of `codes().rubrics`, -1 for those that the file has not."""
        _, _, numbers = self.shape
        return np.array([numbers.get(code, -1) for code in codes().rubrics], np.int64)

    def __getstate__(self) -> tuple[object, ...]:
        return (self.names, self.filled, self.plain)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(("names", "filled", "plain"), state, strict=True):
            object.__setattr__(self, name, value)


@lru_cache(maxsize=64)
def _sets(named: tuple[tuple[str, str], ...], rubrics: frozenset[str]) -> Sets:
    """Make record sets once for all the small files that have the same columns."""
    by_block = {block: name for name, block in named}
    filled = (tuple(one for one in own if one in rubrics) for own in _rubrics_of().values())
    columns = (*filled, OTHER_COLUMNS, ILLEGIBLE_COLUMNS)
    names = (*(by_block.get(block, block) for block in codes().blocks), OTHER, ILLEGIBLE)
    return Sets(names, columns, tuple((False,) * len(one) for one in columns))
