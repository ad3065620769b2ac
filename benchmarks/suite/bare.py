"""The core alone, which no user asks for: split, tokenise, convert on distinct values, write.

No provenance, no hash of the input, no checks, no keys, no sums, no rules, no report: what the peers do, and no more.
The difference with `collecdata` is the price of the promises.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.api import open_catalogue
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

__all__ = ["convert_bare"]


def convert_bare(
    asked: Asked, out: Path, names: Sequence[str], *, adapters: Sequence[Path] = (), threads: int | str = "auto"
) -> None:
    """Convert the one file asked for to one Parquet file of these columns."""
    catalogue = open_catalogue(adapters)
    (lot,) = take_in(*find_files((asked,)), catalogue, {}, (Inline(), 1)).lots
    (file,) = compile_lot(lot.lot(), catalogue, catalogue.adapters, asked.params).files
    (block,) = file.blocks
    reader = READERS[file.layout.reader]
    every = arrow_schema(block.table, generated=False)
    schema = pa.schema([every.field(name) for name in names])
    splits = reader.splits(file.layout, lambda _: None)
    with workers(threads) as (executor, width), ParquetSink(out, schema) as sink:
        for batches in in_order(executor, width, partial(_rows, reader, block, names), splits):
            for batch in batches:
                sink.write(batch)


def _rows(reader: Reader, block: Block, names: Sequence[str], split: Split) -> list[pa.RecordBatch]:
    return [run_output(block.plan, batch, {}, Cleaned(batch)).data.select(names) for batch in reader.read(split)]
