"""What an adapter says of a MARC format: the record sets to make of its records."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from collecdata.readers.base import BLOCK
from collecdata.readers.nested.rules import Words  # noqa: TC001 - read by pydantic

__all__ = [
    "CODAGE",
    "CODE",
    "ID",
    "INDICATORS",
    "LEADER",
    "LECTURE",
    "RANG",
    "SUB_RANG",
    "TEXT",
    "ZONE",
    "Iso2709Options",
    "MarcCells",
    "MarcOptions",
    "MarcSet",
    "parts",
]

LEADER = "LDR"
ID, LECTURE, CODAGE = "#id", "#lecture", "#codage"
ZONE, INDICATORS, RANG, TEXT = "#zone", "#ind", "#rang", "#texte"
CODE, SUB_RANG = "#code", "#sous_rang"
_RECORD = re.compile(r"[0-9A-Za-z]{3}(\$[!-~])?")
_POSITIONS = re.compile(r"/(\d+)(?:-(\d+))?$")
_OWN = {
    "notice": {LEADER, ID, LECTURE, CODAGE},
    "zone": {ID, ZONE, INDICATORS, RANG, TEXT},
    "sous_zone": {ID, ZONE, INDICATORS, RANG, SUB_RANG, CODE, TEXT},
}


def parts(name: str) -> tuple[str, slice | None]:
    """Return a column without its positions, and these.

    >>> parts("LDR/6"), parts("100$a/9-12"), parts("200$a")
    (('LDR', slice(6, 7, None)), ('100$a', slice(9, 13, None)), ('200$a', None))
    """
    found = _POSITIONS.search(name)
    if found is None:
        return name, None
    return name[: found.start()], slice(int(found[1]), int(found[2] or found[1]) + 1)


class MarcSet(BaseModel):
    """One record set: what makes a row, and its columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    each: Literal["notice", "zone", "sous_zone"] = Field(
        "notice",
        description=(
            "Ce qui fait une ligne : une notice ; une zone ; une sous-zone (ou, sans sous-zone, le texte d'une zone de "
            "contrôle, ou le guide)."
        ),
    )
    zones: Words = Field((), description="Étiquettes retenues, seules (`995`) ou en suite (`600-608`) ; toutes sinon.")
    columns: Words = Field(
        ...,
        description=(
            "Colonnes. D'une notice : `LDR`, `001`, `200$a` (première occurrence). D'une zone : `$a`. Positions d'une "
            "donnée codée, à partir de 0 : `LDR/6`, `100$a/9-12`. De plus : `#id` "
            "(identifiant de la notice), `#lecture` et `#codage` (notice) ; `#zone`, `#ind` (indicateurs), `#rang`, "
            "`#texte` (zone, sous-zone) ; `#code`, `#sous_rang` (sous-zone). Les marques de non-tri sont ôtées des "
            "colonnes d'une notice et d'une zone, gardées dans celles d'une sous-zone."
        ),
    )
    join: dict[str, str] = Field(
        default_factory=dict,
        description="Colonnes dont toutes les occurrences sont mises bout à bout, avec le texte qui les sépare.",
    )

    @field_validator("zones")
    @classmethod
    def _zones_are_tags(cls, zones: tuple[str, ...]) -> tuple[str, ...]:
        for zone in zones:
            if not re.fullmatch(r"[0-9A-Za-z]{3}(-\d{3})?", zone):
                raise ValueError(f"{zone}: a tag of three characters, or two of three digits with a dash")
        return zones

    @model_validator(mode="after")
    def _columns_are_of_the_row(self) -> MarcSet:
        shape = _RECORD if self.each == "notice" else re.compile(r"\$[!-~]")
        for name in (parts(column)[0] for column in (*self.columns, *self.join)):
            if name not in _OWN[self.each] and (self.each == "sous_zone" or not shape.fullmatch(name)):
                raise ValueError(f"{name}: no such column of a {self.each}")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every column, once."""
        return tuple(dict.fromkeys((*self.columns, *self.join)))


class MarcOptions(BaseModel):
    """Options of the readers `marc` (ISO 2709) and `marcxml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_sets: dict[str, MarcSet] = Field(
        default_factory=dict, description="Jeux d'enregistrements, par nom ; toutes les sous-zones, par défaut."
    )
    id: Words = Field(
        ("001",),
        description=(
            "Où est l'identifiant d'une notice : la première de ces colonnes qui n'est pas vide ; sinon `#` et le rang "
            "de la notice dans le fichier."
        ),
    )
    block: int = Field(3 * BLOCK // 4, ge=1, description="Octets lus à la fois.")

    @field_validator("id")
    @classmethod
    def _id_is_of_a_record(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not _RECORD.fullmatch(name):
                raise ValueError(f"{name}: no such column of a notice")
        return names

    @property
    def sets(self) -> dict[str, MarcSet]:
        """The record sets, or the one that says all."""
        every = MarcSet(each="sous_zone", columns=tuple(sorted(_OWN["sous_zone"])))
        return self.record_sets or {"sous_zone": every}


class Iso2709Options(MarcOptions):
    """Options of the reader `marc`: larger blocks, which are read in pieces."""

    block: int = Field(2 * BLOCK, ge=1, description="Octets convertis à la fois.")


class MarcCells(BaseModel):
    """Records in MARCXML that a table of a database keeps in a column, one a row."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str = Field(..., description="Colonne qui porte la notice.")
    id: str = Field("", description="Colonne de l'identifiant de la notice ; sa zone 001, par défaut.")
    when: dict[str, Words] = Field(
        default_factory=dict, description="Ce que d'autres colonnes doivent valoir : `format: marcxml`."
    )
    record_sets: dict[str, MarcSet] = Field(
        ..., min_length=1, description="Jeux d'enregistrements, par nom, comme ceux du lecteur `marcxml`."
    )
