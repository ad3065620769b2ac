"""Circulation: dates of loans, card numbers and barcodes that a spreadsheet or a label spoilt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.domains.placed import RowCheck, like, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import integers, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

SCIENTIFIC = r"^\d+(?:[.,]\d+)?[eE]\+?\d+$"
"""What a spreadsheet makes of a long number: `2,08E+13`. The last digits are lost."""
STARRED = r"^\*.*\*$"
"""The start and stop marks of Code 39, printed with the barcode and no part of it."""


def _before(earlier: str, later: str) -> RowCheck:
    """Check that a date is not after another; either may be unknown."""

    def bad(batch: pa.RecordBatch) -> Mask:
        first, second = decode(batch.column(earlier)), decode(batch.column(later))
        wrong: Mask = integers(second) < integers(first)
        return wrong & ~nulls(first) & ~nulls(second)

    return RowCheck("mediatheque.dates_order", later, (earlier,), bad, params={"earlier": earlier})


RULES = Rules(
    finish=(
        row_checks(
            "prets",
            "mediatheque.pret",
            (
                _before("pret_date", "rendu_date"),
                _before("pret_date", "retour_prevu_date"),
                like("mediatheque.scientific", "code_barres", SCIENTIFIC),
                like("mediatheque.starred", "code_barres", STARRED),
            ),
        ),
        row_checks(
            "reservations",
            "mediatheque.reservation",
            (
                _before("reservation_date", "annulation_date"),
                _before("disponible_date", "reservation_fin_date"),
                like("mediatheque.starred", "code_barres", STARRED),
            ),
        ),
        row_checks(
            "cartes",
            "mediatheque.lecteur",
            (
                _before("inscription_date", "expiration_date"),
                like("mediatheque.scientific", "carte_numero", SCIENTIFIC),
                like("mediatheque.starred", "carte_numero", STARRED),
            ),
        ),
        row_checks(
            "codes_barres",
            "mediatheque.exemplaire",
            (
                like("mediatheque.scientific", "code_barres", SCIENTIFIC),
                like("mediatheque.starred", "code_barres", STARRED),
            ),
        ),
    )
)
