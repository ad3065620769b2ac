"""The core alone, which no user asks for: split, tokenise, convert on distinct values, write.

No provenance, no hash of the input, no checks, no keys, no sums, no rules, no report: what the peers do, and no more.
The difference with `collecdata` is the price of the promises.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from collecdata.api import open_catalogue
from collecdata.api.loading import briskly
from collecdata.catalogue.arrow import arrow_schema
from collecdata.flow.compiling import compile_lot
from collecdata.flow.intake import find_files, take_in
from collecdata.flow.schedule import Inline, in_order, workers
from collecdata.mapping.frame import Cleaned
from collecdata.mapping.run import run_output
from collecdata.readers.registry import READERS
from collecdata.sinks.parquet import ParquetSink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collecdata.flow.lots import Asked
    from collecdata.flow.unit import Block
    from collecdata.readers.base import Reader, Split

__all__ = ["Wanted", "convert_bare"]


class Wanted(NamedTuple):
    """A table: the Parquet file that it goes to, and its columns."""

    out: Path
    names: Sequence[str]


@briskly()
def convert_bare(
    asked: Asked, wanted: Sequence[Wanted], *, adapters: Sequence[Path] = (), threads: int | str = "auto"
) -> None:
    """Convert the one file asked for to some tables, in the order of the outputs of its adapter."""
    catalogue = open_catalogue(adapters)
    (lot,) = take_in(*find_files((asked,)), catalogue, {}, (Inline(), 1)).lots
    (file,) = compile_lot(lot.lot(), catalogue, catalogue.adapters, asked.params).files
    reader = READERS[file.layout.reader]
    splits = reader.splits(file.layout, lambda _: None)
    with ExitStack() as stack:
        executor, width = stack.enter_context(workers(threads))
        sinks = []
        for block, table in zip(file.blocks, wanted, strict=True):
            every = arrow_schema(block.table, generated=False)
            schema = pa.schema([every.field(name) for name in table.names])
            sinks.append(stack.enter_context(ParquetSink(table.out, schema)))
        columns = [table.names for table in wanted]
        for found in in_order(executor, width, partial(_rows, reader, file.blocks, columns), splits):
            for rank, batch in found:
                sinks[rank].write(batch)


def _rows(
    reader: Reader, blocks: Sequence[Block], columns: Sequence[Sequence[str]], split: Split
) -> list[tuple[int, pa.RecordBatch]]:
    """Read and map one piece: the rows of each table, by its rank."""
    return [
        (rank, run_output(block.plan, batch, {}, Cleaned(batch)).data.select(columns[rank]))
        for batch in reader.read(split)
        for rank, block in enumerate(blocks)
        if block.plan.record_set == batch.record_set
    ]
