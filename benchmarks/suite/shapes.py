"""The two shapes of data that are measured: what each column is, said once for every engine and for the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["PAYROLL", "SHAPES", "SIREN", "UNIQUE", "Column", "Shape"]

SIREN = "123456782"
"""Owner of the rows; nobody's."""

Kind = Literal["text", "integer", "decimal", "date", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the export: dates are dd/mm/yyyy, decimals have a comma, flags are O or N.

    `grouped` amounts carry blanks or no-break blanks between thousands, which no peer reads by itself.
    """

    name: str
    kind: Kind = "text"
    precision: int = 12
    scale: int = 2
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One export; `adapter` and `table` say how collecdata reads it (benchmarks/catalogue)."""

    name: str
    adapter: str
    table: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        """Names of the columns, in file order."""
        return [column.name for column in self.columns]


PAYROLL = Shape(
    "payroll",
    "banc-paie",
    "banc.paie",
    (
        Column("MATRICULE"),
        Column("NUM_SECU"),
        Column("NOM"),
        Column("PRENOM"),
        Column("DATE_NAISSANCE", "date"),
        Column("CODE_GRADE"),
        Column("ECHELON", "integer"),
        Column("INDICE_BRUT", "integer"),
        Column("INDICE_MAJORE", "integer"),
        Column("QUOTITE", "decimal", precision=5),
        Column("CODE_RUBRIQUE"),
        Column("LIBELLE_RUBRIQUE"),
        Column("BASE", "decimal", grouped=True),
        Column("TAUX", "decimal", precision=9, scale=4),
        Column("MONTANT", "decimal", grouped=True),
        Column("DATE_PAIE", "date"),
        Column("STATUT"),
        Column("SERVICE"),
        Column("IMPOSABLE", "flag"),
        Column("OBSERVATION"),
    ),
)
"""A payroll journal: a few thousand agents, some thirty rubrics, month after month. Nearly everything repeats."""

UNIQUE = Shape(
    "unique",
    "banc-facture",
    "banc.facture",
    (
        Column("NUMERO"),
        Column("REFERENCE"),
        Column("RAISON_SOCIALE"),
        Column("ADRESSE"),
        Column("COURRIEL"),
        Column("OBJET"),
        Column("DATE_FACTURE", "date"),
        Column("DATE_ECHEANCE", "date"),
        Column("QUANTITE", "decimal", scale=3),
        Column("MONTANT_HT", "decimal", grouped=True),
        Column("MONTANT_TVA", "decimal"),
        Column("MONTANT_TTC", "decimal"),
    ),
)
"""Invoices of as many suppliers: nearly every cell of a block is met once, so that dictionaries cannot help."""

SHAPES = {shape.name: shape for shape in (PAYROLL, UNIQUE)}
