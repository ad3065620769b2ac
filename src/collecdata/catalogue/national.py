"""The Table Schemas of schema.data.gouv.fr, by name (`scdl/subventions`), as they were when the catalogue was made."""

from __future__ import annotations

import json
import zipfile
from functools import cache
from typing import Any

from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.resources import built_in
from collecdata.errors import UsageError

__all__ = ["CATALOGUE", "national_names", "national_schema"]

CATALOGUE = "schemas/schema.data.gouv.fr.zip"
"""One `<owner>/<schema>.json` each, its `version` in it; see `schemas/README.md` for licence and date."""


@cache
def national_names() -> tuple[str, ...]:
    """Return the names of the schemas, sorted."""
    with _archive() as archive:
        return tuple(sorted(name.removesuffix(".json") for name in archive.namelist()))


def national_schema(name: str) -> dict[str, Any]:
    """Return one schema. `name@version` asks for that version and no other.

    Raises:
        UsageError: there is none of that name or version.
    """
    plain, _, version = name.partition("@")
    with _archive() as archive:
        try:
            found: dict[str, Any] = json.loads(archive.read(f"{plain}.json"))
        except KeyError as error:
            raise UsageError("usage.no_schema", value=name, nearest=nearest(plain, national_names())) from error
    if version and str(found.get("version")) != version.removeprefix("v"):
        raise UsageError("usage.schema_version", value=name, version=str(found.get("version")))
    return found


def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(built_in() / CATALOGUE)
