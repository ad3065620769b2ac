"""What an adapter says of an XML format."""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from collecdata.readers.base import BLOCK
from collecdata.readers.nested.rules import Facts, RecordSets, Rules, Words

__all__ = ["XmlOptions"]


def _uris(value: Any) -> Any:  # noqa: ANN401 - before validation
    if not isinstance(value, dict):
        return value
    return {name: (uri,) if isinstance(uri, str) else uri for name, uri in value.items()}


class XmlOptions(BaseModel):
    """Options of the reader `xml`. Elements and attributes are named without their prefix."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: Annotated[dict[str, tuple[str, ...]], BeforeValidator(_uris)] = Field(
        default_factory=dict,
        description=(
            "Éléments racines admis, chacun avec son espace de noms (ou plusieurs) : l'URI, jamais le préfixe ; vide "
            "pour aucun espace de noms, `*` pour n'importe lequel. Sans cette option, toute racine est admise."
        ),
    )
    record_sets: RecordSets = Field(
        default_factory=dict,
        description=(
            "Jeux d'enregistrements, chacun avec l'élément qui fait une ligne. Ce qui n'est dans aucun va dans celui "
            "de la racine, une ligne par fichier, nommé `entete` si rien ne le nomme."
        ),
    )
    split_at: Words = Field(
        (),
        description=(
            "Jeux d'enregistrements après lesquels un gros fichier peut être coupé ; par défaut les plus hauts. Ce qui "
            "les contient est lu une fois pour tout le fichier, et doit tenir en mémoire."
        ),
    )
    value: str = Field("V", min_length=1, description="Attribut qui porte la valeur d'un élément : `<MtHT V='3032'/>`.")
    skip: Words = Field((), description="Éléments laissés de côté, avec tout ce qu'ils contiennent (signatures).")
    binary: Words = Field(
        (),
        description=(
            "Éléments dont le texte est un fichier en base64, compressé ou non : à leur place, les colonnes `@bytes` "
            "(taille) et `@sha256` (empreinte) du fichier décodé."
        ),
    )
    facts: Facts = Field(
        default_factory=dict,
        description=(
            "Faits du fichier, chacun avec l'élément ou l'attribut du début du fichier qui le donne ; ou une liste "
            "d'essais `{value, path, most, among}`, dont le premier qui tient donne la valeur : `most` est ce que la "
            "plupart des cellules de `path` contiennent, parmi celles qui contiennent `among`."
        ),
    )
    encoding: str | None = Field(
        None, description="Encodage, quand celui que le fichier déclare n'est pas le sien ; reconnu sinon."
    )
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

    @field_validator("split_at")
    @classmethod
    def _split_at_is_named(cls, value: tuple[str, ...], info: Any) -> tuple[str, ...]:  # noqa: ANN401 - pydantic's own
        known = info.data.get("record_sets", {})
        for name in value:
            if name not in known:
                raise ValueError(f"{name}: no such record set")
        return value

    @cached_property
    def rules(self) -> Rules:
        """Compile what is said of records."""
        return Rules.of(self.record_sets, "/", self.skip, self.binary)
