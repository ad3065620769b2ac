"""A Parquet file to be judged from its types and values: what its types prove is not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.errors import InputError
from collecdata.validation.csvrows import Rows
from collecdata.validation.dialect import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collecdata.validation.decoding import BadByte

__all__ = ["ParquetTable"]

_AT_ONCE = 1 << 16


class ParquetTable:
    """See `Tabular`. The first row is 2, as if the names of the columns were a header."""

    native = True
    header_row = 1
    encoding = delimiter = ""
    bad: BadByte | None = None

    def __init__(self, name: str, path: Path) -> None:
        """Read the footer.

        Raises:
            InputError: it is damaged, or has more columns than any table.
        """
        self.name, self._path = name, path
        try:
            self.labels = tuple(pq.read_schema(path, memory_map=True).names)
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        if len(self.labels) > MOST_COLUMNS:
            raise InputError("published.columns", source=name, most=MOST_COLUMNS)
        self.empty = not self.labels

    def rows(self, width: int) -> Iterator[Rows]:  # noqa: ARG002 - every row has its columns
        """Read the rows, typed. Raises `InputError` where the file is damaged."""
        number = 2
        try:
            with pq.ParquetFile(self._path, pre_buffer=False) as file:
                for batch in file.iter_batches(_AT_ONCE):
                    yield Rows(np.arange(number, number + batch.num_rows, dtype=np.int64), batch.columns)
                    number += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error

    def lines(self, rows: list[int]) -> dict[int, int]:
        """Return nothing: a Parquet file has no lines."""
        return {row: row - 1 for row in rows}

    def _unreadable(self, error: Exception) -> InputError:
        return InputError("file.unreadable", source=self.name, reason=str(error))
