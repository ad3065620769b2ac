"""Columns compared, or summed, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.checks.constraints import unlike
from collecdata.kernels.buffers import bools, from_bools
from collecdata.validation.rules.base import RowRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.rules.base import Cells

__all__ = ["Compared", "Summed"]

_NUMBER = r"^[+-]?[0-9]{1,15}(?:\.[0-9]{1,9})?$"
_CLOSE = 1e-6
"""Difference of two sums of decimals that only floats make."""
_COMPARES: Mapping[str, Callable[[pa.Array, pa.Array], pa.Array]] = {
    ">": pc.greater, ">=": pc.greater_equal, "<": pc.less, "<=": pc.less_equal, "==": pc.equal, "!=": pc.not_equal,
}  # fmt: skip


def _numbers(cells: Cells) -> tuple[pa.Array, Mask]:
    """Read what is a plain number; say which cells are."""
    plain = ~unlike(_NUMBER)(cells.texts) & ~cells.missing
    kept = pc.if_else(from_bools(plain), pc.utf8_ltrim(cells.texts, characters="+"), "0")
    return pc.cast(kept, pa.float64()), plain


class Compared(RowRule):
    """A column compares so with another: numbers as numbers, all else (ISO dates) as text."""

    name, code = "compare-columns-value", "rule.compare"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows in which both are filled and do not compare."""
        here, there = (cells[name] for name in self.fields)
        compare = _COMPARES[self.params["op"]]
        (left, known), (right, also) = _numbers(here), _numbers(there)
        good = np.where(known & also, bools(compare(left, right)), bools(compare(here.texts, there.texts)))
        return ~good & ~here.missing & ~there.missing


class Summed(RowRule):
    """A column is the sum of others; an empty one counts for nothing."""

    name, code = "sum-columns-value", "rule.sum"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows whose sum differs; a row with something else than numbers is left to its types."""
        total, known = _numbers(cells[self.field])
        found = pc.multiply(total, 0.0)
        for name in self.others:
            number, plain = _numbers(cells[name])
            found = pc.add(found, number)
            known &= plain | cells[name].missing
        return bools(pc.greater(pc.abs(pc.subtract(total, found)), _CLOSE)) & known
