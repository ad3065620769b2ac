"""Conditions on columns: masks computed on distinct values. An empty cell is the empty text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, nulls, texts
from collecdata.kernels.distinct import mask_on_distinct
from collecdata.mapping.text import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from collecdata.catalogue.language import Where
    from collecdata.mapping.arrays import Mask
    from collecdata.mapping.frame import Frame, Ref

__all__ = ["Conditions", "Test", "compile_where", "holds"]


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on one column; every part that is given must hold."""

    __test__ = False  # nothing to collect for pytest

    column: Ref
    within: tuple[str, ...] | None = None
    without: tuple[str, ...] | None = None
    empty: bool | None = None
    matches: str | None = None

    def on(self, values: pa.StringArray) -> Mask:
        """Tell which cleaned values meet the condition; null reads as the empty text."""
        words = pc.coalesce(values, texts([""])[0]) if values.null_count else values
        result = np.ones(len(words), bool)
        if self.within is not None:
            result &= _is_in(words, self.within)
        if self.without is not None:
            result &= ~_is_in(words, self.without)
        if self.empty is not None:
            result &= _is_in(words, ("",)) == self.empty
        if self.matches is not None:
            result &= bools(pc.match_substring_regex(words, pattern=self.matches))
        return result

    def rows(self, frame: Frame) -> Mask:
        """Tell which rows of the frame meet the condition."""
        if self.column.kind == "absent":
            return np.full(len(frame), _of_empty(self))
        return self.cells(frame.text(self.column))

    def cells(self, column: pa.Array) -> Mask:
        """Tell which rows of a column of cleaned text meet the condition."""
        met = mask_on_distinct(column, self.on)
        if column.null_count and _of_empty(self):
            met = met | nulls(column)
        return met


Conditions = tuple[Test, ...]


@lru_cache(maxsize=1024)
def _of_empty(test: Test) -> bool:
    """Tell whether an empty cell meets a condition."""
    return bool(test.on(texts([""]))[0])


def _is_in(values: pa.StringArray, words: tuple[str, ...]) -> Mask:
    return bools(pc.is_in(values, value_set=texts(words)))


def holds(conditions: Conditions, frame: Frame) -> Mask:
    """Tell which rows meet every condition."""
    result = np.ones(len(frame), bool)
    for test in conditions:
        result &= test.rows(frame)
    return result


def compile_where(where: Where, resolve: Callable[[str], Ref]) -> Conditions:
    """Resolve the columns of conditions."""
    return tuple(
        Test(
            resolve(name),
            None if test.in_ is None else cleaned(test.in_),
            None if test.not_ is None else cleaned(test.not_),
            test.empty,
            test.matches,
        )
        for name, test in where.items()
    )
