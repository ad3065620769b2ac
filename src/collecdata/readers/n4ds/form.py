"""The record sets of a N4DS: those the adapter names, one for the rubrics of other blocks, one for what is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from collecdata.readers.n4ds.lines import BLOCK
from collecdata.readers.n4ds.rows import Sets
from collecdata.readers.nested.columns import Columns, Leaf
from collecdata.readers.nested.rows import Form as RowForm
from collecdata.readers.nested.rules import Rules, SetRule
from collecdata.readers.nested.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from collecdata.readers.n4ds.options import N4dsOptions

__all__ = ["ILLEGIBLE", "OTHER", "Form"]

OTHER, ILLEGIBLE = ("hors_norme", ("bloc", "rubrique", "valeur")), ("illisible", ("ligne",))
"""Name and columns of the two record sets that no adapter names."""


@dataclass(frozen=True)
class Form:
    """The record sets of one file, and their columns. Picklable."""

    sets: Sets
    given: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, options: N4dsOptions, rubrics: AbstractSet[str]) -> Form:
        """Give each record set the rubrics that the adapter wants and those that the file has, in order."""
        sets = Sets.of(options)
        given = (
            tuple(sorted({*one.rubrics, *(code for code in rubrics if code[:BLOCK] in one.blocks)}))
            for one in options.record_sets.values()
        )
        return cls(sets, tuple(given))

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of each record set, by its name."""
        return {**dict(zip(self.sets.names, self.given, strict=True)), **dict((OTHER, ILLEGIBLE))}

    def carried(self, rubrics: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
        """Return the columns that the file has, by the name of the record set."""
        own = zip(self.sets.names, self.given, strict=True)
        return {**{name: tuple(code for code in given if code in rubrics) for name, given in own}, **dict((OTHER,))}

    @property
    def other(self) -> int:
        """Number of the record set of the rubrics of other blocks; the next is that of what is no rubric."""
        return len(self.given)

    @cached_property
    def layout(self) -> tuple[Shape, RowForm, dict[str, int]]:
        """What rows are laid out by: leaves, their columns, and the number of each leaf by its name."""
        shape = Shape(Rules(tuple(SetRule(name, ()) for name in self.columns)))
        every = tuple(self.columns.values())
        shape.leaves = [Leaf(number, (name,), "") for number, names in enumerate(every) for name in names]
        places = {leaf: every[leaf.record_set].index(leaf.path[0]) for leaf in shape.leaves}
        plain = tuple((False,) * len(names) for names in every)
        return shape, RowForm(Columns(every, places), plain), {leaf.path[0]: n for n, leaf in enumerate(shape.leaves)}

    def __getstate__(self) -> tuple[object, ...]:
        return (self.sets, self.given)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(("sets", "given"), state, strict=True):
            object.__setattr__(self, name, value)
