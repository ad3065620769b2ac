"""What an adapter says of a dump, or of a live database: the tables it reads, those it leaves."""

from __future__ import annotations

import codecs
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from collecdata.readers.base import BLOCK
from collecdata.readers.marc.options import MarcCells  # noqa: TC001 - read by pydantic

__all__ = ["SqlDumpOptions", "TableChoice", "Words"]

Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]


class TableChoice(BaseModel):
    """Which tables are read: the options that a dump and a live database share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: Words = Field(
        (),
        description="Tables lues, par leur nom ou un motif `*` ; toutes sinon. Les autres sont dites.",
    )
    ignore_tables: Words = Field(
        (), description="Tables laissées de côté exprès, par leur nom ou un motif `*` : index, sessions, journaux."
    )

    marcxml: dict[str, MarcCells] = Field(
        default_factory=dict,
        description="Tables dont une colonne porte des notices en MARCXML : laquelle, et les jeux à en faire.",
    )

    def reads(self, table: str) -> bool:
        """Whether the rows of a table are read."""
        return (not self.tables or _among(table, self.tables)) and not self.ignores(table)

    def ignores(self, table: str) -> bool:
        """Whether a table is left out by name, and nothing is to be said of it."""
        return _among(table, self.ignore_tables) and table not in self.tables


class SqlDumpOptions(TableChoice):
    """Options of the reader `sqldump`."""

    columns: dict[str, Words] = Field(
        default_factory=dict,
        description=(
            "Colonnes d'une table, dans l'ordre, pour un fichier qui ne les dit pas (INSERT sans noms ni CREATE TABLE)."
        ),
    )
    encoding: str | None = Field(None, description="Encodage, si le fichier ne dit pas le sien (SET NAMES).")
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")
    max_record: int = Field(256 << 20, ge=1, description="Octets au-delà desquels une ligne est refusée.")

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            return codecs.lookup(value).name
        except LookupError:
            raise ValueError(f"unknown encoding: {value}") from None


def _among(table: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(table, pattern) for pattern in patterns)
