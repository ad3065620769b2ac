"""One column of a batch to an Arrow array: each distinct cell is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int32, texts
from collecdata.readers.excel.render import imprecise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collecdata.readers.excel.render import Cell

__all__ = ["ColumnWriter"]


class ColumnWriter:
    """Writes one column, batch after batch, always as the same type: a dictionary if its first batch repeats itself."""

    def __init__(self, write: Callable[[Cell], str]) -> None:
        self._write = write
        self._encoded: bool | None = None

    def column(self, cells: Sequence[Cell], null: Sequence[int] = ()) -> tuple[pa.Array, tuple[int, ...]]:
        """Write a column; `null` are the positions of cells that only look empty.

        Returns:
            The array, and the positions of the numbers that have more digits than a spreadsheet keeps.
        """
        if bool in set(map(type, cells)):  # True and 1 are one key of a dict
            cells = [self._write(cell) if type(cell) is bool else cell for cell in cells]
        index = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
        if self._encoded is None:
            self._encoded = 2 * len(index) <= len(cells)
        mask = np.zeros(len(cells), np.bool_)
        mask[list(null)] = True
        written = {cell: self._write(cell) for cell in index}
        doubtful = {cell for cell in index if imprecise(cell)}
        return (
            self._dictionary(cells, index, list(written.values()), mask)
            if self._encoded
            else texts(None if void else written[cell] for cell, void in zip(cells, mask, strict=True)),
            tuple(place for place, cell in enumerate(cells) if cell in doubtful) if doubtful else (),
        )

    @staticmethod
    def _dictionary(cells: Sequence[Cell], index: dict[Cell, int], values: list[str], mask: np.ndarray) -> pa.Array:
        places = np.fromiter(map(index.__getitem__, cells), np.int32, len(cells))
        return pa.DictionaryArray.from_arrays(from_int32(places, mask), texts(values))
