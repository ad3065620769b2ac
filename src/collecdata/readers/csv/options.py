"""What an adapter may say of a delimited text file; whatever it leaves out is found in the file."""

from __future__ import annotations

import codecs
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from collecdata.readers.base import BLOCK

__all__ = ["CsvOptions", "RecordSet", "When"]

_WRITTEN = {"tab": "\t", "tabulation": "\t", "\\t": "\t", "\\n": "\n", "\\r": "\r", "\\r\\n": "\r\n"}
"""Ways to write characters that YAML hides."""


class When(BaseModel):
    """What tells records of one type: the cell of one column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: int = Field(ge=1, description="Numéro de la colonne, la première étant 1.")
    equals: tuple[str, ...] = Field(min_length=1, description="Valeurs de cette colonne.")

    @field_validator("equals", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class RecordSet(BaseModel):
    """One type of record of a file that has several."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: When = Field(description="Marque qui distingue ces enregistrements.")
    columns: tuple[str, ...] = Field(min_length=1, description="Noms des colonnes, dans l'ordre.")


class CsvOptions(BaseModel):
    """Options of the reader `csv`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: str | None = Field(None, description="Encodage (`utf-8`, `cp1252`, `cp850`…) ; deviné sinon.")
    delimiter: str | None = Field(None, min_length=1, description="Séparateur de colonnes (`;`, `tab`) ; deviné sinon.")
    quote: str = Field('"', description="Guillemet qui entoure une cellule, ou `none` si le format n'en a pas.")
    escape: str | None = Field(None, min_length=1, max_length=1, description="Caractère qui rend le suivant ordinaire.")
    record_separator: str | None = Field(
        None, min_length=1, description="Fin d'enregistrement quand ce n'est pas la fin de ligne (`~`)."
    )
    header: bool = Field(default=True, description="Si le fichier nomme ses colonnes.")
    columns: tuple[str, ...] = Field(
        (), description="Noms des colonnes d'un fichier qui ne les nomme pas (`header: false`)."
    )
    optional: tuple[str, ...] = Field(
        (), description="Parmi `columns`, celles qui peuvent manquer à la fin d'une ligne ; alors vides."
    )
    record_sets: dict[str, RecordSet] = Field(
        {},
        description=(
            "Types d'enregistrements d'un fichier sans en-tête qui en a plusieurs : `when` (`column`, `equals`) et "
            "`columns` ; ceux d'aucun type sont rejetés."
        ),
    )
    skip_lines: int = Field(0, ge=0, description="Lignes à passer en tête de fichier, quoi qu'elles contiennent.")
    title_lines: Literal["auto"] | int = Field("auto", description="Lignes de titre au-dessus de l'en-tête.")
    footer: tuple[str, ...] = Field(
        (), description="Expressions régulières : première cellule des lignes de pied, outre `Total`, `Total général`…"
    )
    max_record: int = Field(64 << 20, ge=1 << 16, description="Octets au-delà desquels un enregistrement est refusé.")
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")

    @model_validator(mode="before")
    @classmethod
    def _columns_name_a_file_without_header(cls, given: Any) -> Any:  # noqa: ANN401 - what pydantic gives
        if not isinstance(given, dict):
            return given
        if not (
            given.get("columns") or given.get("record_sets")
        ):  # where the file names its columns, those that are absent are not named
            return {key: value for key, value in given.items() if key != "optional"}
        if given.get("header") in (True, "true"):
            raise ValueError("columns: names the columns of a file without header, not of one that has its own")
        return {**given, "header": False}

    @field_validator("delimiter", "record_separator", "quote", "escape", mode="before")
    @classmethod
    def _written(cls, value: object) -> object:
        return _WRITTEN.get(value, value) if isinstance(value, str) else value

    @field_validator("columns", "optional", "footer", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("quote")
    @classmethod
    def _quote_is_a_character(cls, value: str) -> str:
        if value in ("", "none"):
            return ""
        if len(value) != 1 or not value.isascii():
            raise ValueError("one ASCII character, or none")
        return value

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            "a".encode(value)
        except LookupError:
            raise ValueError(f"unknown encoding: {value}") from None
        name = codecs.lookup(value).name
        return "utf-8" if name == "utf-8-sig" else name

    @model_validator(mode="after")
    def _types_go_without_columns(self) -> CsvOptions:
        if self.record_sets and self.columns:
            raise ValueError("columns: each of `record_sets` has its own")
        return self

    @field_validator("title_lines")
    @classmethod
    def _title_lines_are_counted(cls, value: Literal["auto"] | int) -> Literal["auto"] | int:
        if value != "auto" and value < 0:
            raise ValueError("auto, or a number of lines")
        return value

    def fewest(self, columns: tuple[str, ...]) -> int:
        """Cells that a record of these columns has at least: all, without the optional ones at the end."""
        count = len(columns)
        while count and columns[count - 1] in self.optional:
            count -= 1
        return count

    @field_validator("footer")
    @classmethod
    def _footer_compiles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern}: {error}") from None
        return value
