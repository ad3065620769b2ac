"""csv and pydantic: one model a row, the way most import scripts are written."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, BeforeValidator, create_model

from suite.engines.arrow_types import arrow_schema

if TYPE_CHECKING:
    from suite.engines import Job
    from suite.shapes import Shape

AT_ONCE = 50_000


def _decimal(cell: str) -> Decimal | None:
    return Decimal(cell.replace("\u00a0", "").replace(" ", "").replace(",", ".")) if cell else None


def _date(cell: str) -> date | None:
    return date(int(cell[6:]), int(cell[3:5]), int(cell[:2])) if cell else None


KINDS: dict[str, Any] = {
    "text": Annotated[str | None, BeforeValidator(lambda cell: cell or None)],
    "integer": int,
    "decimal": Annotated[Decimal | None, BeforeValidator(_decimal)],
    "date": Annotated[date | None, BeforeValidator(_date)],
    "flag": Annotated[bool, BeforeValidator(lambda cell: cell == "O")],
}


def _model(shape: Shape) -> type[BaseModel]:
    fields: dict[str, Any] = {column.name: (KINDS[column.kind], ...) for column in shape.columns}
    return create_model("Row", **fields)


def convert(job: Job) -> None:
    """Validate every row, write some tens of thousands at a time."""
    model, schema, rows = _model(job.shape), arrow_schema(job.shape), []
    writer = pq.ParquetWriter(job.out, schema, compression="zstd")
    with job.source.open(encoding=job.encoding, newline="") as lines, writer as out:
        for row in csv.DictReader(lines, delimiter=";"):
            rows.append(model.model_validate(row).model_dump())
            if len(rows) == AT_ONCE:
                out.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        out.write_table(pa.Table.from_pylist(rows, schema=schema))
