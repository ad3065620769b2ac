"""One canonical table and everything that is generated from it, each made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    import sqlalchemy as sa
    from pydantic import BaseModel

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Table

__all__ = ["Schema"]


@dataclass(frozen=True)
class Schema:
    """One entry of `collecdata.schemas`.

    Attributes:
        descriptor: the canonical table.
        codes: every code list, by identifier.
    """

    descriptor: Table
    codes: Mapping[str, CodeList]

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema, with provenance and source codes, as it is written to Parquet."""
        from collecdata.catalogue.arrow import arrow_schema

        return arrow_schema(self.descriptor)

    @cached_property
    def model(self) -> type[BaseModel]:
        """The pydantic model of one row."""
        from collecdata.catalogue.model import row_model

        return row_model(self.descriptor, self.codes)

    @cached_property
    def table(self) -> sa.Table:
        """The SQLAlchemy table, in a `MetaData` of its own."""
        from collecdata.catalogue.sqlalchemy import sql_table

        return sql_table(self.descriptor)

    @cached_property
    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of one row."""
        from collecdata.catalogue.jsonschema import json_schema

        return json_schema(self.descriptor, self.codes)

    @cached_property
    def table_schema(self) -> dict[str, Any]:
        """The Table Schema descriptor, code lists included."""
        from collecdata.catalogue.tableschema import table_schema

        return table_schema(self.descriptor, self.codes, generated=False)

    @cached_property
    def page(self) -> str:
        """The reference page, in French Markdown."""
        from collecdata.catalogue.page import table_page

        return table_page(self.descriptor, self.codes)

    def ddl(self, dialect: str = "postgresql") -> str:
        """Return the SQL that creates the table. Raises `KeyError` for a dialect SQLAlchemy does not have."""
        from collecdata.catalogue.sqlalchemy import sql_ddl

        return sql_ddl(self.descriptor, dialect)
