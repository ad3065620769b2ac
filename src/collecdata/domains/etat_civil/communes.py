"""Codes of communes, held against the code officiel géographique on the day of what they place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.catalogue.cog import FIRST_DAY, cog
from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import integers, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES", "checks"]


def checks(code: str, day: str) -> tuple[RowCheck, ...]:
    """Return what is checked of one field of code, and the field of the day that it is of.

    A code of four characters that is one with a leading zero lost it in a spreadsheet: that is said, and no more.
    """

    def short(batch: pa.RecordBatch) -> Mask:
        return cog().without_zero(batch.column(code))

    def unknown(batch: pa.RecordBatch) -> Mask:
        codes = batch.column(code)
        return ~nulls(codes) & ~cog().known(codes) & ~short(batch)

    def out_of_date(batch: pa.RecordBatch) -> Mask:
        codes, days = batch.column(code), _days(batch.column(day))
        return cog().known(codes) & ~cog().in_force(codes, days, days)

    return (
        RowCheck("etat_civil.code_zero", code, (), short),
        RowCheck("etat_civil.code_unknown", code, (), unknown),
        RowCheck("etat_civil.code_out_of_date", code, (day,), out_of_date),
    )


def _days(column: pa.Array) -> NDArray[np.int64]:
    """Return days since 1970; one of which nothing is said where there is none."""
    days = decode(column).cast(pa.int32())
    return np.where(nulls(days), FIRST_DAY - 1, integers(days)).astype(np.int64)


ACT = row_checks("communes_actes", "etat_civil.acte", checks("fait_commune_code", "fait_date"))
PERSON = row_checks("communes_personnes", "etat_civil.personne", checks("naissance_commune_code", "naissance_date"))
RULES = Rules(finish=(ACT, PERSON))
