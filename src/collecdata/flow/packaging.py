"""What is written besides rows: where tables lie, what their files say of themselves, the package's descriptor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from collecdata.catalogue.tableschema import table_schema
from collecdata.sinks.draft import WrittenFile, writing
from collecdata.sinks.package import AdapterMark, InputMark, Provenance, Resource
from collecdata.sinks.package import write_package as write_descriptor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.table import Table
    from collecdata.flow.fragment import Fragment

__all__ = ["PackageInfo", "write_package", "write_text"]


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """What every part of a package refers to."""

    folder: Path
    catalogue: Catalogue
    adapters: Mapping[str, AdapterFolder]
    parts: bool
    highest: int | None

    def table_path(self, table: Table, siren: str) -> Path:
        """Say where the rows of one lot go: `<domaine>/<table>.parquet`, or a file of that name's folder."""
        if not self.parts:
            return self.folder / table.domain / f"{table.name}.parquet"
        return self.folder / table.domain / table.name / f"{siren or 'lot'}.parquet"

    def schema_versions(self, tables: Iterable[Table]) -> dict[str, str]:
        """Return the version of each domain in use."""
        return {table.domain: self.catalogue.domains[table.domain].version for table in tables}

    def metadata(self, table: Table, adapters: Mapping[str, AdapterFolder]) -> dict[str, str]:
        """Return what a Parquet file says of itself: its schema and version, and the adapters it comes from."""
        return {
            "collecdata.table": table.id,
            "collecdata.schema_version": self.catalogue.domains[table.domain].version,
            "collecdata.table_schema": _schema_text(table),
            "collecdata.adapters": json.dumps([asdict(mark) for mark in _marks(adapters.values())]),
        }


@lru_cache(maxsize=1024)
def _schema_text(table: Table) -> str:
    """Write the schema of a table, once for all lots."""
    return json.dumps(table_schema(table), ensure_ascii=False)


def write_package(info: PackageInfo, fragments: Iterable[Fragment]) -> None:
    """Write the package's descriptor, last of all.

    Raises:
        UsageError: the disk is full.
    """
    parts: dict[str, list[WrittenFile]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    inputs: list[InputMark] = []
    lots: list[str] = []
    for fragment in fragments:
        inputs += (InputMark(one.name, one.sha256, one.bytes) for one in fragment.inputs)
        lots += [fragment.siren] if fragment.siren and fragment.files else []
        for file in fragment.files:
            columns.setdefault(file.table, file.columns)
            written = WrittenFile(info.folder / file.path, file.rows, file.bytes, file.sha256)
            parts.setdefault(file.table, []).append(written)
    tables = {name: info.catalogue.tables[name] for name in parts}
    resources = [Resource(tables[name], tuple(files), columns[name]) for name, files in parts.items()]
    marks, schemas = tuple(_marks(info.adapters.values())), info.schema_versions(tables.values())
    provenance = Provenance(version("collecdata"), marks, tuple(inputs), schemas, tuple(lots))
    write_descriptor(info.folder, resources, provenance, info.catalogue.codes)


def write_text(path: Path, text: str) -> None:
    """Write a small text file.

    Raises:
        UsageError: the disk is full, or the folder cannot be written.
    """
    with writing(path):
        path.write_text(text, encoding="utf-8", newline="\n")


def _marks(adapters: Iterable[AdapterFolder]) -> list[AdapterMark]:
    return [
        AdapterMark(folder.adapter.id, folder.adapter.version, folder.digest, folder.adapter.evidence)
        for folder in adapters
        if folder.adapter is not None
    ]
