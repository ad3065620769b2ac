"""Real databases: an SQLite file always, PostgreSQL and MariaDB where their servers are there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collecdata.catalogue.database import Database
from collecdata.errors import CollecdataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVERS = {"postgresql": "postgresql://root@127.0.0.1/postgres", "mariadb": "mariadb://root@127.0.0.1/mysql"}


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.slow),
        pytest.param("mariadb", marks=pytest.mark.slow),
    ]
)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind, that goes away after the test."""
    if request.param == "sqlite":
        yield Database.at(str(tmp_path / "base.sqlite"))
        return
    server = Database.at(os.environ.get(f"COLLECDATA_TEST_{request.param.upper()}", SERVERS[request.param]))
    name = f"collecdata_{os.getpid()}"
    try:
        _run(server, f"DROP DATABASE IF EXISTS {name}")
        _run(server, f"CREATE DATABASE {name}")
    except CollecdataError as error:
        pytest.skip(f"no {request.param} server here: {error}")
    try:
        yield Database(server.url.set(database=name), server.secret)
    finally:
        _run(server, f"DROP DATABASE {name}")


def _run(server: Database, statement: str) -> None:
    with server.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text(statement))
