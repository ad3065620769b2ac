"""The schema that a name stands for: a file, a canonical table, a published schema of the national catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collecdata.errors import Position, SchemaError, UsageError
from collecdata.validation.descriptor import read_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.validation.descriptor import TableSchema

__all__ = ["find_schema", "read_json"]

_LARGEST = 32 << 20
"""Bytes of the largest descriptor: the national catalogue's largest has a hundredth of it."""


def find_schema(name: str, roots: Sequence[Path] = ()) -> TableSchema:
    """Return the schema of a name.

    Raises:
        UsageError: nothing has that name.
        SchemaError: it is no Table Schema.
    """
    path = Path(name)
    if path.suffix.lower() == ".json" or path.is_file():
        return read_schema(read_json(path), name)
    if "/" in name:
        from collecdata.catalogue.national import national_schema

        return read_schema(national_schema(name), name)
    return read_schema(_canonical(name, roots), name)


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Read a descriptor.

    Raises:
        UsageError: there is no such file.
        SchemaError: it is no JSON, or larger and deeper than a descriptor can be.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise SchemaError("published.not_schema", at=Position(str(path)), source=str(path))
        return json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("usage.no_schema", value=str(path), nearest="") from error
    except json.JSONDecodeError as error:
        at = Position(str(path), error.lineno, error.colno)
        raise SchemaError("published.not_json", at=at, source=str(path), reason=error.msg) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise SchemaError("published.not_schema", at=Position(str(path)), source=str(path)) from error


def _canonical(name: str, roots: Sequence[Path]) -> dict[str, Any]:
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.national import national_names
    from collecdata.catalogue.nearest import nearest
    from collecdata.catalogue.tableschema import table_schema

    catalogue = Catalogue.from_roots(tuple(roots))
    if name not in catalogue.tables:
        known = (*catalogue.tables, *national_names())
        raise UsageError("usage.no_schema", value=name, nearest=nearest(name, known))
    schema = _alone(table_schema(catalogue.tables[name], catalogue.codes, generated=False))
    return schema | {"version": catalogue.domains[name.partition(".")[0]].version}


def _alone(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out the keys of other tables: it is in their package that they are followed."""
    own = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] in ("", schema["name"])]
    kept = {key: value for key, value in schema.items() if key != "foreignKeys"}
    return kept | ({"foreignKeys": own} if own else {})
