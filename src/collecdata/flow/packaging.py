"""What is written besides rows: where tables lie, what their files say of themselves, the package's descriptor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from collecdata.catalogue.tableschema import table_schema
from collecdata.sinks.draft import writing
from collecdata.sinks.package import AdapterMark, InputMark, Provenance, Resource
from collecdata.sinks.package import write_package as write_descriptor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.table import Table
    from collecdata.flow.lot import LotRun
    from collecdata.report.model import Report

__all__ = ["PackageInfo", "write_package"]

REPORT, REPORT_TEXT = "rapport.json", "rapport.md"


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
            "collecdata.table_schema": json.dumps(table_schema(table), ensure_ascii=False),
            "collecdata.adapters": json.dumps([asdict(mark) for mark in _marks(adapters.values())]),
        }


def write_package(info: PackageInfo, runs: Sequence[LotRun], report: Report) -> None:
    """Write the report, then the package's descriptor, last of all.

    Raises:
        UsageError: the disk is full.
    """
    for name, text in ((REPORT, report.json_text()), (REPORT_TEXT, report.markdown())):
        path = info.folder / name
        with writing(path):
            path.write_text(text, encoding="utf-8", newline="\n")
    tables = {table.table.id: table.table for run in runs for table in run.tables.values()}
    files = [table for run in runs for table in run.tables.values()]
    resources = [
        Resource(
            table,
            tuple(one.written for one in files if one.table.id == name and one.written is not None),
            tuple(next(one.schema.names for one in files if one.table.id == name)),
        )
        for name, table in tables.items()
    ]
    inputs = [InputMark(one.plan.layout.source.name, one.sha256, one.bytes) for run in runs for one in run.files]
    provenance = Provenance(
        report.collecdata,
        tuple(_marks(info.adapters.values())),
        tuple(inputs),
        info.schema_versions(tables.values()),
        tuple(run.plan.siren for run in runs if run.plan.siren),
    )
    write_descriptor(info.folder, resources, provenance, info.catalogue.codes)


def _marks(adapters: Iterable[AdapterFolder]) -> list[AdapterMark]:
    return [
        AdapterMark(folder.adapter.id, folder.adapter.version, folder.digest, folder.adapter.evidence)
        for folder in adapters
        if folder.adapter is not None
    ]
