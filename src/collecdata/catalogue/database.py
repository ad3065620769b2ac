"""A database by its URL: how it is reached, and what may be said of it.

The password never stands on a command line, where every user of the machine can read it: it comes from a file or from
the environment, and no message, report or log has it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collecdata.catalogue.address import DRIVERS, is_database
from collecdata.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PASSWORD", "Database", "reason"]

PASSWORD = "COLLECDATA_MOT_DE_PASSE"  # noqa: S105 - the name of a variable
"""Environment variable of the password, where no file has it."""
EXTRAS: Mapping[str, str] = {"mariadb": "mysql"}
"""Extra that has the driver of a dialect, where it has another name."""
SQLITE_FILES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True, slots=True)
class Database:
    """Where a database is; `secret` is kept apart from the address, and is never shown."""

    url: sa.URL
    secret: Secret

    @classmethod
    def at(cls, text: str, credentials: Path | None = None) -> Database:
        """Read a URL (`postgresql://user@host/base`), or the path of an SQLite file.

        Args:
            text: what the user wrote.
            credentials: file whose first line is the password; else the variable COLLECDATA_MOT_DE_PASSE, else none
                (a socket, a `.pgpass`).

        Raises:
            UsageError: no database (`database.url`), a password in the URL (`database.password_in_url`), or a file of
                credentials that cannot be read (`database.credentials`).
        """
        if text.lower().endswith(SQLITE_FILES) and "://" not in text:
            return cls(sa.URL.create("sqlite", database=text), Secret())
        if not is_database(text):
            raise UsageError("database.url", value=text.partition("@")[2] or text)
        try:
            url = sa.make_url(text)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise UsageError("database.url", value=text.partition("@")[2] or text) from error
        if url.password is not None:
            raise UsageError("database.password_in_url", variable=PASSWORD)
        dialect = url.drivername
        return cls(url.set(drivername=DRIVERS.get(dialect, dialect)), Secret.read(credentials))

    @property
    def dialect(self) -> str:
        """`sqlite`, `postgresql`, `mysql`, `mariadb`..."""
        return self.url.get_backend_name()

    @property
    def name(self) -> str:
        """What a report may say: the kind of database, its host and its name; neither user nor options.

        >>> Database.at("postgresql://agent@serveur:5433/rh?sslmode=require").name
        'postgresql://serveur:5433/rh'
        """
        shown = sa.URL.create(self.dialect, host=self.url.host, port=self.url.port, database=self.url.database)
        return shown.render_as_string()

    @contextmanager
    def connect(self) -> Iterator[sa.Connection]:
        """Open a connection for the length of a block. What is not committed is undone.

        Raises:
            UsageError: the driver is not installed (`database.driver`).
            InputError: the database does not answer, refuses the user, or is none (`database.unreachable`); or it goes
                away in the block.
        """
        engine = self._engine()
        try:
            try:
                connection = engine.connect()
            except sa.exc.SQLAlchemyError as error:
                raise InputError("database.unreachable", name=self.name, reason=reason(error, self)) from None
            try:
                with connection:
                    yield connection
            except sa.exc.DBAPIError as error:
                raise InputError("database.unreachable", name=self.name, reason=reason(error, self)) from None
        finally:
            engine.dispose()

    def _engine(self) -> sa.Engine:
        url = self.url.set(password=self.secret.value) if self.secret.value else self.url
        try:
            return sa.create_engine(url, hide_parameters=True, poolclass=sa.NullPool)
        except (ImportError, sa.exc.NoSuchModuleError) as error:
            extra = EXTRAS.get(self.dialect, self.dialect)
            raise UsageError("database.driver", name=self.dialect, extra=extra, reason=str(error)) from error


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A password that no representation shows."""

    value: str = ""

    @classmethod
    def read(cls, credentials: Path | None) -> Secret:
        """Read the first line of a file, else the environment.

        Raises:
            UsageError: the file cannot be read (`database.credentials`).
        """
        if credentials is None:
            return cls(os.environ.get(PASSWORD, ""))
        try:
            return cls(Path(credentials).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError("database.credentials", path=str(credentials)) from error

    def __repr__(self) -> str:
        return "Secret(...)"


def reason(error: sa.exc.SQLAlchemyError, database: Database) -> str:
    """Return the words of the driver on one line, without the statement, its values or the password."""
    cause = getattr(error, "orig", None)
    said = [one for one in getattr(cause, "args", ()) if isinstance(one, str)]  # PyMySQL: a number, then words
    words = (said[-1] if said else str(cause or type(error).__name__)).split("\n")[0]
    return words.replace(database.secret.value, "***") if database.secret.value else words
