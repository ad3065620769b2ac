"""What version 2 of Table Schema says and frictionless does not check: categories, keys that are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.checks.constraints import outside
from collecdata.kernels.buffers import texts
from collecdata.validation.rules.base import RowRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.rules.base import Cells

__all__ = ["Categories", "KeyFilled", "ValidCode", "category_values"]


class Categories(RowRule):
    """The value is one of the `categories` of the field."""

    name, code = "categories", "rule.categories"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the values that are none."""
        found = cells[self.field]
        return np.asarray(outside(texts(self.params["values"]))(found.texts) & ~found.missing)


class KeyFilled(RowRule):
    """No field of the primary key is empty; rows in which all are, frictionless reports."""

    name, code = "primary-key-filled", "rule.key_filled"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows in which this field is empty and another is not."""
        others = np.logical_and.reduce([cells[name].missing for name in self.fields])
        return np.asarray(cells[self.field].missing & ~others)


class ValidCode(Categories):
    """The code of a canonical list may still, or already, be used on the day asked for."""

    name, code = "code-valid", "rule.code_valid"


def category_values(said: Any) -> list[str]:  # noqa: ANN401 - whatever the JSON holds
    """Read `categories`: values, or objects with a `value` and a label.

    >>> category_values(["a", {"value": 2, "label": "deux"}])
    ['a', '2']
    """
    values = [one.get("value") if isinstance(one, dict) else one for one in said] if isinstance(said, list) else []
    return [str(one) for one in values]
