"""What an adapter says of a N4DS: which blocks make a row, and which row holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, model_validator

from collecdata.readers.base import BLOCK
from collecdata.readers.nested.rules import Words  # noqa: TC001 - pydantic reads annotations

if TYPE_CHECKING:
    from typing import Self

__all__ = ["BlockSet", "N4dsOptions"]

_BLOCK_CODE = re.compile(r"S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}")


class BlockSet(BaseModel):
    """One record set: the blocks that make its rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    blocks: Words = Field(
        min_length=1,
        description=(
            "Codes de blocs (`S40.G01.00`). Le premier commence une ligne ; les autres la continuent, avec leurs "
            "rubriques pour colonnes."
        ),
    )
    parent: str = Field("", description="Jeu dont une ligne contient celles-ci, nommé avant lui.")
    rubrics: Words = Field(
        (), description="Rubriques à toujours fournir, vides si le fichier ne les a pas ; les autres s'y ajoutent."
    )


class N4dsOptions(BaseModel):
    """Options of the reader `n4ds`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record_sets: dict[str, BlockSet] = Field(
        default_factory=dict,
        description=(
            "Jeux d'enregistrements : `agent: {blocks: S30.G01.00, parent: employeur}`. Les colonnes sont les "
            "rubriques, sous leur code entier (`S30.G01.00.008.010`) ; celles d'autres blocs vont dans `hors_norme`."
        ),
    )
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")

    @model_validator(mode="after")
    def _make_a_tree(self) -> Self:
        known: set[str] = set()
        blocks: set[str] = set()
        for name, given in self.record_sets.items():
            if given.parent and given.parent not in known:
                raise ValueError(f"{name}: {given.parent} is no record set named before it")
            for block in given.blocks:
                if not _BLOCK_CODE.fullmatch(block):
                    raise ValueError(f"{block}: not the code of a block (S30.G01.00)")
                if block in blocks:
                    raise ValueError(f"{block}: of two record sets")
                blocks.add(block)
            known.add(name)
        return self
