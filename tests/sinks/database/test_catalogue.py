"""Every canonical table can be made in every database."""

from __future__ import annotations

import sqlalchemy as sa

import collecdata
from collecdata.catalogue.sqlalchemy import sql_metadata


def test_every_canonical_table_with_its_keys_can_be_made(database):
    tables = [schema.descriptor for schema in collecdata.schemas.values()]
    made = sql_metadata(tables)
    with database.connect() as connection:
        made.create_all(connection)
        assert {*sa.inspect(connection).get_table_names()} == {*made.tables}
