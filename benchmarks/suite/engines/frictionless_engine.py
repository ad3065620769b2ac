"""frictionless: its row stream, under a Table Schema that says decimal comma, grouping and date format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq

from suite.engines.arrow_types import arrow_schema

if TYPE_CHECKING:
    from suite.engines import Job
    from suite.shapes import Column

AT_ONCE = 50_000


def _field(column: Column) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "text": {"type": "string"},
        "integer": {"type": "integer"},
        "decimal": {"type": "number", "decimalChar": ","} | ({"groupChar": "\u00a0"} if column.grouped else {}),
        "date": {"type": "date", "format": "%d/%m/%Y"},
        "flag": {"type": "boolean", "trueValues": ["O"], "falseValues": ["N"]},
    }
    return {"name": column.name} | kinds[column.kind]


def convert(job: Job) -> None:
    """Convert every row, write some tens of thousands at a time."""
    schema = arrow_schema(job.shape)
    resource = frictionless.Resource(
        path=job.source.name,
        basepath=str(job.source.parent),
        encoding="utf-8" if job.encoding == "utf8" else job.encoding,
        schema=frictionless.Schema.from_descriptor({"fields": [_field(column) for column in job.shape.columns]}),
        dialect=frictionless.Dialect.from_descriptor({"csv": {"delimiter": ";"}}),
    )
    rows: list[dict[str, Any]] = []
    with resource, pq.ParquetWriter(job.out, schema, compression="zstd") as out:
        for row in resource.row_stream:  # type: ignore[attr-defined]
            rows.append(row.to_dict())
            if len(rows) == AT_ONCE:
                out.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        out.write_table(pa.Table.from_pylist(rows, schema=schema))
