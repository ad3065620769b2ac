"""A package into a database: tables with types, keys and comments, one transaction each, counted at the end."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.database import Database
from collecdata.catalogue.nearest import nearest
from collecdata.errors import UsageError
from collecdata.issues import IssueLog
from collecdata.report.exported import export_text
from collecdata.report.privacy import Classes
from collecdata.report.problems import problems
from collecdata.sinks.database.loader import LoadedTable, load_tables
from collecdata.sinks.database.modes import Mode
from collecdata.sinks.stored import read_package

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.sinks.stored import Stored

__all__ = ["Loaded", "LoadedTable", "Request", "load"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: `mode` is one of `Mode`; `tables` empty means all."""

    package: Path
    to: str
    mode: str
    tables: Sequence[str] = ()
    credentials: Path | None = None
    foreign_keys: bool = True
    lang: str | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(slots=True)
class Loaded:
    """What was loaded where. A table that the database refused is in `issues`, and as it was before."""

    to: str
    tables: list[LoadedTable] = field(default_factory=list)
    issues: IssueLog = field(default_factory=IssueLog)
    classes: Classes = field(default_factory=Classes)
    lang: str | None = None

    @property
    def exit_code(self) -> int:
        """0: all good; 1: the database refused a table."""
        return 1 if self.issues.errors else 0

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        found = problems(self.issues, self.classes, self.lang)
        return {
            "to": self.to,
            "tables": [asdict(one) for one in self.tables],
            "problems": [one.model_dump(mode="json") for one in found],
        }

    def text(self) -> str:
        """Return a summary for a terminal."""
        files = [(f"{self.to} {one.name}", one.rows) for one in self.tables]
        found = problems(self.issues, self.classes, self.lang)
        return export_text(files, found, read=0, lang=self.lang)


def load(request: Request, catalogue: Catalogue) -> Loaded:
    """Load a package.

    Raises:
        UsageError: not a package, no such mode or table, tables that are there already, a driver that is absent.
        InputError: the database does not answer, or a file of the package is damaged.
    """
    if request.mode not in {*Mode}:
        raise UsageError("load.mode", value=request.mode, known=", ".join(Mode))
    mode = Mode(request.mode)
    chosen = _chosen(request, catalogue)
    database = Database.at(request.to, request.credentials)
    tables = {catalogue.tables[stored.id]: stored for stored in chosen}
    done = Loaded(database.name, classes=Classes.of(tables), lang=request.lang)
    for outcome in load_tables(database, tables, mode, foreign_keys=request.foreign_keys, progress=request.progress):
        if isinstance(outcome, LoadedTable):
            done.tables.append(outcome)
        else:
            done.issues.add(outcome)
    return done


def _chosen(request: Request, catalogue: Catalogue) -> list[Stored]:
    package = read_package(request.package)
    for name in request.tables:
        if name not in package.tables:
            raise UsageError("usage.unknown_table", value=name, nearest=nearest(name, tuple(package.tables)) or "")
    for name in package.tables:
        if name not in catalogue.tables:
            raise UsageError("load.unknown_schema", value=name)
    return [stored for name, stored in package.tables.items() if not request.tables or name in request.tables]
