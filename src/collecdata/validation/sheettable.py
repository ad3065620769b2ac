"""A sheet of a workbook to be judged: cells as they are stored, numbers as numbers and dates as dates."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.errors import InputError
from collecdata.kernels.buffers import texts
from collecdata.validation.csvrows import Rows
from collecdata.validation.dialect import MOST_COLUMNS, header_row
from collecdata.validation.native import mark, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collecdata.validation.decoding import BadByte

__all__ = ["SheetTable"]

_SAMPLE = 100
_AT_ONCE = 20_000


class SheetTable:
    """See `Tabular`. `read` gives every row of the sheet from its first, each from column A."""

    native = True
    encoding = delimiter = ""
    bad: BadByte | None = None

    def __init__(self, name: str, read: Callable[[], Iterator[Sequence[Any]]], header: int | None = None) -> None:
        """Read the beginning.

        Raises:
            InputError: there are more columns than any table has.
        """
        self.name, self._read = name, read
        sample = [list(cells) for cells in islice(read(), _SAMPLE)]
        widths = list(map(len, sample))
        if max(widths, default=0) > MOST_COLUMNS:
            raise InputError("published.columns", source=name, most=MOST_COLUMNS)
        self.header_row = header_row(widths) if header is None else header
        labels = sample[self.header_row - 1] if 0 < self.header_row <= len(sample) else []
        self.labels = tuple("" if cell is None else shown(mark(cell)).strip() for cell in labels)
        self.empty = not labels and len(sample) <= self.header_row

    def rows(self, width: int) -> Iterator[Rows]:
        """Read the rows below the header."""
        numbered = islice(enumerate(self._read(), 1), self.header_row, None)
        while some := list(islice(numbered, _AT_ONCE)):
            regular = [(number, cells) for number, cells in some if len(cells) == width]
            columns = [texts(map(mark, column)) for column in zip(*(cells for _, cells in regular), strict=True)]
            numbers = np.fromiter((number for number, _ in regular), np.int64, len(regular))
            yield Rows(numbers, columns, [(n, list(cells)) for n, cells in some if len(cells) != width])

    def lines(self, rows: list[int]) -> dict[int, int]:
        """A row of a sheet is its line."""
        return {row: row for row in rows}
