"""Registers: one whose closing is not known keeps all its acts from being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import nulls

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

CLOSING = "registre_cloture_date"


def _not_closed(batch: pa.RecordBatch) -> Mask:
    return nulls(batch.column(CLOSING))


CHECKS = (RowCheck("etat_civil.register_open", "id_registre", (CLOSING,), _not_closed),)
RULES = Rules(finish=(row_checks("registers", "etat_civil.registre", CHECKS),))
