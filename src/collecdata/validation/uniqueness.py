"""Rows that repeat a unique value or a key: noted while a table is read, confirmed by reading it once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int64, texts
from collecdata.validation.keys import Confirmation, Key, KeyIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from collecdata.validation.column import Column
    from collecdata.validation.csvrows import Rows

__all__ = ["Repeated", "Uniqueness", "key_columns", "raw_keys"]


class Repeated(NamedTuple):
    """Rows that break a key: that an earlier row has (`empty` False), or that hold nothing of it."""

    key: Key
    rows: NDArray[np.int64]
    cells: dict[int, str]
    empty: bool = False


class Uniqueness:
    """Some keys of one table."""

    def __init__(self, keys: Sequence[Key], columns: Sequence[Column]) -> None:
        self._columns = columns
        self._indexes = [KeyIndex(key) for key in keys]

    def add(self, rows: Rows) -> None:
        """Note the keys of a batch."""
        for index in self._indexes:
            numbers, values = raw_keys(rows, index.key.places, None)
            index.add(numbers, self._texts(index.key, values))

    def repeated(self, again: Callable[[], Iterator[Rows]]) -> Iterator[Repeated]:
        """Give what breaks the keys; `again` reads the table once more, where some rows share a hash."""
        for index in self._indexes:
            if index.empty:
                yield Repeated(index.key, np.concatenate(index.empty), {}, empty=True)
            candidates = index.candidates()
            if len(candidates):
                confirmation = Confirmation(candidates)
                for rows in again():
                    numbers, values = raw_keys(rows, index.key.places, confirmation)
                    if len(numbers):
                        confirmation.add(numbers, self._texts(index.key, values), values)
                found = confirmation.repeats()
                if len(found):
                    yield Repeated(index.key, found, confirmation.cells)

    def close(self) -> None:
        """Remove what was written."""
        for index in self._indexes:
            index.close()

    def _texts(self, key: Key, values: Sequence[pa.Array]) -> list[pa.Array]:
        return [self._columns[place].keys(one) for place, one in zip(key.places, values, strict=True)]


def key_columns(
    rows: Rows, columns: Sequence[Column], places: Sequence[int]
) -> tuple[NDArray[np.int64], list[pa.Array]]:
    """Return the numbers of the rows of a batch, irregular ones last, and the texts that keys are compared by."""
    numbers, values = raw_keys(rows, places, None)
    return numbers, [columns[place].keys(one) for place, one in zip(places, values, strict=True)]


def raw_keys(
    rows: Rows, places: Sequence[int], wanted: Confirmation | None
) -> tuple[NDArray[np.int64], list[pa.Array]]:
    """Return the numbers of the rows of a batch, irregular ones last, and their cells; of those wanted, if said."""
    ragged = np.fromiter((number for number, _ in rows.ragged), np.int64, len(rows.ragged))
    numbers = np.concatenate([rows.numbers, ragged])
    kept = None if wanted is None else np.flatnonzero(wanted.wanted(numbers))
    values = []
    for place in places:
        column = texts([cells[place] if place < len(cells) else "" for _, cells in rows.ragged])
        if len(rows.numbers):
            column = pa.concat_arrays([rows.columns[place], column]) if len(column) else rows.columns[place]
        values.append(column if kept is None else column.take(from_int64(kept)))
    return numbers if kept is None else numbers[kept], values
