"""What changed between two versions of a table or a domain, and the smallest version number that admits it.

Semantic versions, one a domain: a new optional field, a new code or a looser constraint is minor; a rename, a
removal, another type, a new required field or a tighter constraint is major; words alone are a patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from collecdata.catalogue import value
from collecdata.catalogue.domain import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from collecdata.catalogue.codes import Code, CodeList
    from collecdata.catalogue.table import Field, Table

__all__ = ["Change", "Comparison", "Level", "bump", "compare", "diff", "minimal_version"]


class Level(IntEnum):
    """How much a change asks of those who use the schema."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing.

    Attributes:
        level: what it asks of the version.
        code: what kind of change (`field.added`, `constraint.tighter`...).
        where: what changed (`compta.ecriture.debit`).
        old: what was, as text ("" when it is new).
        new: what is, as text ("" when it is gone).
    """

    level: Level
    code: str
    where: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a domain side by side."""

    domain: str
    old_version: str
    new_version: str
    changes: tuple[Change, ...]

    @property
    def level(self) -> Level:
        """The gravest change."""
        return bump(self.changes)

    @property
    def minimal(self) -> str:
        """The smallest version number that admits the changes."""
        return minimal_version(self.old_version, self.level)

    @property
    def enough(self) -> bool:
        """Whether the new version number admits them."""
        return _numbers(self.new_version) >= _numbers(self.minimal)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "domain": self.domain,
            "old_version": self.old_version,
            "new_version": self.new_version,
            "level": str(self.level),
            "minimal": self.minimal,
            "enough": self.enough,
            "changes": [
                {"level": str(one.level), "code": one.code, "where": one.where, "old": one.old, "new": one.new}
                for one in self.changes
            ],
        }

    def text(self) -> str:
        """Return one line a change, then the versions."""
        lines = [f"{one.level:6} {one.code:24} {one.where}: {_arrow(one)}".rstrip(": ") for one in self.changes]
        verdict = "" if self.enough else f" (< {self.minimal})"
        return "\n".join([*lines, f"{self.domain} {self.old_version} -> {self.new_version}{verdict}"])


def compare(old: Domain, new: Domain) -> Comparison:
    """Return what changed between two versions of a domain, and whether the version number says so."""
    return Comparison(new.name, old.version, new.version, tuple(diff(old, new)))


def diff(old: Domain | Table, new: Domain | Table) -> list[Change]:
    """Return the changes from one version to another, of two domains or of two tables; the gravest first.

    Raises:
        TypeError: a domain and a table.
    """
    if isinstance(old, Domain) and isinstance(new, Domain):
        changes = list(_domain(old, new))
    elif isinstance(old, Domain) or isinstance(new, Domain):
        raise TypeError("a domain and a table cannot be compared")
    else:
        changes = list(_table(old, new))
    return sorted(changes, key=lambda change: -change.level)


def bump(changes: Iterable[Change]) -> Level:
    """Return the gravest level of some changes."""
    return max((change.level for change in changes), default=Level.NONE)


def minimal_version(version: str, level: Level) -> str:
    """Return the smallest version that may follow `version` after changes of this level.

    While the first number is 0 nothing is promised yet (semver.org, 4): major and minor changes move the second.

    >>> [minimal_version("1.2.3", level) for level in Level]
    ['1.2.3', '1.2.4', '1.3.0', '2.0.0']
    >>> minimal_version("0.1.0", Level.MAJOR)
    '0.2.0'
    """
    major, minor, patch = _numbers(version)
    if level is Level.MAJOR and major:
        return f"{major + 1}.0.0"
    if level >= Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if level is Level.PATCH else version


def _domain(old: Domain, new: Domain) -> Iterator[Change]:
    yield from _words(old, new, new.name, ("title", "description", "sources", "licenses", "keywords"))
    yield from _members(old.tables, new.tables, new.name, "table", _table, _added)
    yield from _members(old.codes, new.codes, new.name, "codes", _codes, _added)


def _table(old: Table, new: Table) -> Iterator[Change]:
    yield from _words(old, new, new.id, ("title", "description"))
    if old.primary_key != new.primary_key:
        yield Change(Level.MAJOR, "key.changed", new.id, ", ".join(old.primary_key), ", ".join(new.primary_key))
    if old.reference != new.reference:
        yield Change(Level.MAJOR, "table.reference", new.id, str(old.reference), str(new.reference))
    if old.comparison_keys != new.comparison_keys:
        keys = (" ; ".join(map(", ".join, one.comparison_keys)) for one in (old, new))
        yield Change(Level.MINOR, "key.comparison", new.id, *keys)
    before, after = set(old.foreign_keys), set(new.foreign_keys)
    for key in old.foreign_keys:
        if key not in after:
            yield Change(Level.MINOR, "foreign_key.removed", new.id, old=f"{', '.join(key.fields)} -> {key.table}")
    for key in new.foreign_keys:
        if key not in before:
            yield Change(Level.MAJOR, "foreign_key.added", new.id, new=f"{', '.join(key.fields)} -> {key.table}")
    fields_before = {field.name: field for field in old.fields}
    fields_after = {field.name: field for field in new.fields}
    yield from _members(fields_before, fields_after, new.id, "field", _field(new.id), _added_field)
    common = [name for name in fields_before if name in fields_after]
    if common != [name for name in fields_after if name in fields_before]:
        yield Change(Level.PATCH, "field.order", new.id, ", ".join(fields_before), ", ".join(fields_after))


def _added_field(field: Field) -> Level:
    return Level.MAJOR if field.required else Level.MINOR


def _added(_: object) -> Level:
    return Level.MINOR


def _field(table: str) -> Callable[[Field, Field], Iterator[Change]]:
    def compare(old: Field, new: Field) -> Iterator[Change]:
        where = f"{table}.{new.name}"
        yield from _words(old, new, where, ("title", "description", "example", "source", "depuis"))
        for said in ("type", "decimales", "identifiant", "date_partielle", "vocabulaire"):
            if (before := getattr(old, said)) != (after := getattr(new, said)):
                yield Change(Level.MAJOR, f"field.{said}", where, _text(before), _text(after))
        if old.derive != new.derive:
            yield Change(Level.MINOR, "field.derive", where, _text(old.derive), _text(new.derive))
        if old.confidentialite != new.confidentialite:
            yield _confidentiality(old, new, where)
        if old.type == new.type:
            yield from _constraints(old, new, where)

    return compare


def _confidentiality(old: Field, new: Field, where: str) -> Change:
    """A higher class takes the field away from extracts that had it; a lower one only adds it to some."""
    level = Level.MAJOR if new.confidentialite > old.confidentialite else Level.MINOR
    return Change(level, "field.confidentialite", where, str(old.confidentialite), str(new.confidentialite))


def _constraints(old: Field, new: Field, where: str) -> Iterator[Change]:
    before, after = old.constraints, new.constraints
    for said in ("required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"):
        first, second = getattr(before, said), getattr(after, said)
        if first == second:
            continue
        looser = _is_looser(said, first, second, new)
        level, code = (Level.MINOR, "constraint.looser") if looser else (Level.MAJOR, "constraint.tighter")
        yield Change(level, code, f"{where} {said}", _text(first), _text(second))


def _is_looser(said: str, old: Any, new: Any, field: Field) -> bool:  # noqa: ANN401
    """Whether every value that was accepted still is; of two patterns nobody can tell, so it is no."""
    if not new:
        return new is None or said in ("required", "unique", "enum", "minLength")
    if said == "pattern" or not old:
        return False
    if said == "enum":
        return set(old) <= set(new)
    if said in ("minimum", "maximum"):
        old, new = value.parse(field, old), value.parse(field, new)
    return bool(new <= old) if said in ("minimum", "minLength") else bool(new >= old)


def _codes(old: CodeList, new: CodeList) -> Iterator[Change]:
    yield from _words(old, new, new.id, ("title",))
    before, after = ({code.code: code for code in codes} for codes in (old, new))
    yield from _members(before, after, new.id, "code", _code(new.id), _added)


def _code(codes: str) -> Callable[[Code, Code], Iterator[Change]]:
    def compare(old: Code, new: Code) -> Iterator[Change]:
        where = f"{codes}.{new.code}"
        yield from _words(old, new, where, ("libelle", "definition", "source"))
        for said in ("valide_de", "valide_a"):
            if (before := getattr(old, said)) != (after := getattr(new, said)):
                level = Level.MAJOR if _closes(said, before, after) else Level.MINOR
                yield Change(level, f"code.{said}", where, _text(before), _text(after))

    return compare


def _closes(said: str, old: Any, new: Any) -> bool:  # noqa: ANN401
    """Whether days on which the code could be used are taken away."""
    if new is None:
        return False
    return old is None or (new > old if said == "valide_de" else new < old)


def _members(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    where: str,
    kind: str,
    compare: Callable[[Any, Any], Iterator[Change]],
    added: Callable[[Any], Level],
) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change(Level.MAJOR, f"{kind}.removed", f"{where}.{name}", old=name)
    for name, member in new.items():
        if name in old:
            yield from compare(old[name], member)
        else:
            yield Change(added(member), f"{kind}.added", f"{where}.{name}", new=name)


def _words(old: object, new: object, where: str, names: tuple[str, ...]) -> Iterator[Change]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(Level.PATCH, f"words.{name}", where, _text(before), _text(after))


def _text(thing: object) -> str:
    if thing is None:
        return ""
    return ", ".join(map(str, thing)) if isinstance(thing, tuple) else str(thing)


def _arrow(change: Change) -> str:
    return f"{change.old} -> {change.new}" if change.old and change.new else change.old or change.new


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
