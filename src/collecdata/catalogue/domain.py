"""A domain: one Data Package of tables and code lists, with its version."""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue import codes, descriptor
from collecdata.catalogue.lazy import Lazy
from collecdata.catalogue.table import Constraints, Field, ForeignKey, Table
from collecdata.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.codes import CodeList

__all__ = ["PACKAGE", "Domain", "Link", "load", "load_table", "opened"]

PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Link:
    """A source or a licence."""

    title: str
    path: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """One folder of `schemas/`."""

    name: str
    title: str
    version: str
    description: str = ""
    path: Path = field(default_factory=Path)
    sources: tuple[Link, ...] = ()
    licenses: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    """By name, in the order of the package."""
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    """By name, in the order of the package."""

    def table_path(self, name: str) -> Path:
        """Return the descriptor's file of one table."""
        return self.path / f"{name}.json"


def load(path: Path) -> Domain:
    """Read one domain's folder, every table and code list of it. Raises `SchemaError` at file:line."""
    read = opened(path)
    for each in (read.tables, read.codes):
        deque(each.values(), maxlen=0)
    return read


def opened(path: Path) -> Domain:
    """Open one domain's folder: each table and code list is read when it is first asked for.

    Raises:
        SchemaError: at file:line; of a table or a list, when it is asked for.
    """
    package_path = path / PACKAGE
    package = descriptor.read(package_path, descriptor.PackageDescriptor)
    if package.name != path.name:
        where = descriptor.at(package_path, "name")
        raise SchemaError("schema.wrong_name", at=where, found=package.name, expected=path.name)
    tables: dict[str, Path] = {}
    lists: dict[str, tuple[Path, str]] = {}
    for rank, resource in enumerate(package.resources):
        file = path / resource.path
        if not file.is_file():
            where = descriptor.at(package_path, "resources", rank, "path")
            raise SchemaError("schema.absent_file", at=where, path=resource.path)
        if file.suffix == ".json":
            tables[file.stem] = file
        else:
            lists[file.stem] = file, resource.title
    return Domain(
        name=package.name,
        title=package.title,
        version=package.version,
        description=package.description,
        path=path,
        sources=tuple(Link(link.title, link.path, link.name) for link in package.sources),
        licenses=tuple(Link(link.title, link.path, link.name) for link in package.licenses),
        keywords=package.keywords,
        tables=Lazy(lambda: iter(tables), lambda name: load_table(tables[name], path.name)),
        codes=Lazy(lambda: iter(lists), lambda name: codes.load(lists[name][0], path.name, lists[name][1])),
    )


def load_table(path: Path, domain: str) -> Table:
    """Read one descriptor. Raises `SchemaError` at file:line."""
    read = descriptor.read(path, descriptor.TableDescriptor)
    if read.name != path.stem:
        raise SchemaError("schema.wrong_name", at=descriptor.at(path, "name"), found=read.name, expected=path.stem)
    fields = tuple(_field(field, domain) for field in read.fields)
    names = {field.name for field in fields}
    for loc, used in (
        (("primaryKey",), read.primaryKey),
        *((("foreignKeys", rank, "fields"), key.fields) for rank, key in enumerate(read.foreignKeys)),
        *((("collecdata", "comparaison", rank), key) for rank, key in enumerate(read.collecdata.comparaison)),
    ):
        for name in used:
            if name not in names:
                raise SchemaError("schema.unknown_field", at=descriptor.at(path, *loc), field=name)
    return Table(
        name=read.name,
        domain=domain,
        title=read.title,
        description=read.description,
        fields=fields,
        primary_key=read.primaryKey,
        foreign_keys=tuple(
            ForeignKey(key.fields, qualified(key.reference.resource, domain), key.reference.fields)
            for key in read.foreignKeys
        ),
        reference=read.collecdata.reference,
        comparison_keys=read.collecdata.comparaison,
    )


def _field(read: descriptor.FieldDescriptor, domain: str) -> Field:
    extra = read.collecdata
    return Field(
        name=read.name,
        type=read.type,
        title=read.title,
        description=read.description,
        example=read.example,
        constraints=Constraints(**{name: getattr(read.constraints, name) for name in _CONSTRAINTS}),
        confidentialite=extra.confidentialite,
        vocabulaire=qualified(extra.vocabulaire, domain) if extra.vocabulaire else None,
        decimales=extra.decimales,
        identifiant=extra.identifiant,
        derive=extra.derive,
        date_partielle=extra.date_partielle,
        source=extra.source,
        depuis=extra.depuis or "",
    )


_CONSTRAINTS = tuple(f.name for f in dataclasses.fields(Constraints))


def qualified(name: str, domain: str) -> str:
    """Return `domaine.nom` of a name that may already say its domain.

    >>> qualified("sens", "compta"), qualified("commun.document", "compta")
    ('compta.sens', 'commun.document')
    """
    return name if "." in name else f"{domain}.{name}"
