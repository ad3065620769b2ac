"""What an adapter may say of a SYLK report."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt

from collecdata.readers.excel.options import Texts, compiled

__all__ = ["SylkOptions"]


class SylkOptions(BaseModel):
    """Options of the reader `sylk`; they mean what they mean to `csv` and `excel`, which share adapters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_lines: Literal["auto"] | NonNegativeInt = Field("auto", description="Lignes de titre au-dessus de l'en-tête.")
    footer: Annotated[Texts, AfterValidator(compiled)] = Field(
        (), description="Expressions régulières : première cellule des lignes de pied, outre `Total`, `Total général`…"
    )
    decimal: Literal[",", "."] = Field(".", description="Marque décimale dont les nombres sont écrits.")
    date: Texts = Field(("%Y-%m-%d",), min_length=1, description="Formats dont les dates sont écrites : le premier.")
    encoding: Literal["cp1252", "utf-8", "cp850"] | None = Field(
        None, description="Encodage des octets hors ASCII ; UTF-8 s'ils en sont, cp1252 sinon."
    )
