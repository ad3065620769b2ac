"""A domain as a repository that schema.data.gouv.fr can list: descriptors that stand alone, examples, pages."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.domain import PACKAGE
from collecdata.catalogue.jsonschema import json_schema
from collecdata.catalogue.page import table_page
from collecdata.catalogue.table import example_row
from collecdata.catalogue.tableschema import table_schema
from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.domain import Domain
    from collecdata.catalogue.table import Table

__all__ = ["EXAMPLE", "publish"]

EXAMPLE = "exemple-valide.csv"
_LINK = re.compile(r"\((\w+)\.json\)")
"""Links of the pages to the descriptors of tables, which have a folder each in the repository."""


def publish(
    domain: Domain, codes: Mapping[str, CodeList], to: Path, homepage: str = "", contact: str = ""
) -> list[Path]:
    """Write a domain as a schema repository, and return the files written, relative to it.

    Each table has its folder: `schema.json` (Table Schema, code lists as `enum`), `exemple-valide.csv`,
    `ligne.schema.json` (JSON Schema of a row) and `README.md`. The Data Package lists the tables with their examples.

    Args:
        domain: what to publish.
        codes: every code list, by identifier.
        to: folder to make; it must be absent or empty.
        homepage: address that the repository will have: the directory wants one.
        contact: electronic address of who answers for it: likewise.

    Raises:
        UsageError: the folder holds something already.
    """
    if to.exists() and any(to.iterdir()):
        raise UsageError("target.not_empty", path=str(to))
    to.mkdir(parents=True, exist_ok=True)
    origin = _origin(domain, homepage, contact)
    for table in domain.tables.values():
        _table(domain, table, codes, to / table.name, origin)
    if domain.codes:
        shutil.copytree(domain.path / "codes", to / "codes")
    for name in ("README.md", "CHANGELOG.md"):
        if (domain.path / name).is_file():
            text = (domain.path / name).read_text("utf-8")
            (to / name).write_text(_LINK.sub(r"(\1/README.md)", text), "utf-8", newline="\n")
    _json(to / PACKAGE, _package(domain, origin))
    return sorted(path.relative_to(to) for path in to.rglob("*") if path.is_file())


def _table(domain: Domain, table: Table, codes: Mapping[str, CodeList], to: Path, origin: Mapping[str, Any]) -> None:
    to.mkdir()
    schema = table_schema(table, codes, generated=False)
    _json(to / "schema.json", schema | {"version": domain.version, "countryCode": "FR", **origin})
    _json(to / "ligne.schema.json", json_schema(table, codes))
    (to / "README.md").write_text(table_page(table, codes), "utf-8", newline="\n")
    row = example_row(table)
    with (to / EXAMPLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\r\n")
        writer.writeheader()
        writer.writerow(row)


def _package(domain: Domain, origin: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": domain.name,
        "title": domain.title,
        "description": domain.description,
        "version": domain.version,
        "keywords": list(domain.keywords),
        **origin,
        "resources": [
            {
                "name": table.id,
                "title": table.title,
                "path": f"{table.name}/{EXAMPLE}",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"{table.name}/schema.json",
            }
            for table in domain.tables.values()
        ],
    }


def _origin(domain: Domain, homepage: str, contact: str) -> dict[str, Any]:
    said = json.loads((domain.path / PACKAGE).read_text("utf-8"))
    address = {"email": contact} if contact else {}
    return {
        **({"homepage": homepage} if homepage else {}),
        "contributors": [
            {"title": one["title"], **address, "organisation": one["title"], "role": one.get("role", "author")}
            for one in said.get("contributors", ())
        ],
        "licenses": [{"name": one.name, "title": one.title, "path": one.path} for one in domain.licenses],
        "sources": [{"title": one.title} | ({"path": one.path} if one.path else {}) for one in domain.sources],
    }


def _json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
