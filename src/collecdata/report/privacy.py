"""What a report may show of a value: everything if it is public or internal, else its shape and nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collecdata.catalogue.table import Table

__all__ = ["SHOWN", "Classes", "mask"]

SHOWN = 1
"""Highest confidentiality class whose values are shown."""
LONGEST = 24


def mask(value: str) -> str:
    """Show the shape of a value: what one needs to see that a date is the wrong way round, and no more.

    Letters become `A` or `a`, digits `9`; signs and spaces stay, and what is long is cut.

    >>> mask("31/02/1980"), mask("Zoé DUPONT-É"), mask("2A5068"), mask("")
    ('99/99/9999', 'Aaa AAAAAA-A', '9A9999', '')
    """
    shape = "".join(map(_shape, value[:LONGEST]))
    return f"{shape}…" if len(value) > LONGEST else shape


def _shape(character: str) -> str:
    if character.isnumeric():
        return "9"
    if character.isalpha():
        return "A" if character.isupper() else "a"
    return character if character.isprintable() else " "


@dataclass(frozen=True, slots=True)
class Classes:
    """Confidentiality class of every field of the tables of a run; a field that is not known is as sensitive as can be.

    >>> classes = Classes({("compta.ecriture", "debit"): 0, ("rh.agent", "nom"): 3})
    >>> classes.show("compta.ecriture", "debit", "12,5"), classes.show("rh.agent", "nom", "DUPONT")
    ('12,5', 'AAAAAA')
    >>> classes.show("", "", "Dupont"), classes.show("compta.ecriture", "debit, credit", "1 | 2")
    ('Aaaaaa', '9 | 9')
    """

    known: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Table]) -> Classes:
        """Take the classes of the output fields of some tables."""
        return cls({(table.id, one.name): one.confidentialite for table in tables for one in table.output_fields})

    def shown(self, table: str, names: str) -> bool:
        """Whether values of a field, or of fields separated by commas (a key), may be shown."""
        keys = [(table, name.strip()) for name in names.split(",")]
        return all(key in self.known and self.known[key] <= SHOWN for key in keys)

    def show_all(self, table: str, names: str, values: Sequence[str | None]) -> tuple[str | None, ...]:
        """Return values, or their shapes."""
        if not values or self.shown(table, names):
            return tuple(values)
        return tuple(None if one is None else mask(one) for one in values)

    def show(self, table: str, names: str, value: str) -> str:
        """Return the value, or its shape."""
        return value if self.shown(table, names) else mask(value)
