"""What a static check may look at, and how it says what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collecdata.catalogue import references
from collecdata.catalogue.adapter import ADAPTER
from collecdata.catalogue.references import files_of
from collecdata.catalogue.table import SOURCE_SUFFIX, source_companion
from collecdata.errors import AdapterError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic import BaseModel

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.export_language import ExportFile
    from collecdata.catalogue.language import FieldMap, Output
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.table import Field, Table

__all__ = ["TEMPORAL", "Context", "permitted", "target"]

TEMPORAL = ("date", "datetime", "time")
"""Types of field that a date format is for."""


@dataclass(frozen=True, slots=True)
class Context:
    """An adapter and all it may be compared with; what is None is not known, and not checked."""

    folder: AdapterFolder
    catalogue: Catalogue
    derived: Mapping[str, frozenset[str]] | None = None
    columns: Mapping[str, tuple[str, ...]] | None = None
    readers: Collection[str] | None = None
    options: Mapping[str, type[BaseModel]] | None = None

    def problem(self, code: str, loc: Loc, file: str = ADAPTER, **params: object) -> AdapterError:
        """Return a problem at the place of `loc`."""
        return AdapterError(code, at=self.folder.position(loc, file), **_texts(params))

    def outputs(self) -> Iterator[tuple[Loc, Output]]:
        """Give the outputs of the way in, if there is one."""
        for rank, output in enumerate(self.folder.adapter.outputs if self.folder.adapter else ()):
            yield ("outputs", rank), output

    def files(self) -> Iterator[tuple[Loc, ExportFile]]:
        """Give the files of the way out, if there is one, and what adds fields to their records."""
        if self.folder.export:
            yield from files_of(self.folder.export)

    def tables_of(self, file: ExportFile) -> dict[str, Table | None]:
        """Return the tables that a file reads: its own, as "", and those of its lookups, by alias."""
        return {"": self.table(file.from_)} | {alias: self.table(one.from_) for alias, one in file.lookup.items()}

    def table(self, name: str) -> Table | None:
        """Return a canonical table, None when there is none of that name."""
        try:
            return self.catalogue.tables[name]
        except KeyError:
            return None

    def targets(self) -> Iterator[tuple[Loc, FieldMap, Field]]:
        """Give every mapping, branches too, whose canonical field exists."""
        for loc, output in self.outputs():
            table = self.table(output.table)
            for name, where, given in references.fields(output, loc):
                if table and (field := target(table, name)):
                    yield where, given, field


def target(table: Table, name: str) -> Field | None:
    """Return the field that a mapping may aim at: of the table, or what keeps the source's code of a coded one."""
    if name in table:
        return table.field(name)
    coded = name.removesuffix(SOURCE_SUFFIX)
    return source_companion(table.field(coded)) if coded in table and table.field(coded).vocabulaire else None


def _texts(params: Mapping[str, object]) -> dict[str, Any]:
    return {key: str(value) for key, value in params.items()}


def permitted(context: Context, field: Field) -> tuple[str, ...] | None:
    """Return the values a field may have: those of its code list, or enumerated; None when it may have any."""
    if field.vocabulaire:
        return context.catalogue.codes[field.vocabulaire].values
    return field.constraints.enum or None
