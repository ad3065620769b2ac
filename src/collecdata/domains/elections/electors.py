"""Electors one at a time: dates of birth known in part, places of birth, spoilt accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.domains.elections.roll import ELECTORS
from collecdata.domains.etat_civil.communes import checks
from collecdata.domains.garbled import garbled
from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import bools, texts
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

PRECISION = "naissance_date_precision"


def _incomplete(batch: pa.RecordBatch) -> Mask:
    return bools(pc.is_in(decode(batch.column(PRECISION)), value_set=texts(["mois", "annee", "inconnue"])))


BIRTH = RowCheck("elections.birth_incomplete", "naissance_date_brute", (PRECISION,), _incomplete)
RULES = Rules(
    finish=(
        row_checks("electeurs_naissance", ELECTORS, (BIRTH,)),
        row_checks("electeurs_communes", ELECTORS, checks("naissance_commune_code", "naissance_date")),
        row_checks("electeurs_texte", ELECTORS, (garbled("nom_famille"), garbled("nom_usage"), garbled("prenoms"))),
    )
)
