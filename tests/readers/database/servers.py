"""Databases of our own on the servers of this machine, or a skip that says which is absent."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVERS = {
    "postgresql": os.environ.get("COLLECDATA_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1"),
    "mariadb": os.environ.get("COLLECDATA_TEST_MARIADB", "mariadb+pymysql://root@localhost"),
}
"""Where the tests find servers; each has an environment variable."""


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """Create a database, give its address, drop it."""
    name = f"collecdata_test_{os.getpid()}"
    server = sa.make_url(SERVERS[kind])
    if kind == "mariadb" and "unix_socket" not in server.query and Path("/run/mysqld/mysqld.sock").exists():
        server = server.update_query_dict({"unix_socket": "/run/mysqld/mysqld.sock"})
    administrator = server.set(database="postgres") if kind == "postgresql" else server
    engine = sa.create_engine(administrator, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    try:
        connection = engine.connect()
    except sa.exc.OperationalError as error:
        pytest.skip(f"no {kind} server: {type(error.orig).__name__}")
    with connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield server.set(database=name, drivername=kind).render_as_string()
        finally:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
