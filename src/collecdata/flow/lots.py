"""The unit of work: one collectivity's dump. Nothing of one lot ever meets another's."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from collecdata.errors import Position, UsageError
from collecdata.flow.params import SIREN
from collecdata.flow.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from collecdata.flow.detect import Match

__all__ = ["Asked", "Lot", "Waiting", "by_siren", "read_lots"]

PATH, ADAPTER = "chemin", "adapter"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line of `lots.csv`, or the command line, asks to convert; `databases` are addresses."""

    paths: tuple[Path, ...]
    siren: str = ""
    adapter: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    databases: tuple[str, ...] = ()
    credentials: Path | None = None


File: TypeAlias = "tuple[Match, Mapping[str, str]]"
"""A recognised file with the parameters it was asked with."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The files of one collectivity, each with the input it was recognised as.

    `siren` is empty where neither the user nor a file names it: then the rows do (a parameter table).
    """

    siren: str
    files: tuple[File, ...]


def read_lots(path: Path, credentials: Path | None = None) -> list[Asked]:
    """Read `lots.csv` (chemin, siren, adapter, then one column a parameter; `;` or `,`; paths relative to it).

    A path may be the address of a database; `credentials` is the file of their password.

    Raises:
        UsageError: the file is absent, has no column `chemin`, or a line without a path.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("usage.lots_unreadable", at=Position(str(path)), reason=str(error)) from error
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") >= header.count(",") else ",")
    if PATH not in (rows.fieldnames or ()):
        found = ", ".join(rows.fieldnames or ())
        raise UsageError("usage.lots_columns", at=Position(str(path), 1, 1), missing=PATH, found=found)
    return [_asked(path, rows.line_num, row, credentials) for row in rows]


def _asked(path: Path, line: int, row: dict[str, str | None], credentials: Path | None) -> Asked:
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    if not cells[PATH]:
        raise UsageError("usage.lots_path", at=Position(str(path), line, 1))
    params = {key: value for key, value in cells.items() if value and key not in (PATH, SIREN, ADAPTER)}
    from collecdata.catalogue.address import is_database

    told = (cells.get(SIREN, ""), cells.get(ADAPTER, ""), params)
    if is_database(cells[PATH]):
        return Asked((), *told, (cells[PATH],), credentials)
    return Asked((path.parent / cells[PATH],), *told)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lot to convert, its files put by until then."""

    siren: str
    shelf: Shelf[tuple[File, ...]]
    adapters: dict[str, None] = field(default_factory=dict)
    """Those that its files were recognised by."""
    sizes: list[int] = field(default_factory=list)
    """Bytes of each file."""
    places: list[int] = field(default_factory=list)

    def put(self, files: tuple[File, ...]) -> None:
        """Add files, which come after those there are."""
        self.adapters.update(dict.fromkeys(match.adapter for match, _ in files))
        self.sizes.extend(match.layout.source.size for match, _ in files)
        self.places.append(self.shelf.put(files))

    def lot(self) -> Lot:
        """Take the files back."""
        return Lot(self.siren, tuple(file for place in self.places for file in self.shelf.take(place)))


def by_siren(found: Iterable[tuple[Asked, Match]]) -> list[Waiting]:
    """Group recognised files by the collectivity asked for, else the one the file names; input order is kept.

    A file whose own SIREN differs from the one asked for stays in the lot asked for: the plan reports it. One that
    several collectivities share is not any one's, whatever was asked.
    """
    shelf: Shelf[tuple[File, ...]] = Shelf()
    lots: dict[str, Waiting] = {}
    for siren, files in groupby(found, _siren):
        lots.setdefault(siren, Waiting(siren, shelf)).put(tuple((match, asked.params) for asked, match in files))
    return list(lots.values())


def _siren(found: tuple[Asked, Match]) -> str:
    asked, match = found
    own = match.facts.get(SIREN, "")
    return own if match.shared else asked.siren or own
