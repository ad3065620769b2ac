"""The three ways. Each makes the same table, its primary key included, then fills it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SERVER", "collecdata", "copy", "digest", "to_csv", "to_sql"]

SERVER = os.environ.get("COLLECDATA_BENCH_POSTGRESQL", "postgresql://postgres@127.0.0.1/postgres")
TABLE = "compta_ecriture"
BLOCK = 1 << 20
SHARE = 20
"""Inserts do one row in so many."""


def collecdata(package: Path, url: str, rows: int) -> None:  # noqa: ARG001 - one form for all
    """Load the package."""
    import collecdata as ours

    loaded = ours.load(package, to=url, mode="replace")
    if loaded.exit_code:
        raise SystemExit(loaded.text())


def copy(package: Path, url: str, rows: int) -> None:  # noqa: ARG001
    """Give the server a CSV that is ready, as it is."""
    connection, _ = _empty_table(url)
    cursor = connection.connection.driver_connection.cursor()
    with cursor.copy(f"COPY {TABLE} FROM STDIN (FORMAT csv)") as target, (package / "rows.csv").open("rb") as lines:
        while block := lines.read(BLOCK):
            target.write(block)
    connection.commit()


def to_sql(package: Path, url: str, rows: int) -> None:
    """Load the first rows with pandas, ten thousand at a time."""
    import pyarrow.parquet as pq

    connection, types = _empty_table(url)
    left = rows // SHARE
    for batch in pq.ParquetFile(package / "compta" / "ecriture.parquet").iter_batches(10_000):
        frame = batch.slice(0, left).to_pandas()
        frame.to_sql(TABLE, connection, if_exists="append", index=False, dtype=types)
        left -= len(frame)
        if not left:
            break
    connection.commit()


def _empty_table(url: str) -> tuple[Any, dict[str, Any]]:
    import sqlalchemy as sa

    from collecdata.api import open_catalogue
    from collecdata.catalogue.sqlalchemy import sql_table

    connection = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:")).connect()
    made = sql_table(open_catalogue().tables["compta.ecriture"], foreign_keys=False)
    made.drop(connection, checkfirst=True)
    made.create(connection)
    return connection, {column.name: column.type for column in made.columns}


def to_csv(package: Path) -> None:
    """Write the rows as the CSV that COPY reads."""
    import pyarrow.csv
    import pyarrow.parquet as pq

    file = pq.ParquetFile(package / "compta" / "ecriture.parquet")
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    with (
        (package / "rows.csv").open("wb") as out,
        pyarrow.csv.CSVWriter(out, file.schema_arrow, write_options=options) as csv,
    ):
        for batch in file.iter_batches(100_000):
            csv.write_batch(batch)


def digest(url: str, rows: int) -> str:
    """Say what the first rows of the table are, whatever their order."""
    import sqlalchemy as sa

    query = f"SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {TABLE} t WHERE rang <= {rows}"
    with sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:")).connect() as connection:
        return str(tuple(connection.exec_driver_sql(query).one()))
