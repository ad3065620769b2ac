"""What an adapter says of a file of fixed widths: where fields stand, what records there are."""

from __future__ import annotations

import codecs
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    StringConstraints,
    field_validator,
    model_validator,
)

from collecdata.kernels.stream import RESERVED
from collecdata.readers.base import BLOCK

__all__ = ["FixedOptions", "Place", "RecordSet", "When", "is_single_byte"]

_ASCII = bytes(range(128))
_PAIRS = bytes(byte for first in range(128, 256) for second in range(64, 256) for byte in (first, second))


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return (value,) if isinstance(value, str) else value


@cache
def is_single_byte(encoding: str) -> bool:
    """Whether each byte is a character and the ASCII ones are themselves.

    >>> [is_single_byte(name) for name in ("cp1252", "cp850", "utf-8", "cp500", "shift_jis", "gbk")]
    [True, True, False, False, False, False]
    """
    if _ASCII.decode(encoding, "replace") != _ASCII.decode("ascii"):
        return False
    return len(_PAIRS.decode(encoding, "replace")) == len(_PAIRS)


Mark = Annotated[str, StringConstraints(pattern=r"^[!-~]$")]
"""One visible ASCII character."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Strict):
    """Where a field stands in its record."""

    start: PositiveInt = Field(description="Position du premier caractère, à partir de 1.")
    length: PositiveInt | None = Field(None, description="Nombre de caractères ; jusqu'à la fin de la ligne sinon.")
    after: Mark | None = Field(
        None, description="Caractère que le champ suit dans ces positions ; le champ est vide là où il manque."
    )
    until: Annotated[tuple[Mark, ...], BeforeValidator(_listed)] = Field(
        (), description="Caractères devant lesquels le champ s'arrête : le premier de la liste qui est là."
    )

    @model_validator(mode="after")
    def _marks_are_within(self) -> Place:
        if (self.after or self.until) and self.length is None:
            raise ValueError("`after` and `until` need a `length`")
        return self

    @property
    def stop(self) -> int | None:
        """Position after the last character, from 0; None at the end of the line."""
        return None if self.length is None else self.start - 1 + self.length


class When(_Strict):
    """What tells a type of record."""

    start: PositiveInt = Field(description="Position du premier caractère de la marque, à partir de 1.")
    equals: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        min_length=1, description="Ce que la marque doit valoir : un texte ou plusieurs, de même longueur."
    )
    length: PositiveInt | None = Field(None, description="Longueur de la marque, si ses valeurs sont plus courtes.")

    @model_validator(mode="after")
    def _one_length(self) -> When:
        longest = max(map(len, self.equals))
        if not longest or longest > self.width or (self.length is None and len(set(map(len, self.equals))) > 1):
            raise ValueError("the texts of `equals` must be of one length, or `length` the longest")
        return self

    @property
    def width(self) -> int:
        """Characters compared; shorter texts are followed by blanks."""
        return self.length or len(self.equals[0])


class RecordSet(_Strict):
    """One type of record; without `when`, the records that are of no other."""

    when: When | None = Field(None, description="Marque qui distingue ces enregistrements ; tous les autres sinon.")
    fields: dict[str, Place] = Field(min_length=1, description="Champs : nom, puis `start` et `length`.")

    @field_validator("fields")
    @classmethod
    def _names_are_free(cls, value: dict[str, Place]) -> dict[str, Place]:
        if taken := RESERVED & value.keys():
            raise ValueError(f"reserved: {', '.join(sorted(taken))}")
        return value

    @property
    def end(self) -> int:
        """Characters that a record must have."""
        return max(place.stop or place.start - 1 for place in self.fields.values())


class FixedOptions(_Strict):
    """Options of the reader `fixed`."""

    encoding: str | None = Field(None, description="Encodage : `utf-8` ou une page de code (`cp1252`) ; deviné sinon.")
    fields: dict[str, Place] = Field({}, description="Champs des enregistrements, quand il n'y en a que d'un type.")
    record_sets: dict[str, RecordSet] = Field({}, description="Types d'enregistrements : `when` et `fields`.")
    fallback: str | None = Field(
        None,
        description="Page de code des lignes qui ne sont pas de l'UTF-8 (`latin-1`), quand `encoding` est `utf-8`.",
    )
    controls: Literal["keep", "drop"] = Field(
        "keep",
        description="Caractères de commande dans un champ : gardés, ou retirés une fois le champ coupé (`drop`).",
    )
    record_length: PositiveInt | None = Field(
        None,
        description=(
            "Longueur d'un enregistrement en caractères ; fin du dernier champ sinon. Plus courte que la fin des "
            "champs : ce qu'un enregistrement doit avoir, ce qui suit pouvant manquer."
        ),
    )
    lines: bool = Field(default=True, description="Si chaque enregistrement est une ligne ; bout à bout sinon.")
    short: Literal["reject", "pad"] = Field(
        "reject", description="Enregistrements trop courts : rejetés, ou complétés par des blancs (`pad`)."
    )
    long: Literal["reject", "cut"] = Field(
        "reject", description="Texte après le dernier champ : la ligne est rejetée, ou il ne compte pas (`cut`)."
    )
    skip_lines: int = Field(0, ge=0, description="Lignes à passer en tête de fichier, quoi qu'elles contiennent.")
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")

    @field_validator("encoding")
    @classmethod
    def _encoding_is_readable(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            name = codecs.lookup(value).name
            readable = name in ("utf-8", "utf-8-sig") or is_single_byte(name)
        except LookupError:
            raise ValueError(f"unknown encoding: {value}") from None
        if not readable:
            raise ValueError(f"positions cannot be counted in {value}")
        return "utf-8" if name == "utf-8-sig" else name

    @field_validator("fields")
    @classmethod
    def _names_are_free(cls, value: dict[str, Place]) -> dict[str, Place]:
        return RecordSet(fields=value).fields if value else value

    @model_validator(mode="after")
    def _hangs_together(self) -> FixedOptions:
        if bool(self.fields) == bool(self.record_sets):
            raise ValueError("exactly one of fields, record_sets")
        if sum(one.when is None for one in self.record_sets.values()) > 1:
            raise ValueError("only one record set may go without `when`")
        if (self.fallback is not None or self.controls == "drop") and self.encoding != "utf-8":
            raise ValueError("`fallback` and `controls` go with `encoding: utf-8`")
        if self.fallback is not None and not is_single_byte(self.fallback):
            raise ValueError("`fallback` must be a single-byte encoding")
        if not self.lines and self.encoding in (None, "utf-8"):
            raise ValueError("records without line ends need a single-byte `encoding`")
        if not self.lines and any(place.length is None for one in self.sets.values() for place in one.fields.values()):
            raise ValueError("records without line ends need the `length` of every field")
        return self

    @property
    def sets(self) -> dict[str, RecordSet]:
        """Every type of record, by name; the only one is named ""."""
        return self.record_sets or {"": RecordSet(fields=self.fields)}
