"""What an adapter says of a list of properties: the elements and the attributes that make it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from collecdata.readers.base import BLOCK
from collecdata.readers.nested.rules import RecordSet, Words
from collecdata.readers.xml.options import XmlOptions

__all__ = ["ITEM", "NO_VALUE", "PROPERTY", "PropertiesOptions"]

ITEM, PROPERTY = "item", "property"
"""The record sets of the reader `xml` that are read."""
NO_VALUE = "\x00"
"""No attribute is the value of its element."""


class PropertiesOptions(BaseModel):
    """Options of the reader `properties`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str = Field("item", description="Élément qui fait une ligne.")
    property: str = Field("property", description="Élément, dans celui-ci, qui porte une valeur.")
    name: str = Field("name", description="Attribut qui nomme la colonne.")
    value: str = Field("value", description="Attribut qui porte la valeur.")
    columns: Words = Field(
        (), description="Colonnes à toujours fournir ; celles que le début du fichier montre s'y ajoutent."
    )
    block: int = Field(BLOCK, ge=1, description="Octets lus à la fois.")

    def xml(self) -> XmlOptions:
        """Return what the reader `xml` is asked."""
        return XmlOptions(
            record_sets={
                ITEM: RecordSet(path=(self.item,), columns=()),
                PROPERTY: RecordSet(
                    path=(f"{self.item}/{self.property}",), columns=(f"@{self.name}", f"@{self.value}")
                ),
            },
            split_at=(ITEM,),
            value=NO_VALUE,
            block=self.block,
        )
