"""A rule that frictionless lacks: what it looks at in a batch, and which rows break it."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from collecdata.checks.constraints import Mask

__all__ = ["Cells", "RowRule"]


class Cells(NamedTuple):
    """A column of a batch: its texts, and which stand for nothing."""

    texts: pa.Array
    missing: Mask


@dataclass(frozen=True)
class RowRule(ABC):
    """One rule on one table. `field` is where a fault is shown; `others` are looked at too.

    `name` is what switches it (`--rules`), `code` its message.
    """

    field: str
    others: tuple[str, ...] = ()
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    name = ""
    code = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is looked at; a table that lacks one is not held to the rule."""
        return (self.field, *self.others)

    @abstractmethod
    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the rows that break the rule."""
