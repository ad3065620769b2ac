"""What a place named by a user is: told from its writing alone, before anything that reads it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DRIVERS", "is_database"]

DRIVERS: Mapping[str, str] = {
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "oracle": "oracle+oracledb",
    "mssql": "mssql+pymssql",
}
"""Driver of a URL that names none; each is an extra, but SQLite's, which Python has."""


def is_database(text: str) -> bool:
    """Say whether a place named by a user is a database, and not a file or a folder to read.

    >>> is_database("postgresql://mairie@serveur/rh"), is_database("dump/export.csv"), is_database("C:/x.csv")
    (True, False, False)
    """
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.partition("+")[0] in {*DRIVERS, "sqlite"}
