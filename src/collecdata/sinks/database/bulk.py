"""Rows into a table of a database, many at a time: COPY where there is one, else prepared batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from collecdata.kernels.buffers import limbs, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import sqlalchemy as sa

__all__ = ["RoundingError", "insert"]

EXACT = 10**15
"""What SQLite stores as a double without loss: fifteen digits."""
ROWS = 10_000
"""Rows of one prepared batch: each is a tuple of Python objects."""


class RoundingError(ValueError):
    """An amount that the database would round, in the field that is the argument."""


def insert(connection: sa.Connection, table: sa.Table, batches: Iterable[pa.RecordBatch]) -> int:
    """Add rows, inside the transaction in course; return how many.

    Args:
        connection: of any dialect.
        table: the table, which exists.
        batches: rows with the columns of the table, in its order.

    Raises:
        sqlalchemy.exc.DBAPIError, or an error of the driver: the database refuses.
        RoundingError: an amount has more digits than the database keeps.
    """
    ways: dict[str, Callable[[sa.Connection, sa.Table, Iterable[pa.RecordBatch]], int]] = {"postgresql": _copy}
    return ways.get(connection.dialect.name, _prepared)(connection, table, batches)


def _copy(connection: sa.Connection, table: sa.Table, batches: Iterable[pa.RecordBatch]) -> int:
    """Write the CSV that COPY reads: null is nothing; texts are quoted, the empty one too, and nothing else is."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    written = 0
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in batches:
            plain = pa.RecordBatch.from_arrays([decode(one) for one in batch.columns], names=batch.schema.names)
            text = pa.BufferOutputStream()
            pyarrow.csv.write_csv(plain, text, options)
            copy.write(memoryview(text.getvalue()))
            written += batch.num_rows
    return written


def _prepared(connection: sa.Connection, table: sa.Table, batches: Iterable[pa.RecordBatch]) -> int:
    """Run one prepared INSERT over many rows; amounts and dates travel as text, which no driver rounds."""
    preparer = connection.dialect.identifier_preparer
    mark = {"qmark": "?", "format": "%s", "pyformat": "%s"}[connection.dialect.paramstyle]
    columns = ", ".join(preparer.quote(column.name) for column in table.columns)
    # S608: names only, quoted by the dialect; values are parameters.
    marks = ", ".join(mark for _ in table.columns)
    statement = f"INSERT INTO {preparer.quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608
    written = 0
    exact = _exact(batches) if connection.dialect.name == "sqlite" else batches
    for rows in _rows(exact):
        connection.exec_driver_sql(statement, rows)
        written += len(rows)
    return written


def _exact(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Let rows pass whose amounts SQLite stores exactly: it has no decimal type."""
    for batch in batches:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            plain = decode(column)
            if pa.types.is_decimal(plain.type) and (np.abs(limbs(plain)[:, 0][~nulls(plain)]) >= EXACT).any():
                raise RoundingError(name)
        yield batch


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[list[tuple[Any, ...]]]:
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            piece = batch.slice(start, ROWS)
            yield list(zip(*(_values(column) for column in piece.columns), strict=True))


def _values(column: pa.Array) -> list[Any]:
    """Return Python objects that any driver stores exactly."""
    plain = decode(column)
    if pa.types.is_boolean(plain.type):
        plain = plain.cast(pa.int8())
    elif pa.types.is_time(plain.type):
        plain = plain.cast(pa.time32("s")).cast(pa.string())  # Parquet gives milliseconds back
    elif not (pa.types.is_integer(plain.type) or pa.types.is_string(plain.type)):
        plain = plain.cast(pa.string())
    values: list[Any] = plain.to_pylist()
    return values
