"""Numbers that depend on two others, worked out once for each pair and then looked up for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from collecdata.readers.nested.tree import Indices

__all__ = ["Lookup"]

_UNKNOWN = -2
_STEP = 64


class Lookup:
    """A table filled as pairs are met; `find` works out the number of one."""

    def __init__(self, find: Callable[[int, int], int]) -> None:
        self._find = find
        self._table = np.full((_STEP, _STEP), _UNKNOWN, np.int64)

    def __call__(self, rows: Indices, columns: Indices) -> Indices:
        """Return the number of each pair."""
        if not len(rows):
            return rows
        self._grow(int(rows.max()), int(columns.max()))
        pairs = rows * self._table.shape[1] + columns
        found: Indices = self._table.ravel()[pairs]
        if found.min() == _UNKNOWN:
            for pair in sorted(set(pairs[found == _UNKNOWN].tolist())):
                row, column = divmod(pair, self._table.shape[1])
                self._table[row, column] = self._find(row, column)
            found = self._table.ravel()[pairs]
        return found

    def _grow(self, row: int, column: int) -> None:
        rows, columns = self._table.shape
        if row < rows and column < columns:
            return
        table = np.full((_rounded(row, rows), _rounded(column, columns)), _UNKNOWN, np.int64)
        table[:rows, :columns] = self._table
        self._table = table


def _rounded(wanted: int, present: int) -> int:
    return present if wanted < present else (wanted // _STEP + 1) * _STEP
