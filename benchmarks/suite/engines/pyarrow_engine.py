"""pyarrow: what a good user of it writes; types in the reader where it can, compute functions for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from suite.engines.arrow_types import arrow_schema, arrow_type

if TYPE_CHECKING:
    from suite.engines import Job
    from suite.shapes import Column

BLOCK = 8 << 20


def _read(column: Column) -> pa.DataType:
    if column.kind == "date":
        return pa.timestamp("s")
    return pa.string() if column.grouped else arrow_type(column)


def _finish(column: Column, cells: pa.Array) -> pa.Array:
    if column.grouped:
        for old, new in (("\u00a0", ""), (" ", ""), (",", ".")):
            cells = pc.replace_substring(cells, old, new)
    return cells.cast(arrow_type(column)) if column.grouped or column.kind == "date" else cells


def convert(job: Job) -> None:
    """Convert batch by batch."""
    pa.set_cpu_count(job.threads)
    schema = arrow_schema(job.shape)
    batches = pacsv.open_csv(
        job.source,
        read_options=pacsv.ReadOptions(block_size=BLOCK, encoding=job.encoding, use_threads=job.threads > 1),
        parse_options=pacsv.ParseOptions(delimiter=";", newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types={column.name: _read(column) for column in job.shape.columns},
            strings_can_be_null=True,
            null_values=[""],
            true_values=["O"],
            false_values=["N"],
            decimal_point=",",
            timestamp_parsers=["%d/%m/%Y"],
        ),
    )
    with pq.ParquetWriter(job.out, schema, compression="zstd") as writer:
        for batch in batches:
            columns = [_finish(column, cells) for column, cells in zip(job.shape.columns, batch.columns, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))
