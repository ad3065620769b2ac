"""A package that was written, read again: to be exported, compared, loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.errors import InputError, Position, UsageError
from collecdata.sinks.package import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Package", "Stored", "read_package"]

BATCH = 65_536


@dataclass(frozen=True, slots=True)
class Stored:
    """One table of a package: its identifier (`compta.ecriture`), its files in order, its Table Schema."""

    id: str
    title: str
    files: tuple[Path, ...]
    schema: Mapping[str, Any]

    @property
    def fields(self) -> Sequence[Mapping[str, Any]]:
        """Field descriptors, in the order of the columns."""
        fields: Sequence[Mapping[str, Any]] = self.schema["fields"]
        return fields

    def field_type(self, name: str) -> tuple[str, int | None]:
        """Return the type of a field, and its decimals. Raises `KeyError` for a name that is not one."""
        descriptor = {field["name"]: field for field in self.fields}[name]
        return descriptor["type"], descriptor.get("collecdata", {}).get("decimales")

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields."""
        return tuple(field["name"] for field in self.fields)

    @property
    def rows(self) -> int:
        """Rows of all the files.

        Raises:
            InputError: a file is absent or damaged.
        """
        return sum(_open(path).metadata.num_rows for path in self.files)

    def has_null(self, names: Sequence[str]) -> bool:
        """Tell whether some row lacks a value in one of these fields.

        Raises:
            InputError: a file is absent or damaged.
        """
        return any(column.null_count for batch in self.batches(names, encoded=True) for column in batch.columns)

    def batches(
        self, columns: Sequence[str] = (), size: int = BATCH, *, encoded: bool = False
    ) -> Iterator[pa.RecordBatch]:
        """Read the rows in order, `size` at a time; plain types, or texts as dictionaries if `encoded`.

        Raises:
            InputError: a file is absent or damaged.
        """
        names = list(columns or self.columns)
        texts = [
            field["name"] for field in self.fields if encoded and field["type"] == "string" and field["name"] in names
        ]
        for path in self.files:
            file = _open(path, texts)
            try:
                yield from file.iter_batches(size, columns=names, use_threads=False)
            except (OSError, pa.ArrowException) as error:
                raise _unreadable(path, error) from error


@dataclass(frozen=True, slots=True)
class Package:
    """A folder that holds a Data Package of ours."""

    path: Path
    tables: Mapping[str, Stored]
    descriptor: Mapping[str, Any]


def read_package(path: Path) -> Package:
    """Read the Data Package of a folder (or named by its `datapackage.json`).

    Raises:
        UsageError: there is none, or it is not one of ours (`package.absent`, `package.foreign`).
    """
    file = path / PACKAGE if path.is_dir() else path
    try:
        descriptor = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError("package.absent", path=str(path)) from error
    except ValueError as error:
        raise UsageError("package.foreign", at=Position(str(file)), path=str(path)) from error
    if not isinstance(descriptor, dict) or "collecdata" not in descriptor:
        raise UsageError("package.foreign", at=Position(str(file)), path=str(path))
    try:
        tables = [_stored(file.parent, one) for one in descriptor.get("resources", [])]
    except (AttributeError, KeyError, TypeError) as error:
        raise UsageError("package.foreign", at=Position(str(file)), path=str(path)) from error
    return Package(file.parent, {table.id: table for table in tables}, descriptor)


def _stored(folder: Path, resource: Mapping[str, Any]) -> Stored:
    paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
    files = tuple(folder / Path(path) for path in paths)
    return Stored(resource["name"], resource.get("title", ""), files, resource["schema"])


def _open(path: Path, encoded: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=list(encoded), pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError("file.unreadable", source=str(path), reason=str(error))
