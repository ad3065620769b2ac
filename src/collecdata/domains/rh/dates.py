"""Dates that come in the wrong order: an end before its beginning, an arrival before a birth."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import bools
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collecdata.domains.rules import Finish
    from collecdata.kernels.buffers import Mask

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


def _before(first: str, second: str, rows: pa.RecordBatch) -> Mask:
    early = pc.less(decode(rows.column(second)), decode(rows.column(first)))
    return bools(pc.fill_null(early, pa.scalar(value=False)))


def _checks(table: str, pairs: tuple[tuple[str, str], ...]) -> Finish:
    checks = tuple(
        RowCheck("rh.dates_order", second, (first, second), partial(_before, first, second), params={"first": first})
        for first, second in pairs
    )
    return row_checks("dates_order", table, checks)


RULES = Rules(finish=tuple(_checks(table, pairs) for table, pairs in ORDERED.items()))
