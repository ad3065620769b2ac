"""What an adapter may say of a spreadsheet."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, NonNegativeInt

__all__ = ["ExcelOptions", "Texts", "compiled"]


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return (value,) if isinstance(value, str) else value


def compiled(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return regular expressions once they are known to compile. Raises `ValueError`."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern}: {error}") from None
    return patterns


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class ExcelOptions(BaseModel):
    """Options of the reader `excel`; all but `sheet` mean what they mean to the reader `csv`, which shares adapters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str | None = Field(
        None,
        min_length=1,
        description="Feuille à lire : nom, motif (`Export*`) ou rang à partir de 1 ; la première non vide sinon.",
    )
    header: bool = Field(default=True, description="Si la feuille nomme ses colonnes.")
    title_lines: Literal["auto"] | NonNegativeInt = Field("auto", description="Lignes de titre au-dessus de l'en-tête.")
    columns: Texts = Field((), description="Noms des colonnes d'une feuille qui ne les nomme pas.")
    footer: Annotated[Texts, AfterValidator(compiled)] = Field(
        (), description="Expressions régulières : première cellule des lignes de pied, outre `Total`, `Total général`…"
    )
    decimal: Literal[",", "."] = Field(".", description="Marque décimale dont les nombres sont écrits.")
    date: Texts = Field(("%Y-%m-%d",), min_length=1, description="Formats dont les dates sont écrites.")
    true: Texts = Field(("true",), min_length=1, description="Texte d'une cellule vraie : le premier.")
    false: Texts = Field(("false",), min_length=1, description="Texte d'une cellule fausse : le premier.")
