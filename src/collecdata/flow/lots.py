"""The unit of work: one collectivity's dump. Nothing of one lot ever meets another's."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from collecdata.catalogue.address import is_database
from collecdata.errors import Position, UsageError
from collecdata.flow.params import SIREN
from collecdata.flow.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from collecdata.flow.detect import Match

__all__ = ["Asked", "Lot", "Waiting", "by_siren", "is_siren", "read_lots"]

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
    at: Position | None = None
    """The line of `lots.csv` that says so, if one does."""


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
    """Read `lots.csv` (chemin, siren, adapter, then one column a parameter; `;`, `,` or tab; paths relative to it).

    A path may be the address of a database; `credentials` is the file of their password.

    Raises:
        UsageError: the file is absent, has no column `chemin` or no line, or a line that cannot be right: each is to
            be mended before four hundred towns are converted.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("usage.lots_encoding", at=Position(str(path))) from error
    except OSError as error:
        raise UsageError("usage.lots_unreadable", at=Position(str(path)), reason=error.strerror or "") from error
    delimiter = max((";", ",", "\t"), key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        if PATH not in (rows.fieldnames or ()):
            found = ", ".join(rows.fieldnames or ())
            raise UsageError("usage.lots_columns", at=Position(str(path), 1, 1), missing=PATH, found=found)
        lots = [_asked(Position(str(path), rows.line_num, 1), row, path.parent, credentials) for row in rows]
    except csv.Error as error:
        raise UsageError("usage.lots_quote", at=Position(str(path), rows.line_num + 1, 1)) from error
    if not lots:
        raise UsageError("usage.lots_empty", at=Position(str(path)))
    return lots


def _asked(at: Position, row: Mapping[str | None, str | None], folder: Path, credentials: Path | None) -> Asked:
    if None in row:  # what `csv` makes of too many; too few are empty
        raise UsageError("usage.lots_cells", at=at)
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    if not cells[PATH]:
        raise UsageError("usage.lots_path", at=at)
    siren = cells.get(SIREN, "")
    if siren and not is_siren(siren):
        raise UsageError("usage.siren", at=at, value=siren)
    params = {key: value for key, value in cells.items() if value and key not in (PATH, SIREN, ADAPTER)}
    told = (siren, cells.get(ADAPTER, ""), params)
    if is_database(cells[PATH]):
        return Asked((), *told, (cells[PATH],), credentials, at)
    return Asked((folder / cells[PATH],), *told, at=at)


def is_siren(text: str) -> bool:
    """Say whether a text has the form of a SIREN.

    >>> is_siren("213500010"), is_siren("21350001"), is_siren("../../etc")
    (True, False, False)
    """
    return text.isascii() and text.isdigit() and len(text) == len("213500010")


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
