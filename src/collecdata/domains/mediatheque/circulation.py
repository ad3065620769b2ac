"""Circulation: dates of loans, card numbers and barcodes that a spreadsheet or a label spoilt."""

from __future__ import annotations

from collecdata.domains.placed import in_order, like, row_checks
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

DATES = "mediatheque.dates_order"
SCIENTIFIC = r"^\d+(?:[.,]\d+)?[eE]\+?\d+$"
"""What a spreadsheet makes of a long number: `2,08E+13`. The last digits are lost."""
STARRED = r"^\*.*\*$"
"""The start and stop marks of Code 39, printed with the barcode and no part of it."""


RULES = Rules(
    finish=(
        row_checks(
            "prets",
            "mediatheque.pret",
            (
                in_order(DATES, "pret_date", "rendu_date"),
                in_order(DATES, "pret_date", "retour_prevu_date"),
                like("mediatheque.scientific", "code_barres", SCIENTIFIC),
                like("mediatheque.starred", "code_barres", STARRED),
            ),
        ),
        row_checks(
            "reservations",
            "mediatheque.reservation",
            (
                in_order(DATES, "reservation_date", "annulation_date"),
                in_order(DATES, "disponible_date", "reservation_fin_date"),
                like("mediatheque.starred", "code_barres", STARRED),
            ),
        ),
        row_checks(
            "cartes",
            "mediatheque.lecteur",
            (
                in_order(DATES, "inscription_date", "expiration_date"),
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
