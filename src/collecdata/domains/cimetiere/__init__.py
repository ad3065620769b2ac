"""Cemeteries: what must hold, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.cimetiere import concessions, dates, places
from collecdata.domains.garbled import garbled
from collecdata.domains.placed import row_checks
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

NAMES = Rules(
    finish=(
        row_checks("defunts_texte", "cimetiere.defunt", (garbled("nom_famille"), garbled("prenoms"))),
        row_checks("ayants_droit_texte", "cimetiere.ayant_droit", (garbled("nom_famille"), garbled("prenoms"))),
        row_checks("emplacements_texte", "cimetiere.emplacement", (garbled("emplacement_famille"),)),
    )
)
RULES = Rules.joined(dates.RULES, concessions.RULES, places.RULES, NAMES)
