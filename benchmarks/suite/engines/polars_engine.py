"""polars: lazy and streaming; its lazy reader knows UTF-8 alone, so cp1252 goes through the eager one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from suite.engines import Job
    from suite.shapes import Column


def _expression(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.kind == "decimal":
        if column.grouped:
            cell = cell.str.replace_all("\u00a0", "", literal=True).str.replace_all(" ", "", literal=True)
        cell = cell.str.replace_all(",", ".", literal=True)
        return cell.replace("", None).cast(pl.Decimal(column.precision, column.scale))
    if column.kind == "date":
        return cell.str.to_date("%d/%m/%Y")
    if column.kind == "integer":
        return cell.cast(pl.Int16)
    return (cell == "O").alias(column.name) if column.kind == "flag" else cell


def convert(job: Job) -> None:
    """Convert and stream to Parquet."""
    schema = dict.fromkeys(job.shape.header, pl.String)
    if job.encoding == "utf8":
        frame = pl.scan_csv(job.source, separator=";", schema=schema)
    else:
        frame = pl.read_csv(job.source, separator=";", schema=schema, encoding=job.encoding).lazy()
    frame.with_columns(_expression(column) for column in job.shape.columns).sink_parquet(
        job.out, compression="zstd", engine="streaming"
    )
