"""A DSN, or a folder of them, to typed Parquet, a file a block: by our reader, by plain Python.

python -m suite.dsn_tables ours|plain SOURCE OUT
python -m suite.dsn_tables compare OUT OTHER         # prints `equal`, or what differs first
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from collecdata.cli.memory import own_process

if __name__ == "__main__" and sys.argv[1] == "ours":
    own_process()  # as the command line does, before Arrow is there

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.api.loading import briskly
from collecdata.catalogue import dsn
from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.dates import parse_date
from collecdata.kernels.decimals import parse_decimal
from collecdata.kernels.distinct import is_encoded, on_distinct
from collecdata.readers.base import BLOCK
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source
from collecdata.sinks.parquet import ParquetSink, group_bytes
from suite.plain_dsn import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Joined, Joins, Layout

VERSION = "P25V01"
PLACES = {"_id": pa.int64(), "_parent": pa.int64(), "_rang": pa.int64(), "_ligne": pa.int64()}
MONEY = pa.decimal128(18, 4)
GROUP = 500_000
"""Rows compared at a time."""
AT_ONCE = 200_000
"""Lines that plain Python holds at a time."""


def schemas() -> dict[str, pa.Schema]:
    """Return the columns of each block: every rubric of the year, dates and numbers typed, then places."""
    kinds = {"D": pa.date32(), "N": MONEY}
    found: dict[str, dict[str, pa.DataType]] = {block: {} for block in dsn.parents()}
    for code, rubric in dsn.norm(VERSION).rubrics.items():
        found[code[:10]][code] = kinds.get(rubric.nature, pa.string())
    return {block: pa.schema({**columns, **PLACES}) for block, columns in found.items()}


class Tables:
    """One file a block, as our sink writes them."""

    def __init__(self, out: Path) -> None:
        self._out, self._schemas = out, schemas()
        self._sinks: dict[str, ParquetSink] = {}

    def schema(self, block: str) -> pa.Schema:
        """Return the columns of a block."""
        return self._schemas[block]

    def write(self, block: str, rows: pa.RecordBatch) -> None:
        """Write rows; columns may be dictionaries."""
        if block not in self._sinks:
            self._sinks[block] = ParquetSink(
                self._out / f"{block}.parquet", self._schemas[block], group_bytes=group_bytes(len(self._schemas))
            )
        self._sinks[block].write(rows)

    def close(self) -> None:
        """Write what is left."""
        for sink in self._sinks.values():
            sink.commit()


def ours(sources: list[Path], tables: Tables) -> None:
    """Read by the vectorised reader; small files that follow one another together, as `convert` does."""
    reader = READERS["dsn"]
    layouts = (reader.inspect(Source(path, path.name), reader.options()) for path in sources)
    for group in _groups_of(layouts, cast("Joins", reader)):
        splits = (split for layout in group for split in reader.splits(layout, len))
        joined = cast("Joins", reader).join(list(splits)) if len(group) > 1 else None
        if joined is not None:
            _write([_given_back(batch, joined) for batch in joined.batches], tables)
            continue
        for split in (split for layout in group for split in reader.splits(layout, len)):
            _write([batch for batch in reader.read(split) if not batch.context], tables)


def _groups_of(layouts: Iterator[Layout], reader: Joins) -> Iterator[list[Layout]]:
    """Put files together up to the bytes of a piece."""
    group: list[Layout] = []
    room = 0
    for layout in layouts:
        size = layout.source.size
        if group and (size > room or not reader.alike(group[0], layout)):
            yield group
            group = []
        room = (room if group else BLOCK) - size
        group.append(layout)
    if group:
        yield group


def _given_back(batch: Batch, joined: Joined) -> Batch:
    """Give rows the places that they have in their own file."""
    rows = batch.data
    lines = integers(rows.column("_ligne"))
    of = np.searchsorted(joined.starts, lines, side="right") - 1
    for name, shifts in (("_ligne", joined.shifts), ("_id", joined.places), ("_parent", joined.places)):
        column = rows.column(name)
        made = from_int64(integers(column) - shifts[of], nulls(column))
        rows = rows.set_column(rows.schema.get_field_index(name), name, made)
    return replace(batch, data=rows)


def _write(batches: list[Batch], tables: Tables) -> None:
    for batch, rows in zip(batches, _typed(batches, tables), strict=True):
        tables.write(batch.record_set, rows)


def _typed(batches: list[Batch], tables: Tables) -> list[pa.RecordBatch]:
    """Type the rows of one piece: every date together, then every number, which costs as much as one column does."""
    held = [batch.data for batch in batches]
    wanted = [tables.schema(batch.record_set) for batch in batches]
    columns = [[rows.column(name) for name in schema.names] for rows, schema in zip(held, wanted, strict=True)]
    for kind, parse in ((pa.date32(), _dates), (MONEY, _numbers)):
        places = [(row, at) for row, schema in enumerate(wanted) for at, one in enumerate(schema) if one.type == kind]
        parsed = _parsed([columns[row][at] for row, at in places], parse)
        for (row, at), column in zip(places, parsed, strict=True):
            columns[row][at] = column
    return [pa.RecordBatch.from_arrays(made, names=schema.names) for made, schema in zip(columns, wanted, strict=True)]


def _parsed(columns: list[pa.Array], parse: Callable[[pa.Array], pa.Array]) -> Iterator[pa.Array]:
    """Parse the distinct values of columns together."""
    values = [column.dictionary if is_encoded(column) else column for column in columns]
    whole, at = parse(pa.concat_arrays(values)), 0
    for column, own in zip(columns, values, strict=True):
        yield on_distinct(column, partial(_own, whole, at))
        at += len(own)


def _own(whole: pa.Array, at: int, values: pa.Array) -> pa.Array:
    """Copy what is a column's: rows that wait to be written hold on to nothing else of their piece."""
    return pa.concat_arrays([whole.slice(at, len(values)), whole.slice(0, 0)])


def _dates(values: pa.Array) -> pa.Array:
    return parse_date(values, ("%d%m%Y",))[0]


def _numbers(values: pa.Array) -> pa.Array:
    return parse_decimal(values, scale=4)[0]


def plain(sources: list[Path], tables: Tables) -> None:
    """Read by plain Python: a dict a row, `date` and `Decimal`."""
    reading: dict[str, Callable[[str], Any]] = {"D": _date, "N": Decimal}
    rubrics = dsn.norm(VERSION).rubrics
    types = {code: reading[rubric.nature] for code, rubric in rubrics.items() if rubric.nature in reading}
    for path in sources:
        with path.open("rb") as lines:
            for part in parts_of(lines, types, AT_ONCE):
                for block, rows in part.items():
                    schema = tables.schema(block)
                    columns = [pa.array([row.get(one.name) for row in rows], one.type) for one in schema]
                    tables.write(block, pa.RecordBatch.from_arrays(columns, schema=schema))


def _date(text: str) -> date:
    return date(int(text[4:]), int(text[2:4]), int(text[:2]))


def differences(out: Path, other: Path) -> str:
    """Return the first thing that differs between two outputs, `equal` where nothing does."""
    names = sorted(path.name for path in out.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return "not the same blocks"
    for name in names:
        for mine, theirs in zip_longest(_groups(out / name), _groups(other / name)):
            if mine is None or theirs is None or not mine.equals(theirs):
                return f"{name} differs"
    return "equal"


def _groups(path: Path) -> Iterator[pa.Table]:
    """Give the rows of a file, so many at a time whatever its row groups."""
    for batch in pq.ParquetFile(path).iter_batches(GROUP):
        yield pa.Table.from_batches([batch])


def main(command: str, first: Path, second: Path) -> None:
    """Do what is asked."""
    if command == "compare":
        print(differences(first, second))
        return
    sources = sorted(first.glob("*.dsn")) if first.is_dir() else [first]
    tables = Tables(second)
    with briskly() if command == "ours" else nullcontext():  # as `convert` runs
        {"ours": ours, "plain": plain}[command](sources, tables)
        tables.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
