"""The core alone, which no user asks for: split, tokenise, convert on distinct values, write.

No provenance, no hash of the input, no checks, no keys, no sums, no report: what the peers do, and no more. The
difference with `collecdata` is the price of the promises.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.api import open_catalogue
from collecdata.catalogue.arrow import arrow_schema
from collecdata.flow.compiling import compile_lot
from collecdata.flow.intake import find_files, take_in
from collecdata.flow.lots import Asked
from collecdata.flow.schedule import Inline, in_order, workers
from collecdata.mapping.frame import Cleaned
from collecdata.mapping.run import run_output
from collecdata.readers.registry import READERS
from collecdata.sinks.parquet import ParquetSink
from suite.engines.collecdata_engine import CATALOGUE
from suite.shapes import SIREN

if TYPE_CHECKING:
    from collecdata.flow.unit import Block
    from collecdata.readers.base import Reader, Split
    from suite.engines import Job


def convert(job: Job) -> None:
    """Convert the file to one Parquet file."""
    catalogue = open_catalogue([CATALOGUE])
    asked = (Asked((job.source,), SIREN, job.shape.adapter),)
    (lot,) = take_in(*find_files(asked), catalogue, {}, (Inline(), 1)).lots
    (file,) = compile_lot(lot.lot(), catalogue, catalogue.adapters, {}).files
    (block,) = file.blocks
    reader = READERS[file.layout.reader]
    names = [column.lower() for column in job.shape.header]
    every = arrow_schema(block.table, generated=False)
    schema = pa.schema([every.field(name) for name in names])
    splits = reader.splits(file.layout, lambda _: None)
    with workers(job.threads) as (executor, width), ParquetSink(job.out, schema) as sink:
        for batches in in_order(executor, width, partial(_rows, reader, block, names), splits):
            for batch in batches:
                sink.write(batch)


def _rows(reader: Reader, block: Block, names: list[str], split: Split) -> list[pa.RecordBatch]:
    return [run_output(block.plan, batch, {}, Cleaned(batch)).data.select(names) for batch in reader.read(split)]
