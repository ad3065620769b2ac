"""Columns that go together: one at least, or all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.validation.rules.base import RowRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.rules.base import Cells

__all__ = ["Cohesive", "OneOf"]


class OneOf(RowRule):
    """One of the columns at least is filled."""

    name, code = "one-of-required", "rule.one_of"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows in which all are empty."""
        return np.asarray(np.logical_and.reduce([cells[name].missing for name in self.fields]))


class Cohesive(RowRule):
    """The columns are all filled, or all empty."""

    name, code = "cohesive-columns-value", "rule.cohesive"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows in which some are filled and some are not."""
        missing = [cells[name].missing for name in self.fields]
        return np.asarray(np.logical_or.reduce(missing) & ~np.logical_and.reduce(missing))
