"""SIREN and SIRET with their check digits (La Poste's exception included), RNA by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.checks.constraints import unlike
from collecdata.kernels.identifiers import bad_checksum
from collecdata.validation.rules.base import RowRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.rules.base import Cells

__all__ = ["Rna", "Siren", "Siret"]


class Siren(RowRule):
    """Nine digits, of which the last is computed from the others."""

    name, code = "siren", "rule.siren"
    kind, form = "siren", "^[0-9]{9}$"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark the numbers of the wrong length or sum."""
        found = cells[self.field]
        wrong: Mask = (unlike(self.form)(found.texts) | bad_checksum(found.texts, self.kind)) & ~found.missing
        return wrong


class Siret(Siren):
    """A SIREN, and five digits of the establishment."""

    name, code = "siret", "rule.siret"
    kind, form = "siret", "^[0-9]{14}$"


class Rna(RowRule):
    """The letter W and nine digits or letters: number of an association in the national directory."""

    name, code = "code-rna", "rule.rna"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark what does not have the form."""
        found = cells[self.field]
        return np.asarray(unlike("^W[0-9A-Z][0-9]{8}$")(found.texts) & ~found.missing)
