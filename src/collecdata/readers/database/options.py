"""What an adapter says of a database: the tables it reads, and the queries it asks."""

from __future__ import annotations

from pydantic import Field

from collecdata.readers.sqldump.options import TableChoice

__all__ = ["DatabaseOptions"]


class DatabaseOptions(TableChoice):
    """Options of the reader `database`."""

    queries: dict[str, str] = Field(
        default_factory=dict,
        description="Jeux d'enregistrements qui ne sont pas une table : nom, puis requête SELECT, avec son ORDER BY.",
    )
    db_schema: str | None = Field(
        None, description="Schéma où sont les tables ; celui que la connexion a par défaut sinon."
    )
    rows: int = Field(20_000, ge=1, description="Lignes lues à la fois.")
