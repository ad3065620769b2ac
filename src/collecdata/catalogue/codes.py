"""Code lists: the canonical codes a field may hold, each with its meaning, its dates and where it comes from."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from collecdata.errors import Position, SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["COLUMNS", "Code", "CodeList", "load"]

COLUMNS = ("code", "libelle", "definition", "valide_de", "valide_a", "source")


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `valide_de` and `valide_a` are its first and last days (None: open)."""

    code: str
    libelle: str
    definition: str = ""
    valide_de: dt.date | None = None
    valide_a: dt.date | None = None
    source: str = ""

    def valid_on(self, day: dt.date) -> bool:
        """Whether the code may be used for something of that day."""
        return (self.valide_de or dt.date.min) <= day <= (self.valide_a or dt.date.max)


@dataclass(frozen=True)
class CodeList:
    """One list, in the order of its file.

    >>> sens = CodeList("sens", "compta", (Code("depense", "Dépense"), Code("recette", "Recette")))
    >>> sens.id, "depense" in sens, sens["recette"].libelle, sens.values
    ('compta.sens', True, 'Recette', ('depense', 'recette'))
    """

    name: str
    domain: str
    codes: tuple[Code, ...]
    title: str = ""

    @property
    def id(self) -> str:
        """`domain.name`."""
        return f"{self.domain}.{self.name}"

    @property
    def values(self) -> tuple[str, ...]:
        """The codes alone."""
        return tuple(self._by_code)

    @cached_property
    def _by_code(self) -> dict[str, Code]:
        return {code.code: code for code in self.codes}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)


def load(path: Path, domain: str, title: str = "") -> CodeList:
    """Read one `codes/<list>.csv` (UTF-8, comma). Raises `SchemaError` at file:line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError("schema.unreadable", at=Position(str(path)), reason=str(error)) from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != COLUMNS:
            raise SchemaError(
                "schema.codes.header", at=Position(str(path), 1), found=",".join(header), expected=",".join(COLUMNS)
            )
        return CodeList(path.stem, domain, tuple(_codes(reader, path)), title)
    except csv.Error as error:
        raise SchemaError("schema.unreadable", at=Position(str(path), reader.line_num), reason=str(error)) from error


def _codes(reader: Iterator[list[str]], path: Path) -> Iterator[Code]:
    seen: set[str] = set()
    for row in reader:
        at = Position(str(path), getattr(reader, "line_num", 0))
        if len(row) != len(COLUMNS):
            raise SchemaError("schema.codes.cells", at=at, found=len(row), expected=len(COLUMNS))
        code, libelle, definition, valide_de, valide_a, source = (cell.strip() for cell in row)
        if not code:
            raise SchemaError("schema.codes.empty", at=at)
        if code in seen:
            raise SchemaError("schema.codes.duplicate", at=at, value=code)
        seen.add(code)
        yield Code(code, libelle, definition, _day(valide_de, at), _day(valide_a, at), source)


def _day(text: str, at: Position) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SchemaError("schema.codes.date", at=at, value=text) from error
