"""The rules of ours put to work on a batch: each column made ready once, each rule told which rows break it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.validation.rules.base import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.checks.constraints import Mask
    from collecdata.validation.column import Column
    from collecdata.validation.csvrows import Rows
    from collecdata.validation.rules.base import RowRule

__all__ = ["BrokenRule", "RowRules"]


class BrokenRule(NamedTuple):
    """Rows (places in the batch) that break a rule, and the texts of the column that it is shown in."""

    rule: RowRule
    rows: NDArray[np.int64]
    texts: pa.Array


class RowRules:
    """The rules of a table whose columns are all there."""

    def __init__(self, rules: Iterable[RowRule], columns: Sequence[Column]) -> None:
        self._columns = {column.field.name: column for column in columns}
        self._rules = [rule for rule in rules if self._columns.keys() >= set(rule.fields)]

    def broken(
        self, rows: Rows, ready: Mapping[int, tuple[pa.Array, Mask]], blank: Mask | None
    ) -> Iterator[BrokenRule]:
        """Give what breaks a rule in a batch, rows that are wholly blank left out."""
        cells: dict[str, Cells] = {}
        for rule in self._rules:
            for name in rule.fields:
                if name not in cells:
                    cells[name] = self._cells(self._columns[name], rows, ready)
            bad = rule.bad(cells)
            found = np.flatnonzero(bad if blank is None else bad & ~blank)
            if len(found):
                yield BrokenRule(rule, found, cells[rule.field].texts)

    @staticmethod
    def _cells(column: Column, rows: Rows, ready: Mapping[int, tuple[pa.Array, Mask]]) -> Cells:
        values = rows.columns[column.place]
        made, missing = ready.get(column.place) or column.prepared(values)
        return Cells(column.plain_texts(made, values), missing)
