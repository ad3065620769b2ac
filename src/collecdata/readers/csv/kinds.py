"""A block whose records are of several types: one block a type, in which every record has the same columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells, from_int64, integers, strings
from collecdata.kernels.stream import LINE
from collecdata.readers.csv.cells import Block
from collecdata.readers.csv.quotes import Range, find_quotes
from collecdata.readers.csv.records import Grammar
from collecdata.readers.csv.structure import structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from collecdata.issues import Issue
    from collecdata.readers.csv.dialect import Dialect, Kind
    from collecdata.readers.csv.structure import Structure

    Places = NDArray[np.int64]

__all__ = ["Part", "parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one type, put one behind the other; `numbers` are the lines of the file that its lines are.

    `kind`: None for the records of no type, blank ones and footers too.
    """

    kind: Kind | None
    dialect: Dialect
    block: Block
    numbers: Places

    def data(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Give rows of this part the lines of the file."""
        place = rows.schema.get_field_index(LINE)
        return rows.set_column(place, LINE, from_int64(self.numbers[integers(rows.column(place)) - 1]))

    def issue(self, one: Issue) -> Issue:
        """Give an issue of this part the lines of the file."""
        return replace(one, lines=tuple(int(self.numbers[line - 1]) for line in one.lines))


def parts(dialect: Dialect, block: Block) -> Iterator[Part]:
    """Give the records of each type, then those of none, where there are any."""
    found = _Found(dialect, block)
    left = np.ones(len(found.records.starts), np.bool_)
    for kind in dialect.kinds:
        mine = left & found.of_kind(kind)
        left &= ~mine
        if mine.any():
            yield found.part(kind, kind.dialect, np.flatnonzero(mine))
    if left.any():
        yield found.part(None, replace(dialect, kinds=(), columns=(), fewest=0), np.flatnonzero(left))


class _Found:
    """The records of one block."""

    def __init__(self, dialect: Dialect, block: Block) -> None:
        grammar = Grammar(dialect)
        self.dialect, self.block = dialect, block
        quotes = find_quotes(grammar, Range(block.data, 0, block.stop, block.stop, final=True))
        self.records: Structure = structure(grammar, block.data, block.stop, quotes)
        bounds = np.append(self.records.starts, block.stop)
        self.bytes = strings(bounds, bytes(memoryview(block.data)[: block.stop]), kind=pa.binary())

    @cached_property
    def _lines(self) -> Places:
        """Physical lines of each record."""
        return np.diff(np.append(self.records.lines, self.block.lines))

    def of_kind(self, kind: Kind) -> NDArray[np.bool_]:
        """Tell which records have the mark of a type."""
        delimiter, quote = (re.escape(one.decode("ascii")) for one in (self.dialect.delimiter, self.dialect.quote))
        bare = rf"[^{delimiter}\r\n]*"
        cell = rf"(?:{quote}(?:[^{quote}]|{quote}{quote})*{quote}|{bare})" if quote else bare
        marks = "|".join(re.escape(mark.decode("latin-1")) for mark in kind.marks)
        wanted = rf"{quote}(?:{marks}){quote}|(?:{marks})" if quote else marks
        pattern = rf"^(?:{cell}{delimiter}){{{kind.place}}}(?:{wanted})(?:{delimiter}|[\r\n]|$)"
        return bools(pc.match_substring_regex(self.bytes, pattern=pattern)) & ~self.records.blank

    def part(self, kind: Kind | None, dialect: Dialect, chosen: Places) -> Part:
        """Put records one behind the other."""
        rows = self.bytes.take(from_int64(chosen))
        if kind is not None and dialect.fewest < len(dialect.columns) and not dialect.quote:
            rows = self._filled(rows, kind)
        seen, counts = cells(rows), self._lines[chosen]
        data = bytearray(seen.data[seen.offsets[0] : seen.offsets[-1]])
        after = np.cumsum(counts) - counts
        numbers = np.arange(int(counts.sum())) + np.repeat(self.records.lines[chosen] - after, counts)
        ends = bool(len(chosen)) and chosen[-1] == len(self.records.starts) - 1
        footer = -1 if kind is not None or self.block.footer < 0 else 0
        block = Block(
            data, len(data), 1, len(numbers),
            regular=self.block.regular, footer=footer, last=self.block.last and ends,
            cut_short=self.block.cut_short and ends,
        )  # fmt: skip
        return Part(kind, dialect, block, numbers + self.block.first_line)

    def _filled(self, rows: pa.BinaryArray, kind: Kind) -> pa.BinaryArray:
        """Add the cells that are missing at the end of records that have enough of the others."""
        delimiter, width = self.dialect.delimiter, len(kind.dialect.columns)
        found = integers(pc.count_substring(rows, delimiter.decode("ascii"))) + 1
        missing = np.where(found >= kind.dialect.fewest, np.maximum(width - found, 0), 0)
        if not missing.any():
            return rows
        ends = pc.extract_regex(rows, pattern=r"(?P<end>[\r\n]*)$").field(0)
        bare = pc.replace_substring_regex(rows, pattern=r"[\r\n]+$", replacement="")
        sizes = np.arange(int(missing.max()) + 1)
        fills = strings(np.append(0, np.cumsum(sizes)), delimiter * int(sizes.sum()), kind=pa.binary())
        nothing = strings(np.zeros(2, np.int32), b"", kind=pa.binary())[0]
        return pc.binary_join_element_wise(bare, fills.take(from_int64(missing)), ends, nothing)
