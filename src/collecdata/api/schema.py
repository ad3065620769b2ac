"""`schema show|lint|diff|export`: the standard itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.api.catalogue import AnyPath, Schemas, open_catalogue
from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collecdata.catalogue.diff import Comparison
    from collecdata.errors import SchemaError

__all__ = ["schema_diff", "schema_export", "schema_lint", "schema_show"]


def schema_show(name: str, *, to: str = "markdown", adapters: Sequence[AnyPath] | None = None) -> str:
    """Return one table as `markdown`, `json` (Table Schema), `jsonschema` or `sql`.

    Raises:
        UsageError: no such table or form.
    """
    import json

    schema = Schemas(open_catalogue(adapters))[name]
    shown: dict[str, Callable[[], str]] = {
        "markdown": lambda: schema.page,
        "json": lambda: json.dumps(schema.table_schema, ensure_ascii=False, indent=2),
        "jsonschema": lambda: json.dumps(schema.json_schema, ensure_ascii=False, indent=2),
        "sql": schema.ddl,
    }
    if to not in shown:
        raise UsageError("usage.schema_format", value=to, known=", ".join(shown))
    return shown[to]()


def schema_lint(path: AnyPath | None = None, *, adapters: Sequence[AnyPath] | None = None) -> list[SchemaError]:
    """Check the schemas: ours, those of a folder of domains, or one Table Schema to be published (a file).

    Returns:
        Every problem found, each at its file and line.
    """
    from collecdata.catalogue.domain import PACKAGE
    from collecdata.catalogue.lint import lint_folders
    from collecdata.catalogue.lint_published import lint_published

    if path is None:
        return lint_folders(open_catalogue(adapters).folders.values())
    if Path(path).is_file():
        return lint_published(Path(path))
    folders = sorted(found.parent for found in Path(path).glob(f"*/{PACKAGE}"))
    if not folders:
        raise UsageError("usage.no_schemas", path=str(path))
    return lint_folders(folders)


def schema_diff(old: AnyPath, new: AnyPath) -> Comparison:
    """Compare two versions of a domain's folder: each change graded, and the smallest version that admits them."""
    from collecdata.catalogue import domain
    from collecdata.catalogue.diff import compare

    return compare(domain.load(Path(old)), domain.load(Path(new)))


def schema_export(
    domain: str,
    *,
    to: AnyPath,
    homepage: str = "",
    contact: str = "",
    adapters: Sequence[AnyPath] | None = None,
) -> list[Path]:
    """Write a domain as a repository that schema.data.gouv.fr can list, and return its files.

    Args:
        domain: its name.
        to: folder to make.
        homepage: address that the repository will have, without which it is not listed.
        contact: electronic address of who answers for it.
        adapters: folders of schemas of your own.

    Raises:
        UsageError: no such domain, or the folder holds something already.
    """
    from collecdata.catalogue.nearest import nearest
    from collecdata.catalogue.publish import publish

    catalogue = open_catalogue(adapters)
    if domain not in catalogue.domains:
        raise UsageError("usage.no_schema", value=domain, nearest=nearest(domain, tuple(catalogue.domains)))
    return publish(catalogue.domains[domain], catalogue.codes, Path(to), homepage, contact)
