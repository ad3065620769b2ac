"""`datapackage.json`: what was written, where from and by what; no date, so that the same run gives the same bytes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.tableschema import table_schema
from collecdata.kernels.jsontext import json_text, members
from collecdata.sinks.textfile import TextFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Table
    from collecdata.sinks.draft import WrittenFile

__all__ = ["PACKAGE", "AdapterMark", "InputMark", "Provenance", "Resource", "write_package"]

PACKAGE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class AdapterMark:
    """Which adapter, exactly."""

    id: str
    version: str
    digest: str
    evidence: str


@dataclass(frozen=True, slots=True)
class InputMark:
    """Which file, exactly: its name in the dump, the SHA-256 and the number of its bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the tables were made from and by."""

    version: str
    """Of collecdata."""
    adapters: tuple[AdapterMark, ...] = ()
    inputs: tuple[InputMark, ...] = ()
    schemas: Mapping[str, str] = field(default_factory=dict)
    """Domain to schema version."""
    lots: tuple[str, ...] = ()
    """SIREN of each collectivity."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One table: its file, or its parts in order. `columns` are those written, when some were left out."""

    table: Table
    files: tuple[WrittenFile, ...]
    columns: tuple[str, ...] = ()


def write_package(
    folder: Path,
    resources: Sequence[Resource],
    provenance: Provenance,
    codes: Mapping[str, CodeList] | None = None,
    *,
    title: str = "",
) -> WrittenFile:
    """Write the Data Package of a folder, last of all: it is the commit.

    Args:
        folder: where the files of the resources lie, at any depth.
        resources: the tables, in order.
        provenance: what they were made from and by.
        codes: code lists by identifier, to stand in the schemas as `enum`.
        title: French.

    Raises:
        UsageError: the disk is full, or the folder cannot be written.
    """
    codes = {} if codes is None else codes  # not `or`: to count what is loaded when asked for is to load it all
    written = {resource.table.id for resource in resources}
    package = {
        "$schema": PROFILE,
        "name": "-".join(["collecdata", *provenance.lots[:1]]),
        "title": title,
        "sources": provenance.inputs and (json_text(_source(one)) for one in provenance.inputs),
        "resources": resources and (json_text(_resource(folder, one, written, codes)) for one in resources),
        "collecdata": {
            "version": provenance.version,
            "adapters": [asdict(one) for one in provenance.adapters],
            "schemas": dict(provenance.schemas),
            "lots": list(provenance.lots),
        },
    }
    with TextFile(folder / PACKAGE) as file:
        for text in members({key: value for key, value in package.items() if value}):
            file.write(text.encode())
        file.write(b"\n", rows=len(resources))
    return file.close()


def _source(mark: InputMark) -> dict[str, Any]:
    return {"title": mark.name, "bytes": mark.bytes, "hash": f"sha256:{mark.sha256}"}


def _resource(folder: Path, resource: Resource, written: set[str], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    table, files = resource.table, resource.files
    paths = [file.path.relative_to(folder).as_posix() for file in files]
    made: dict[str, Any] = {
        "name": table.id,
        "title": table.title,
        "description": table.description,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.bytes for file in files),
        "schema": _schema(resource, written, codes),
        "collecdata": {"rows": sum(file.rows for file in files), "confidentialite": table.confidentialite},
    }
    if len(files) == 1:
        made["hash"] = f"sha256:{files[0].sha256}"
    else:
        made["collecdata"]["parts"] = [
            {"path": path, "rows": file.rows, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
            for path, file in zip(paths, files, strict=True)
        ]
    return {key: value for key, value in made.items() if value != ""}


def _schema(resource: Resource, written: set[str], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """Give the schema of the columns there are; keys that lost a column, or point outside the package, are left out."""
    schema = table_schema(resource.table, codes)
    columns = set(resource.columns) or {one["name"] for one in schema["fields"]}
    schema["fields"] = [one for one in schema["fields"] if one["name"] in columns]
    keys = [
        key
        for key in schema.pop("foreignKeys", [])
        if columns.issuperset(key["fields"]) and key["reference"]["resource"] in written
    ]
    if keys:
        schema["foreignKeys"] = keys
    if not columns.issuperset(schema.get("primaryKey", [])):
        del schema["primaryKey"]
    return schema
