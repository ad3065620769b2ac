"""The tables of a Data Package: each resource with its file, its schema and its dialect; their foreign keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from collecdata.errors import Position, SchemaError
from collecdata.flow.schema_names import read_json
from collecdata.flow.tables_found import open_table, sources_of
from collecdata.validation.descriptor import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.readers.source import Source
    from collecdata.validation.descriptor import ForeignKey, TableSchema
    from collecdata.validation.foreign import Parent
    from collecdata.validation.keys import KeyIndex

__all__ = ["Item", "package_items"]


@dataclass(frozen=True)
class Item:
    """A file and its schema; `others`: the tables of its package, itself included, by name."""

    source: Source
    schema: TableSchema
    said: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    others: dict[str, Item] = field(default_factory=dict, repr=False, compare=False)

    def parents(self, header: str) -> Parent | None:
        """Find the keys that another table of the package has; None outside a package."""
        if not self.others:
            return None

        def keys(key: ForeignKey) -> KeyIndex | None:
            from collecdata.validation.judge import Judge

            other = self.others.get(key.resource or self.name)
            if other is None:
                raise SchemaError("published.no_resource", source=self.name, reference=key.resource)
            table = open_table(other.source, other.said)
            return Judge(table, other.schema, header, 0, lambda _: None).index(key)  # type: ignore[arg-type]

        return keys


def package_items(path: Path, said: Mapping[str, Any]) -> Iterator[Item]:
    """Give the tables of a package.

    Raises:
        SchemaError: it is not one: no list of resources, a resource without path or schema, a path that leaves the
            folder of the package or is the package itself.
        InputError: a file cannot be read.
    """
    package = read_json(path)
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise SchemaError("published.not_package", at=Position(str(path)), source=str(path))
    others: dict[str, Item] = {}
    for one in resources:
        schema, file = one.get("schema"), _inside(path, one.get("path"))
        if isinstance(schema, str):
            schema = read_json(_inside(path, schema))
        if schema is None:
            continue
        name = str(one.get("name") or file.stem)
        read = read_schema(schema, name)
        others[name] = Item(sources_of(file)[0], read, _dialect(one, said), name, others)
    yield from list(others.values())


def _inside(package: Path, said: Any) -> Path:  # noqa: ANN401 - whatever the JSON holds
    """Return a path of a package: relative, of one file, not out of its folder, not the package itself."""
    text = said[0] if isinstance(said, list) and len(said) == 1 else said
    if not isinstance(text, str) or not text:
        raise SchemaError("published.package_path", at=Position(str(package)), value=str(said))
    parts = PurePosixPath(text)
    target = package.parent / parts
    if parts.is_absolute() or ".." in parts.parts or "://" in text or target.resolve() == package.resolve():
        raise SchemaError("published.package_path", at=Position(str(package)), value=text)
    return target


def _dialect(resource: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Read the dialect and encoding of a resource (version 1 and 2); what the user says wins."""
    dialect = resource.get("dialect")
    found = dict(dialect) if isinstance(dialect, dict) else {}
    nested = found.pop("csv", None)
    if isinstance(nested, dict):
        found |= nested
    if isinstance(resource.get("encoding"), str):
        found["encoding"] = resource["encoding"]
    return found | dict(said)
