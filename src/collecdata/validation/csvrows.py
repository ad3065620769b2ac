"""The rows of a CSV: Arrow reads those that have the right number of cells, Python the others.

Rows are numbered as frictionless numbers them: the records of the file from 1, the header and empty lines included.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from collecdata.errors import InputError
from collecdata.kernels.buffers import texts
from collecdata.validation.decoding import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from collecdata.validation.decoding import Utf8Stream
    from collecdata.validation.dialect import Dialect

__all__ = ["NotTokenised", "Rows", "read_exactly", "read_fast"]

BLOCK = 1 << 20
"""Bytes read at once: larger ones are no faster, and Arrow reads ahead."""
BIGGEST = LONGEST
_AT_ONCE = 20_000
"""Rows of a batch that Python reads."""


class NotTokenised(Exception):  # noqa: N818 - no error: the other way is taken
    """Arrow cannot read the file as Python does: an unclosed quote, a record longer than a block."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows: `numbers` of the regular ones, a column of text for each label; the others whole, with theirs."""

    numbers: NDArray[np.int64]
    columns: Sequence[pa.Array]
    ragged: Sequence[tuple[int, list[str]]] = ()


def read_fast(stream: Utf8Stream, dialect: Dialect, width: int, block: int = BLOCK) -> Iterator[Rows]:
    """Read the rows below the header with Arrow, all cells as text.

    Raises:
        NotTokenised: it cannot be done; rows may have been given already.
    """
    names = [str(place) for place in range(width)]
    met: list[tuple[int, str]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        met.append((row.number, row.text))
        return "skip"

    try:
        reader = pacsv.open_csv(
            pa.PythonFile(io.BufferedReader(stream, block), "r"),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=block, column_names=names),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        numbering = _Numbering(dialect, met)
        for batch in reader:
            yield numbering.rows(batch)
        yield numbering.rest()
    except pa.ArrowInvalid as error:
        raise NotTokenised(str(error)) from error


class _Numbering:
    """Arrow parses ahead: it may have met irregular rows of later blocks before a batch is given."""

    def __init__(self, dialect: Dialect, met: list[tuple[int, str]]) -> None:
        self._dialect, self._met = dialect, met
        self._next = 1
        self._seen = 0

    def rows(self, batch: pa.RecordBatch) -> Rows:
        """Number the rows of a batch, and take the irregular ones that stand before its last."""
        waiting = self._met[self._seen :]
        numbers = np.arange(self._next, self._next + batch.num_rows + len(waiting), dtype=np.int64)
        if waiting:
            taken = np.fromiter((number for number, _ in waiting), np.int64, len(waiting))
            numbers = numbers[~np.isin(numbers, taken)]
        numbers = numbers[: batch.num_rows]
        if len(numbers):
            self._next = int(numbers[-1]) + 1
        ragged = self._take(self._next)
        above = int(np.searchsorted(numbers, self._dialect.header, side="right"))
        return Rows(numbers[above:], batch.slice(above).columns, ragged)

    def rest(self) -> Rows:
        """Give the irregular rows below the last regular one."""
        return Rows(np.zeros(0, np.int64), (), self._take(None))

    def _take(self, before: int | None) -> list[tuple[int, list[str]]]:
        found: list[tuple[int, list[str]]] = []
        while self._seen < len(self._met) and (before is None or self._met[self._seen][0] < before):
            number, text = self._met[self._seen]
            self._seen += 1
            if number > self._dialect.header:
                found.append((number, next(self._dialect.reader(io.StringIO(text, newline="")), [])))
        return found


def read_exactly(stream: Utf8Stream, dialect: Dialect, width: int, name: str) -> Iterator[Rows]:
    """Read the rows below the header with Python's own reader.

    Raises:
        InputError: a cell is longer than any data.
    """
    csv.field_size_limit(BIGGEST)
    lines = io.TextIOWrapper(io.BufferedReader(stream, BLOCK), "utf-8", newline="")
    numbered = enumerate(dialect.reader(lines), 1)
    try:
        for _ in islice(numbered, dialect.header):
            pass
        while some := list(islice(numbered, _AT_ONCE)):
            regular = [(number, cells) for number, cells in some if len(cells) == width]
            columns = [texts(column) for column in zip(*(cells for _, cells in regular), strict=True)]
            numbers = np.fromiter((number for number, _ in regular), np.int64, len(regular))
            yield Rows(numbers, columns, [one for one in some if len(one[1]) != width])
    except csv.Error as error:
        raise InputError("published.record", source=name, most=BIGGEST >> 20) from error
