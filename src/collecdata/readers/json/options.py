"""What an adapter says of a JSON format."""

from __future__ import annotations

import codecs
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, field_validator

from collecdata.readers.base import BLOCK
from collecdata.readers.nested.rules import Facts, RecordSets, Rules, Words

__all__ = ["SEPARATOR", "JsonOptions"]

SEPARATOR = "."


class JsonOptions(BaseModel):
    """Options of the reader `json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_sets: RecordSets = Field(
        default_factory=dict,
        description=(
            "Jeux d'enregistrements, chacun avec le tableau dont les éléments sont des lignes : son chemin, ou la fin "
            "de son chemin (`marches.marche[*]`, `titulaires[*]`) ; `[*]` seul pour les éléments d'un fichier qui est "
            "un tableau, ou les lignes d'un fichier JSON Lines. Ce qui n'est dans aucun va dans `entete`, une ligne "
            "par fichier."
        ),
    )
    split_at: Words = Field(
        (),
        description=(
            "Jeux d'enregistrements après lesquels un gros fichier peut être coupé ; par défaut les plus hauts. Ce qui "
            "les contient est lu une fois pour tout le fichier, et doit tenir en mémoire."
        ),
    )
    skip: Words = Field((), description="Membres laissés de côté, avec tout ce qu'ils contiennent.")
    facts: Facts = Field(
        default_factory=dict,
        description="Faits du fichier, chacun avec le chemin du membre du début qui le donne, ou une liste d'essais.",
    )
    lines: bool | None = Field(
        None, description="Si le fichier est du JSON Lines, un objet par ligne ; reconnu quand il en a plusieurs."
    )
    encoding: str | None = Field(None, description="Encodage, s'il n'est ni de l'UTF-8 ni reconnu.")
    max_record: int = Field(256 << 20, ge=1, description="Octets au-delà desquels un enregistrement est refusé.")
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            b"".decode(value)
        except LookupError:
            raise ValueError(f"unknown encoding: {value}") from None
        return codecs.lookup(value).name

    @cached_property
    def rules(self) -> Rules:
        """Compile what is said of records."""
        return Rules.of(self.record_sets, SEPARATOR, self.skip, short=False)
