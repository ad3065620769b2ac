"""duckdb: types, decimal comma and date format given to its reader; only what it cannot read is cast afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from suite.engines import Job
    from suite.shapes import Column

TYPES = {"text": "VARCHAR", "integer": "SMALLINT", "date": "DATE", "flag": "VARCHAR"}


def _decimal(column: Column) -> str:
    return f"DECIMAL({column.precision},{column.scale})"


def _read(column: Column) -> str:
    if column.kind == "decimal":
        return "VARCHAR" if column.grouped else _decimal(column)
    return TYPES[column.kind]


def _select(column: Column) -> str:
    if column.grouped:
        bare = f"replace(replace(replace({column.name},chr(160),''),' ',''),',','.')"
        return f"CAST(nullif({bare},'') AS {_decimal(column)}) AS {column.name}"
    return f"({column.name}='O') AS {column.name}" if column.kind == "flag" else column.name


def convert(job: Job) -> None:
    """Convert in one COPY. Its `latin-1` refuses bytes 0x80 to 0x9F, and its `cp1252` is a download."""
    columns = ",".join(f"'{column.name}':'{_read(column)}'" for column in job.shape.columns)
    select = ",".join(_select(column) for column in job.shape.columns)
    encoding = "" if job.encoding == "utf8" else ",encoding='latin-1'"
    options = (
        "delim=';',quote='\"',escape='\"',header=true,auto_detect=false,decimal_separator=',',"
        f"dateformat='%d/%m/%Y'{encoding},columns={{{columns}}}"
    )
    duckdb.connect(config={"threads": job.threads}).execute(
        f"COPY (SELECT {select} FROM read_csv('{job.source}',{options})) TO '{job.out}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
