"""The linter of any Table Schema before it is published: what validators would silently ignore, or refuse."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.nearest import nearest
from collecdata.errors import Position, SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["lint_published"]

_SCHEMA_KEYS = frozenset(
    {
        "$schema", "collecdata", "contributors", "countryCode", "created", "custom_checks", "description", "example",
        "examples", "fields", "fieldsMatch", "foreignKeys", "homepage", "image", "keywords", "lastModified", "licenses",
        "missingValues", "name", "path", "primaryKey", "resources", "sources", "title", "uniqueKeys", "uri", "version",
    }
)  # fmt: skip
_FIELD_KEYS = frozenset(
    {
        "arrayItem", "bareNumber", "categories", "categoriesOrdered", "collecdata", "comment", "constraints",
        "decimalChar", "delimiter", "description", "example", "examples", "falseValues", "floatNumber", "format",
        "groupChar", "itemType", "missingValues", "name", "rdfType", "title", "trueValues", "type",
    }
)  # fmt: skip
_CONSTRAINTS = frozenset(
    {
        "enum", "exclusiveMaximum", "exclusiveMinimum", "jsonSchema", "maxLength", "maximum", "minLength", "minimum",
        "pattern", "required", "unique",
    }
)  # fmt: skip
_WANTED = ("name", "title", "description", "homepage", "version", "contributors")
"""What the directory refuses a schema without."""
_SLUG = re.compile(r"[-a-z0-9._/]+")
_VERSION = re.compile(r"v?\d+\.\d+\.\d+")
_ALTERNATION = re.compile(r"\((?:[^()\\]|\\.)*\)|\[(?:[^\]\\]|\\.)*\]|\\.")
"""What hides a `|`: groups without groups inside, classes, escapes."""


def lint_published(path: Path) -> list[SchemaError]:
    """Return every fault of one schema's file, each with the line where it stands.

    Raises:
        SchemaError: it is no Table Schema.
    """
    text = path.read_text("utf-8-sig")
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        at = Position(str(path), error.lineno, error.colno)
        raise SchemaError("published.not_json", at=at, source=str(path), reason=error.msg) from error
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        raise SchemaError("published.not_schema", at=Position(str(path)), source=str(path))
    return list(_Linter(path, text, schema).faults())


class _Linter:
    def __init__(self, path: Path, text: str, schema: Mapping[str, Any]) -> None:
        self._path, self._lines, self._schema = path, text.splitlines(), schema
        self._from = 0

    def faults(self) -> Iterator[SchemaError]:
        """Give the faults of the schema, then of its fields, in their order."""
        yield from self._head()
        names = [one.get("name") for one in self._schema["fields"] if isinstance(one, dict)]
        for field in self._schema["fields"]:
            if isinstance(field, dict):
                self._from = self._line(f'"{field.get("name")}"') - 1
                yield from self._field(field, str(field.get("name")))
        key = self._schema.get("primaryKey") or []
        for name in [key] if isinstance(key, str) else key:
            if name not in names:
                yield self._fault("lint.key_unknown", "primaryKey", field=name)

    def _head(self) -> Iterator[SchemaError]:
        yield from self._keys(self._schema, _SCHEMA_KEYS, "")
        for key in _WANTED:
            if not self._schema.get(key):
                yield self._fault("lint.wanted", "{", key=key)
        name, version = str(self._schema.get("name", "")), str(self._schema.get("version", ""))
        if name and not _SLUG.fullmatch(name):
            slug = re.sub(r"[^-a-z0-9._/]+", "-", name.lower()).strip("-")
            yield self._fault("lint.slug", '"name"', value=name, nearest=slug)
        if version and not _VERSION.fullmatch(version):
            yield self._fault("lint.version", '"version"', value=version)
        tag = _tag(self._path)
        if version and tag and tag.removeprefix("v") != version.removeprefix("v"):
            yield self._fault("lint.tag", '"version"', value=version, tag=tag)

    def _field(self, field: Mapping[str, Any], name: str) -> Iterator[SchemaError]:
        yield from self._keys(field, _FIELD_KEYS, name)
        constraints = field.get("constraints")
        if isinstance(constraints, dict):
            yield from self._keys(constraints, _CONSTRAINTS, name)
            pattern = constraints.get("pattern")
            if isinstance(pattern, str) and "|" in _bare(pattern):
                yield self._fault("lint.alternation", '"pattern"', field=name, value=pattern)

    def _keys(self, said: Mapping[str, Any], known: frozenset[str], field: str) -> Iterator[SchemaError]:
        """Say of each unknown key which was meant: one of the same place, else one that goes elsewhere."""
        for key in said:
            if key in known:
                continue
            if known is _FIELD_KEYS and key in _CONSTRAINTS:
                yield self._fault("lint.misplaced", f'"{key}"', key=key, field=field, place=f"constraints.{key}")
            else:
                meant = nearest(key, known)
                yield self._fault("lint.unknown_key", f'"{key}"', key=key, field=field, nearest=meant)

    def _fault(self, code: str, sought: str, **params: str) -> SchemaError:
        return SchemaError(code, at=Position(str(self._path), self._line(sought)), **params)

    def _line(self, sought: str) -> int:
        """Return the first line that holds a text, from the field that is looked at on."""
        for rank in range(self._from, len(self._lines)):
            if sought in self._lines[rank]:
                return rank + 1
        return max(1, self._from + 1)


def _bare(pattern: str) -> str:
    """Leave what stands in no group, at any depth."""
    text = pattern.removeprefix("^").removesuffix("$")
    while (shorter := _ALTERNATION.sub("", text)) != text:
        text = shorter
    return text


def _tag(path: Path) -> str:
    """Return the tag of git that the file stands at, "" where there is none."""
    command = ["git", "-C", str(path.parent), "describe", "--tags", "--exact-match"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
