"""What an adapter says of a DSN."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

from collecdata.readers.base import BLOCK

__all__ = ["DsnOptions"]

_PIECE = BLOCK * 3 // 2
"""A piece makes hundreds of columns, each at a cost of its own: larger ones save a fifth of a conversion."""
_BLOCK_CODE = re.compile(r"S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}")


class DsnOptions(BaseModel):
    """Options of the reader `dsn`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_sets: dict[str, str] = Field(
        default_factory=dict,
        description=(
            "Nom donné aux blocs de la norme : `individu: S21.G00.30`. Un bloc que rien ne nomme porte son code. Les "
            "colonnes sont les rubriques, sous leur code entier (`S21.G00.30.002`) ; celles que la norme ne connaît "
            "pas vont dans le jeu `hors_norme`."
        ),
    )
    block: int = Field(_PIECE, ge=1, description="Octets lus à la fois.")

    @field_validator("record_sets")
    @classmethod
    def _blocks_are_codes(cls, value: dict[str, str]) -> dict[str, str]:
        for block in value.values():
            if not _BLOCK_CODE.fullmatch(block):
                raise ValueError(f"{block}: not the code of a block (S21.G00.30)")
        if len(set(value.values())) < len(value):
            raise ValueError("a block has only one name")
        return value
