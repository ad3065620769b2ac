"""Dates that come in the wrong order: an end before its beginning, an arrival before a birth."""

from __future__ import annotations

from collecdata.domains.placed import in_order, row_checks
from collecdata.domains.rules import Rules

__all__ = ["ORDERED", "RULES"]

ORDERED = {
    "rh.agent": (("naissance_date", "arrivee_date"), ("arrivee_date", "depart_date")),
    "rh.engagement": (("contrat_debut", "contrat_fin"), ("contrat_debut", "contrat_fin_prevue")),
    "rh.situation": (("situation_debut", "situation_fin"), ("grade_date", "echelon_date")),
    "rh.bulletin": (("bulletin_debut", "bulletin_fin"),),
    "rh.ligne_paie": (("rappel_debut", "rappel_fin"),),
    "rh.absence": (("absence_debut", "absence_fin"), ("absence_debut", "absence_fin_prevue")),
    "rh.affectation": (("affectation_debut", "affectation_fin"),),
    "rh.element_fixe": (("element_debut", "element_fin"),),
    "rh.retenue": (("retenue_debut", "retenue_fin"),),
    "rh.arrete": (("effet_date", "effet_fin"),),
}
"""By table, the pairs of dates of which the second may not come before the first."""


RULES = Rules(
    finish=tuple(
        row_checks("dates_order", table, tuple(in_order("rh.dates_order", *pair) for pair in pairs))
        for table, pairs in ORDERED.items()
    )
)
