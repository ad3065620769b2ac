"""The linter of the model itself: what makes forty tables one standard and not forty files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue import descriptor, value
from collecdata.catalogue.domain import PACKAGE, load
from collecdata.catalogue.table import SOURCE_SUFFIX
from collecdata.errors import Position, SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.domain import Domain
    from collecdata.catalogue.table import Field, ForeignKey, Table

__all__ = ["lint", "lint_folders"]

SIREN = "siren"
_ORDERED = ("integer", "number", "year", "date", "datetime", "time")


def lint(domains: Iterable[Domain]) -> list[SchemaError]:
    """Return every fault of the model, each with its code and its place.

    Args:
        domains: all the domains that make one standard; foreign keys and code lists are looked for among them.
    """
    model = _Model(domains)
    return [
        *_same_everywhere(model),
        *_same_dates(model),
        *(fault for domain in model.domains.values() for fault in _domain(domain, model)),
    ]


def lint_folders(folders: Iterable[Path]) -> list[SchemaError]:
    """Return every fault of the domains of some folders, those that make a domain unreadable included."""
    domains: list[Domain] = []
    unreadable: list[SchemaError] = []
    for folder in folders:
        try:
            domains.append(load(folder))
        except SchemaError as fault:
            unreadable += fault.params.get("problems", (fault,))
    return [*unreadable, *lint(domains)]


class _Model:
    """The domains, and how to say where a thing stands."""

    def __init__(self, domains: Iterable[Domain]) -> None:
        self.domains = {domain.name: domain for domain in domains}
        self.tables = {table.id: table for domain in self.domains.values() for table in domain.tables.values()}
        self.codes: Mapping[str, CodeList] = {
            codes.id: codes for domain in self.domains.values() for codes in domain.codes.values()
        }

    def fault(self, code: str, table: Table, *loc: int | str, **params: str | int) -> SchemaError:
        path = self.domains[table.domain].table_path(table.name)
        return SchemaError(code, at=descriptor.at(path, *loc), table=table.id, **params)

    def field_fault(self, code: str, table: Table, field: Field, *loc: str, **params: str | int) -> SchemaError:
        rank = table.fields.index(field)
        return self.fault(code, table, "fields", rank, *loc, field=field.name, **params)


def _same_everywhere(model: _Model) -> Iterator[SchemaError]:
    """One name is one thing: one type, one title, one confidentiality, one code list, wherever it is met."""
    met: dict[str, tuple[Table, Field]] = {}
    for table in model.tables.values():
        for field in table.fields:
            first_table, first = met.setdefault(field.name, (table, field))
            for said in ("type", "title", "confidentialite", "vocabulaire", "decimales", "date_partielle"):
                here, there = getattr(field, said), getattr(first, said)
                alone = said == "date_partielle" and None in (here, there)  # a date that is always whole has no group
                if here != there and not alone:
                    yield model.field_fault(
                        "schema.field.inconsistent",
                        table,
                        field,
                        said if said in ("type", "title") else "collecdata",
                        what=said,
                        found=str(here),
                        expected=str(there),
                        first=first_table.id,
                    )


def _same_dates(model: _Model) -> Iterator[SchemaError]:
    """A partial date has the same fields in every table: a reader that knows one knows them all."""
    met: dict[str, tuple[Table, list[str]]] = {}
    for table in model.tables.values():
        groups: dict[str, list[Field]] = defaultdict(list)
        for field in table.fields:
            if field.date_partielle:
                groups[field.date_partielle].append(field)
        for group, fields in groups.items():
            names = [field.name for field in fields]
            first_table, first = met.setdefault(group, (table, names))
            if names != first:
                params = {"group": group, "found": ", ".join(names), "expected": ", ".join(first)}
                yield model.field_fault("schema.field.partial_date", table, fields[0], first=first_table.id, **params)


def _domain(domain: Domain, model: _Model) -> Iterator[SchemaError]:
    yield from _package(domain)
    for table in domain.tables.values():
        yield from _table(table, model)
        for field in table.fields:
            yield from _field(field, table, model)
    used = {field.vocabulaire for table in model.tables.values() for field in table.fields}
    for codes in domain.codes.values():
        yield from _codes(codes, domain)
        if codes.id not in used:
            yield SchemaError("schema.codes.unused", at=descriptor.at(domain.path / PACKAGE), codes=codes.id)


def _package(domain: Domain) -> Iterator[SchemaError]:
    package = domain.path / PACKAGE
    for said in ("title", "description", "sources", "licenses"):
        if not getattr(domain, said):
            yield SchemaError("schema.package.missing", at=descriptor.at(package, said), domain=domain.name, what=said)
    listed = {f"{name}.json" for name in domain.tables} | {f"codes/{name}.csv" for name in domain.codes}
    present = {path.relative_to(domain.path).as_posix() for path in domain.path.glob("*.json")} - {PACKAGE}
    present |= {path.relative_to(domain.path).as_posix() for path in domain.path.glob("codes/*")}
    for name in sorted(present - listed):
        yield SchemaError("schema.package.unlisted", at=descriptor.at(package, "resources"), path=name)
    for name in ("README.md", "CHANGELOG.md"):
        if not (domain.path / name).is_file():
            yield SchemaError("schema.package.missing", at=descriptor.at(package), domain=domain.name, what=name)
    changelog = domain.path / "CHANGELOG.md"
    if changelog.is_file() and not _mentions(changelog.read_text("utf-8"), domain.version):
        where = descriptor.at(package, "version")
        yield SchemaError("schema.changelog", at=where, domain=domain.name, version=domain.version)


def _mentions(changelog: str, version: str) -> bool:
    headings = (line.lstrip("# ").strip() for line in changelog.splitlines() if line.startswith("## "))
    return any(heading.split()[0].strip("[]") == version for heading in headings if heading)


def _table(table: Table, model: _Model) -> Iterator[SchemaError]:
    for said in ("title", "description"):
        if not getattr(table, said):
            yield model.fault("schema.table.missing", table, said, what=said)
    yield from _key(table, model)
    yield from _names(table, model)
    for rank, key in enumerate(table.foreign_keys):
        yield from _foreign_key(rank, key, table, model)


def _key(table: Table, model: _Model) -> Iterator[SchemaError]:
    if not table.primary_key:
        yield model.fault("schema.key.absent", table)
    elif table.primary_key[0] != SIREN and not table.reference:
        yield model.fault("schema.key.siren", table, "primaryKey", found=table.primary_key[0])
    for name in table.primary_key:
        if not table.field(name).required:
            yield model.field_fault("schema.key.optional", table, table.field(name))


def _names(table: Table, model: _Model) -> Iterator[SchemaError]:
    titles: dict[str, str] = {}
    companions = {field.name + SOURCE_SUFFIX for field in table.fields if field.vocabulaire}
    for field in table.fields:
        first = titles.setdefault(field.title, field.name)
        if field.title and first != field.name:
            yield model.field_fault("schema.field.same_title", table, field, "title", first=first, title=field.title)
        if field.name in companions:
            yield model.field_fault("schema.field.reserved", table, field, "name")


def _foreign_key(rank: int, key: ForeignKey, table: Table, model: _Model) -> Iterator[SchemaError]:
    loc = ("foreignKeys", rank, "reference")
    target = model.tables.get(key.table)
    if target is None:
        yield model.fault("schema.foreign_key.table", table, *loc, "resource", target=key.table)
        return
    absent = [name for name in key.reference if name not in target]
    if absent or len(key.fields) != len(key.reference):
        reference = ", ".join(absent or key.reference)
        yield model.fault("schema.foreign_key.fields", table, *loc, "fields", target=key.table, reference=reference)
        return
    if set(key.reference) != set(target.primary_key):
        reference = ", ".join(key.reference)
        yield model.fault("schema.foreign_key.not_key", table, *loc, "fields", target=key.table, reference=reference)
    for here, there in zip(key.fields, key.reference, strict=True):
        if table.field(here).type != target.field(there).type:
            yield model.fault("schema.foreign_key.type", table, *loc, "fields", target=key.table, field=here)


def _field(field: Field, table: Table, model: _Model) -> Iterator[SchemaError]:
    for said in ("title", "description", "example"):
        if not getattr(field, said):
            yield model.field_fault("schema.field.missing", table, field, said, what=said)
    if field.title[:1].islower():
        yield model.field_fault("schema.field.capital", table, field, "title", title=field.title)
    yield from _extra(field, table, model)
    unfit = list(_constraints(field, model))
    for name in unfit:
        yield model.field_fault("schema.field.constraint", table, field, "constraints", name, constraint=name)
    if field.example and not unfit:
        for broken in value.faults(field, field.example, model.codes.get(field.vocabulaire or "")):
            params = {"value": field.example, "constraint": broken}
            yield model.field_fault("schema.field.example", table, field, "example", **params)


def _extra(field: Field, table: Table, model: _Model) -> Iterator[SchemaError]:
    """The `collecdata` object of a field."""
    if (field.type == "number") != (field.decimales is not None):
        yield model.field_fault("schema.field.decimals", table, field, "collecdata", "decimales")
    for name in field.identifiant:
        if name not in table:
            yield model.field_fault("schema.field.unknown", table, field, "collecdata", "identifiant", name=name)
    version = model.domains[table.domain].version
    if field.depuis and _version(field.depuis) > _version(version):
        params = {"found": field.depuis, "version": version}
        yield model.field_fault("schema.field.depuis", table, field, "collecdata", "depuis", **params)
    if field.vocabulaire and (field.vocabulaire not in model.codes or field.type != "string"):
        params = {"codes": field.vocabulaire}
        yield model.field_fault("schema.field.vocabulary", table, field, "collecdata", "vocabulaire", **params)


def _constraints(field: Field, model: _Model) -> Iterator[str]:
    """Iterate the constraints that make no sense on their own field."""
    rules = field.constraints
    if rules.pattern is not None and (field.type != "string" or not _compiles(rules.pattern)):
        yield "pattern"
    for name, length in (("minLength", rules.minLength), ("maxLength", rules.maxLength)):
        if length is not None and (field.type != "string" or length < 0):
            yield name
    for name, bound in (("minimum", rules.minimum), ("maximum", rules.maximum)):
        if bound is not None and (field.type not in _ORDERED or not _typed(field, bound)):
            yield name
    if any(not _typed(field, text) for text in rules.enum) or (rules.enum and field.vocabulaire in model.codes):
        yield "enum"


def _typed(field: Field, text: str) -> bool:
    try:
        value.parse(field, text)
    except ValueError:
        return False
    return True


def _compiles(pattern: str) -> bool:
    """Whether RE2, which checks the data, takes the pattern."""
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid:
        return False
    return True


def _codes(codes: CodeList, domain: Domain) -> Iterator[SchemaError]:
    path = domain.path / "codes" / f"{codes.name}.csv"
    if not len(codes) or not codes.title:
        yield SchemaError("schema.codes.untitled", at=descriptor.at(domain.path / PACKAGE), codes=codes.id)
    libelles: dict[str, list[str]] = defaultdict(list)
    for line, code in enumerate(codes, 2):
        at = Position(str(path), line)
        for said in ("libelle", "definition", "source"):
            if not getattr(code, said):
                yield SchemaError("schema.codes.missing", at=at, codes=codes.id, value=code.code, what=said)
        if code.valide_de and code.valide_a and code.valide_de > code.valide_a:
            yield SchemaError("schema.codes.dates", at=at, codes=codes.id, value=code.code)
        libelles[code.libelle].append(code.code)
        if len(libelles[code.libelle]) > 1:
            yield SchemaError("schema.codes.same_label", at=at, codes=codes.id, value=code.code, label=code.libelle)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
