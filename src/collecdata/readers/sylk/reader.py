"""The reader `sylk`: one sheet, columns by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_int32, from_int64
from collecdata.kernels.stream import LINE, Batch, Tally
from collecdata.readers import rows
from collecdata.readers.base import Layout, Split
from collecdata.readers.magic import kind_of_head
from collecdata.readers.sylk.cells import read_cells
from collecdata.readers.sylk.options import SylkOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from pydantic import BaseModel

    from collecdata.readers.base import Reader
    from collecdata.readers.source import Source
    from collecdata.readers.sylk.cells import Cells

__all__ = ["READER", "SylkReader"]

_FOOTER_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is read: its options and code page, the row of its header, the columns kept (both from 1)."""

    options: SylkOptions
    encoding: str
    header: int
    places: tuple[int, ...]


class SylkReader:
    """A report as text. It is held in memory and is one split."""

    name = "sylk"
    options: type[BaseModel] = SylkOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether the content is SYLK."""
        return kind_of_head(head) == "sylk"

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Find the header.

        Raises:
            InputError: not SYLK, without cells, or no row where the header is declared.
        """
        asked, data = cast("SylkOptions", options), source.read()
        if kind_of_head(data[:64]) != "sylk":
            raise InputError("sylk.not_sylk", source=source.name)
        encoding = asked.encoding or _encoding(data)
        found = read_cells(data, encoding, asked.decimal, asked.date[0])
        if not len(found.rows):
            raise InputError("sylk.no_cells", source=source.name)
        header, titles = _header(source, found, asked)
        names = rows.unique_names(titles)
        places = tuple(
            place for place in rows.kept(names) if titles[place].strip() or _filled(found, place + 1, header)
        )
        return Layout(
            reader=self.name,
            source=source,
            record_sets={"": tuple(names[place] for place in places)},
            facts={"encoding": encoding},
            dialect=Dialect(asked, encoding, header, tuple(place + 1 for place in places)),
            issues=tuple(_notes(source.name, found)),
        )

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Give the one split, once every byte of the file has passed `observe`."""
        for block in layout.source.raw_blocks():
            observe(memoryview(block))
        yield Split(layout, 0)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read the report: one batch."""
        layout, dialect = split.layout, cast("Dialect", split.layout.dialect)
        found = read_cells(layout.source.read(), dialect.encoding, dialect.options.decimal, dialect.options.date[0])
        present, first = np.unique(found.rows, return_index=True)
        rank = np.searchsorted(present, found.rows)
        grid = {place: _column(found, place, rank, len(present)) for place in range(1, int(found.columns.max()) + 1)}
        kinds = _kinds(present, grid, dialect)
        kept = np.flatnonzero(kinds == "records")
        columns = [grid[place].take(from_int64(kept)).fill_null("") for place in dialect.places]
        data = pa.RecordBatch.from_arrays(
            [*columns, from_int64(found.lines[first][kept])], names=[*layout.record_sets[""], LINE]
        )
        counted = {kind: int((kinds == kind).sum()) for kind in ("records", "preamble", "repeated", "footer")}
        yield Batch(layout.source.name, data, tally=Tally(physical=len(present), **counted))


READER: Reader = SylkReader()


def _encoding(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _header(source: Source, found: Cells, options: SylkOptions) -> tuple[int, list[str]]:
    """Return the row of the header and what its cells say, from the first column."""
    present = np.unique(found.rows)
    declared = None if options.title_lines == "auto" else options.title_lines
    looked = present[: rows.HEADER_SAMPLE] if declared is None else present[present == declared + 1]
    sample = [_cells_of(found, row) for row in looked.tolist()]
    if not sample:
        raise InputError("header.missing", source=source.name)
    place = rows.find_header(sample)
    return int(looked[place]), sample[place]


def _cells_of(found: Cells, row: int) -> list[str]:
    here = np.flatnonzero(found.rows == row)
    cells = [""] * int(found.columns.max())
    for place, word in zip(found.columns[here].tolist(), found.text.take(from_int64(here)).to_pylist(), strict=True):
        cells[place - 1] = word or ""
    return cells


def _filled(found: Cells, column: int, header: int) -> bool:
    return bool(((found.columns == column) & (found.rows > header)).any())


def _column(found: Cells, place: int, rank: NDArray[np.int64], height: int) -> pa.StringArray:
    """Return one column, a row a cell: the last of those that say the same place, null where none does."""
    at = np.full(height, -1, np.int32)
    here = np.flatnonzero(found.columns == place)
    at[rank[here]] = here
    return found.text.take(from_int32(np.maximum(at, 0), at < 0))


def _kinds(present: NDArray[np.int64], grid: dict[int, pa.StringArray], dialect: Dialect) -> NDArray[np.str_]:
    """Tell rows apart: records, and what stands above, between and below them."""
    kinds = np.where(present <= dialect.header, "preamble", "records ")
    kinds = np.char.strip(kinds)
    title = int(np.searchsorted(present, dialect.header))
    header = [column[title].as_py() or "" for column in grid.values()]
    alike = np.ones(len(present), np.bool_)
    for column, name in zip(grid.values(), header, strict=True):
        alike &= bools(pc.equal(column.fill_null(""), pa.scalar(name)))
    kinds[alike & (present > dialect.header)] = "repeated"
    for row in range(len(present) - 1, max(title, len(present) - 1 - _FOOTER_SAMPLE), -1):
        if not rows.is_footer([column[row].as_py() or "" for column in grid.values()], dialect.options.footer):
            break
        kinds[row] = "footer"
    return kinds


def _notes(source: str, found: Cells) -> Iterator[Issue]:
    if len(found.odd):
        yield Issue("sylk.cell_unreadable", Severity.ERROR, source=source, lines=tuple(found.odd.tolist()))
    if not found.ended:
        yield Issue("sylk.truncated", Severity.ERROR, source=source)
    places = found.rows * (1 << 20) + found.columns
    again = np.ones(len(places), np.bool_)
    again[np.unique(places, return_index=True)[1]] = False
    if again.any():
        yield Issue("sylk.cell_twice", Severity.WARNING, source=source, lines=tuple(found.lines[again].tolist()))
