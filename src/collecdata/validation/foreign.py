"""Foreign keys across the tables of a package: keys of the table whose rows no row of the other has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from collecdata.validation.keys import Confirmation, Key, KeyIndex, orphans
from collecdata.validation.uniqueness import Repeated, key_columns, raw_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.validation.column import Column
    from collecdata.validation.csvrows import Rows
    from collecdata.validation.descriptor import ForeignKey

__all__ = ["ForeignKeys", "Parent"]

Parent = Callable[["ForeignKey"], KeyIndex | None]
"""Gives the keys of the other table; None: there is no such table."""


class ForeignKeys:
    """The foreign keys of one table whose fields are all there."""

    def __init__(self, keys: Sequence[ForeignKey], columns: Sequence[Column]) -> None:
        self._columns = columns
        places = {column.field.name: column.place for column in columns}
        self._indexes = [
            (key, KeyIndex(Key("foreign-key", tuple(places[name] for name in key.fields))))
            for key in keys
            if key.fields and all(name in places for name in key.fields)
        ]

    def add(self, rows: Rows) -> None:
        """Note the keys of a batch."""
        for _, index in self._indexes:
            index.add(*key_columns(rows, self._columns, index.key.places))

    def orphaned(
        self, parent: Parent, again: Callable[[], Iterator[Rows]], most: int
    ) -> Iterator[tuple[ForeignKey, Repeated]]:
        """Give, for each key, the rows whose parent is nowhere; the cells of the first of them are read again."""
        for key, index in self._indexes:
            known = parent(key)
            if known is None:
                continue
            with known:
                found = list(orphans(index, known))
            if found:
                rows = np.sort(np.concatenate(found))
                yield key, Repeated(index.key, rows, _cells(rows[:most], index.key, again))

    def close(self) -> None:
        """Remove what was written."""
        for _, index in self._indexes:
            index.close()


def _cells(
    rows: np.ndarray[tuple[int], np.dtype[np.int64]], key: Key, again: Callable[[], Iterator[Rows]]
) -> dict[int, str]:
    wanted = Confirmation(rows)
    for batch in again():
        numbers, values = raw_keys(batch, key.places, wanted)
        wanted.show(numbers, values)
        if len(wanted.cells) == len(rows):
            break
    return wanted.cells
