"""A table of every type, stored as a package stores it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.sqlalchemy import sql_table
from collecdata.catalogue.table import Constraints, Field, ForeignKey, Table
from collecdata.catalogue.tableschema import table_schema
from collecdata.sinks.database.loader import LoadedTable, load_tables
from collecdata.sinks.database.modes import Mode
from collecdata.sinks.stored import Stored

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.catalogue.database import Database
    from collecdata.issues import Issue

KEY = Field("cle", "string", "Clé", "Ce qui nomme la ligne.", constraints=Constraints(required=True))
TABLE = Table(
    "ligne",
    "essai",
    "Lignes d'essai",
    fields=(
        KEY,
        Field("texte", "string", "Texte"),
        Field("montant", "number", "Montant", decimales=2),
        Field("nombre", "integer", "Nombre"),
        Field("vrai", "boolean", "Vrai"),
        Field("jour", "date", "Jour"),
        Field("moment", "datetime", "Moment"),
        Field("heure", "time", "Heure"),
        Field("annee", "year", "Année"),
    ),
    primary_key=("cle",),
)
CHILD = Table(
    "detail",
    "essai",
    fields=(Field("numero", "integer", constraints=Constraints(required=True)), Field("cle", "string")),
    primary_key=("numero",),
    foreign_keys=(ForeignKey(("cle",), "essai.ligne", ("cle",)),),
)
Row = dict[str, Any]
FULL: Row = {
    "texte": 'L\'« été », "ça" \\ va ;\n\tà Nœuds-lès-Ÿ 🏛',
    "montant": Decimal("-9999999999999.99"),
    "nombre": 2**62,
    "vrai": True,
    "jour": dt.date(1789, 7, 14),
    "moment": dt.datetime(2024, 2, 29, 23, 59, 59, 123456),
    "heure": dt.time(23, 59, 58),
    "annee": 1945,
}


def stored(folder: Path, rows: list[Row], table: Table = TABLE) -> Stored:
    lines = [{**row, "_source": "essai.csv", "_ligne": number} for number, row in enumerate(rows, 2)]
    folder.mkdir(exist_ok=True)
    path = folder / f"{table.name}-{len(list(folder.iterdir()))}.parquet"
    pq.write_table(pa.Table.from_pylist(lines, schema=arrow_schema(table)), path)
    return Stored(table.id, table.title, (path,), table_schema(table))


def load(database: Database, *tables: tuple[Table, Stored], mode: str = "create") -> list[LoadedTable | Issue]:
    return list(load_tables(database, dict(tables), Mode(mode), foreign_keys=True, progress=None))


def rows_of(database: Database, table: Table = TABLE) -> list[Row]:
    made = sql_table(table, foreign_keys=False)
    with database.connect() as connection:
        found = connection.execute(sa.select(made).order_by(*made.primary_key)).mappings()
        return [{name: value for name, value in row.items() if value is not None and name[0] != "_"} for row in found]
