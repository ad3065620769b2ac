"""What an adapter says of a nested format: which elements are records, which are joined, which are left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from collecdata.kernels.buffers import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collecdata.readers.nested.columns import Columns, Leaf

__all__ = [
    "HEADER",
    "NAME",
    "ColumnRule",
    "FactTest",
    "Facts",
    "Path",
    "RecordSet",
    "RecordSets",
    "Rules",
    "SetRule",
    "Words",
]

HEADER = "entete"
"""Name of the record set of the root element, where the adapter does not give it one."""
NAME = "#name"
"""The name of the element that makes a record, where the adapter asks for it: records of one set may have several."""
_ANY = "*"
_ITEM = "[]"
"""Name of the elements of a file that is an array (`[*]`)."""


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return (value,) if isinstance(value, str) else value


def _record_sets(value: Any) -> Any:  # noqa: ANN401 - before validation
    """Let `Piece: Piece` stand for `Piece: {path: Piece}`."""
    if not isinstance(value, dict):
        return value
    return {name: {"path": given} if isinstance(given, str | list | tuple) else given for name, given in value.items()}


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class RecordSet(BaseModel):
    """One record set: the elements that are its rows, and what is said of their columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Words = Field(
        min_length=1,
        description=(
            "Élément qui fait une ligne : son nom, ou la fin de son chemin (`Tiers/Adresse`) quand le nom ne suffit "
            "pas ; depuis la racine s'il commence par `/` (`/` seul : la racine). Plusieurs chemins possibles."
        ),
    )
    columns: Words = Field(
        (),
        description=(
            "Colonnes à toujours fournir, vides si le fichier ne les a pas, sous le nom donné ici : la fin de leur "
            "chemin (`Nom`, `InfoTiers/Nom`, `MtSup@Code`), ou `#name`, le nom de l'élément lui-même. Les autres "
            "colonnes trouvées s'y ajoutent."
        ),
    )
    join: dict[str, str] = Field(
        default_factory=dict,
        description="Colonnes qui se répètent dans une ligne, chacune avec le texte qui sépare ses valeurs.",
    )


class FactTest(BaseModel):
    """One value of a fact that no cell says: what most of the cells at some paths look like."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str = Field(description="Valeur du fait quand le test tient.")
    path: Words = Field(min_length=1, description="Éléments ou attributs regardés dans le début du fichier.")
    most: str = Field(description="Expression régulière que plus de la moitié des cellules regardées contiennent.")
    among: str = Field("", description="Expression régulière des cellules à regarder ; par défaut toutes.")

    @field_validator("most", "among")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            pc.match_substring_regex(texts([""]), value)
        except pa.ArrowInvalid as error:
            raise ValueError(str(error)) from None
        return value


def _facts(value: Any) -> Any:  # noqa: ANN401 - before validation
    """Let one test stand for a list of one."""
    if not isinstance(value, dict):
        return value
    return {name: (given,) if isinstance(given, dict) else given for name, given in value.items()}


Facts = Annotated[dict[str, str | tuple[FactTest, ...]], BeforeValidator(_facts)]
"""A fact is the first cell at a path, or the value of the first of some tests that holds."""

RecordSets = Annotated[dict[str, RecordSet], BeforeValidator(_record_sets)]


@dataclass(frozen=True, slots=True)
class Path:
    """The end of a path, or all of it (`whole`)."""

    parts: tuple[str, ...]
    whole: bool = False

    @classmethod
    def of(cls, text: str, separator: str = "/") -> Path:
        """Read a path as an adapter writes it.

        >>> Path.of("Tiers/Adresse"), Path.of("/")
        (Path(parts=('Tiers', 'Adresse'), whole=False), Path(parts=(), whole=True))
        >>> Path.of("marches.marche[*]", ".").parts
        ('marches', 'marche')
        """
        inner = text.strip(separator)
        parts = tuple(part.removesuffix("[*]") or _ITEM for part in inner.split(separator)) if inner else ()
        return cls(parts, text.startswith(separator))

    def matches(self, path: tuple[str, ...]) -> bool:
        """Whether an element at this path (which begins with the root's name) is meant; `*` is any name.

        >>> Path(("Tiers", "Adresse")).matches(("PES_Aller", "Tiers", "Adresse"))
        True
        """
        if not self.parts:
            return self.whole and len(path) == 1
        if len(self.parts) > len(path) or (self.whole and len(self.parts) != len(path)):
            return False
        tail = path[len(path) - len(self.parts) :]
        return all(wanted in (_ANY, name) for wanted, name in zip(self.parts, tail, strict=True))

    @property
    def weight(self) -> int:
        """How precise it is: of two paths that match, the heavier one counts."""
        return 2 * len(self.parts) + self.whole


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column that the adapter names: the end of the path of its leaves in the record, and which part of them."""

    name: str
    path: tuple[str, ...]
    kind: str

    @classmethod
    def of(cls, name: str, separator: str) -> ColumnRule:
        """Read a column's name.

        >>> ColumnRule.of("MtSup@Code", "/"), ColumnRule.of("@Id", "/").path
        (ColumnRule(name='MtSup@Code', path=('MtSup',), kind='@Code'), ())
        """
        place = max(name.rfind("@"), name.rfind("#"))
        path, kind = (name, "") if place < 0 else (name[:place], name[place:])
        return cls(name, tuple(path.split(separator)) if path else (), kind)

    def matches(self, path: tuple[str, ...], kind: str) -> bool:
        """Whether a leaf at this path in its record belongs to the column."""
        if kind != self.kind or len(self.path) > len(path) or (not self.path and path):
            return False
        return path[len(path) - len(self.path) :] == self.path


@dataclass(frozen=True, slots=True)
class SetRule:
    """One record set, compiled. Picklable."""

    name: str
    paths: tuple[Path, ...]
    columns: tuple[ColumnRule, ...] = ()
    join: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    """Whether the name of the element is a column."""


class Meaning(NamedTuple):
    """What an element at one path is: its record set (-1: none), whether it is left out, whether it is a file."""

    record_set: int
    skipped: bool
    binary: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything said of a nested format. Picklable.

    `sets` begins with that of the root. `skip` elements are left out with all they hold; `binary` leaves are measured
    and hashed in place of being kept. `short`: a column is named by the end of its path, where that is enough. `_met`
    remembers paths, `_named` leaves, `columns` what the leaves of files were named.
    """

    sets: tuple[SetRule, ...]
    separator: str = "/"
    skip: tuple[Path, ...] = ()
    binary: tuple[Path, ...] = ()
    short: bool = True
    _met: dict[tuple[str, ...], Meaning] = field(default_factory=dict, compare=False, repr=False)
    _named: dict[tuple[int, tuple[str, ...], str], str | None] = field(default_factory=dict, compare=False, repr=False)
    columns: dict[tuple[Leaf, ...], Columns] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        record_sets: Mapping[str, RecordSet],
        separator: str,
        skip: Iterable[str] = (),
        binary: Iterable[str] = (),
        *,
        short: bool = True,
    ) -> Rules:
        """Compile options; the root's record set comes first, and is `entete` where nothing names it."""
        sets = [_rule(name, given, separator) for name, given in record_sets.items()]
        roots = [rule for rule in sets if any(path.whole and not path.parts for path in rule.paths)]
        if not roots:
            roots = [SetRule(HEADER, (Path((), whole=True),))]
        ordered = (*roots, *(rule for rule in sets if rule not in roots))
        return cls(
            ordered,
            separator,
            tuple(Path.of(text, separator) for text in skip),
            tuple(Path.of(text, separator) for text in binary),
            short,
        )

    def meaning(self, path: tuple[str, ...]) -> Meaning:
        """Say what the elements at a path are; each path is looked at once for all the files of the same rules."""
        found = self._met.get(path)
        if found is None:
            found = self._met[path] = Meaning(
                self.set_of(path),
                any(one.matches(path) for one in self.skip),
                any(one.matches(path) for one in self.binary),
            )
        return found

    def set_of(self, path: tuple[str, ...]) -> int:
        """Return the record set of an element, -1 when it is of none; `path` begins with the root's name."""
        found, best = -1, -1
        for number, rule in enumerate(self.sets):
            weight = max((one.weight for one in rule.paths if one.matches(path)), default=-1)
            if weight > best:
                found, best = number, weight
        return 0 if len(path) == 1 and found < 0 else found

    def column_of(self, number: int, path: tuple[str, ...], kind: str) -> str | None:
        """Return the name that the adapter gives to a leaf of a record set; the longest path that fits."""
        key = (number, path, kind)
        if key not in self._named:
            fitting = [rule for rule in self.sets[number].columns if rule.matches(path, kind)]
            self._named[key] = max(fitting, key=lambda rule: len(rule.path)).name if fitting else None
        return self._named[key]


def _rule(name: str, given: RecordSet, separator: str) -> SetRule:
    return SetRule(
        name,
        tuple(Path.of(text, separator) for text in given.path),
        tuple(ColumnRule.of(text, separator) for text in dict.fromkeys((*given.columns, *given.join))),
        dict(given.join),
        NAME in given.columns,
    )
