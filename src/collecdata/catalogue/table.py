"""A canonical table: one Table Schema descriptor, as frozen data that travels between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CLASSES", "LINE_FIELD", "SOURCE_FIELD", "SOURCE_SUFFIX", "TYPES",
    "Constraints", "Field", "ForeignKey", "Table", "Type",
]  # fmt: skip

Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "time", "year"]
TYPES: tuple[Type, ...] = ("string", "integer", "number", "boolean", "date", "datetime", "time", "year")

CLASSES: tuple[str, ...] = ("publique", "interne", "identifiante", "personnelle", "sensible")
"""What each confidentiality class (0 to 4) is called."""

SOURCE_SUFFIX = "_source"
"""Ending of the generated field that keeps the outgoing system's code beside a canonical one."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a cell must be, with the names of Table Schema.

    `enum`, `minimum` and `maximum` are lexical (decimal point, ISO dates): `value.parse` types them.
    """

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    minLength: int | None = None  # noqa: N815 - the name of the norm
    maxLength: int | None = None  # noqa: N815


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what the descriptor says, the `collecdata` object flattened in.

    Attributes:
        name: French, ASCII, snake_case.
        type: of Table Schema.
        title: French, with accents; the same wherever the name is met.
        description: what it holds, in one or two sentences.
        example: one plausible value, lexical.
        constraints: what a cell must be.
        confidentialite: 0 public, 1 internal, 2 identifying, 3 personal, 4 sensitive.
        vocabulaire: identifier of its code list (`compta.sens`).
        decimales: scale of a `number`, stored as decimal128(18, decimales).
        identifiant: the fields a deterministic identifier is hashed from.
        derive: the domain rule that makes it.
        date_partielle: the group of fields a partial date fills together.
        source: article, rubric or field of the norm it comes from.
        depuis: version of the domain that brought it.
    """

    name: str
    type: Type
    title: str = ""
    description: str = ""
    example: str = ""
    constraints: Constraints = Constraints()
    confidentialite: int = 0
    vocabulaire: str | None = None
    decimales: int | None = None
    identifiant: tuple[str, ...] = ()
    derive: str | None = None
    date_partielle: str | None = None
    source: str = ""
    depuis: str = ""

    @property
    def required(self) -> bool:
        """Whether a null rejects the row."""
        return self.constraints.required


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields that must be found in another table; a null in any of them is no reference."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


SOURCE_FIELD = Field(
    SOURCE,
    "string",
    "Fichier d'origine",
    "Nom du fichier d'où vient la ligne.",
    "export.csv",
    confidentialite=1,
)
LINE_FIELD = Field(
    LINE,
    "integer",
    "Ligne d'origine",
    "Première ligne physique de l'enregistrement dans son fichier.",
    "2",
    confidentialite=1,
)


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    >>> nom = Field("nom", "string", "Nom", confidentialite=3)
    >>> sens = Field("sens", "string", "Sens", vocabulaire="compta.sens")
    >>> table = Table("tiers", "compta", "Tiers", fields=(nom, sens))
    >>> table.id, [field.name for field in table.output_fields]
    ('compta.tiers', ['nom', 'sens', 'sens_source', '_source', '_ligne'])
    >>> [field.name for field in table.above(1)]
    ['nom']
    """

    name: str
    domain: str
    title: str = ""
    description: str = ""
    fields: tuple[Field, ...] = ()
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    reference: bool = False
    """A national or reference table: no collectivity owns its rows, its key does not start with `siren`."""
    comparison_keys: tuple[tuple[str, ...], ...] = ()
    """What says that a row of one extraction is that of another, where the primary key does not: the best key first."""

    def __hash__(self) -> int:
        """Hash the name alone: that of every field, again at each look-up, costs more than what is looked up."""
        return hash((self.domain, self.name))

    @property
    def id(self) -> str:
        """`domain.name`."""
        return f"{self.domain}.{self.name}"

    def field(self, name: str) -> Field:
        """Return one field. Raises `KeyError`."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self.fields)

    @property
    def output_fields(self) -> tuple[Field, ...]:
        """The fields as written: each coded one is followed by the outgoing system's code, then come the provenance."""
        return (*self._with_sources(), SOURCE_FIELD, LINE_FIELD)

    def _with_sources(self) -> Iterator[Field]:
        for field in self.fields:
            yield field
            if field.vocabulaire:
                yield source_companion(field)

    def above(self, confidentialite: int, *, generated: bool = False) -> tuple[Field, ...]:
        """Return the fields whose confidentiality class is above this one."""
        fields = self.output_fields if generated else self.fields
        return tuple(field for field in fields if field.confidentialite > confidentialite)

    @property
    def confidentialite(self) -> int:
        """The highest class of its fields."""
        return max((field.confidentialite for field in self.fields), default=0)


def source_companion(field: Field) -> Field:
    """Return the field that keeps the outgoing system's code of a coded field."""
    return Field(
        field.name + SOURCE_SUFFIX,
        "string",
        f"{field.title} (code d'origine)",
        f"Code du logiciel sortant dont vient « {field.title} », tel quel.",
        confidentialite=field.confidentialite,
        depuis=field.depuis,
    )


def example_row(table: Table) -> dict[str, Any]:
    """Return the row made of every field's example, lexical."""
    return {field.name: field.example for field in table.fields}
