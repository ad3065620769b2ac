"""The statistic of loans as it may be published: small counts masked, columns that shifted, accents that were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.mediatheque.catalogue import RESIDUE
from collecdata.domains.placed import like, row_checks
from collecdata.domains.rules import Derive, Rules
from collecdata.kernels.buffers import bools, from_bools, from_int64, integers, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

__all__ = ["RULES", "SMALLEST"]

TABLE = "mediatheque.statistique_pret"
SMALLEST = 5
"""Loans below which a count that says an age or a place of residence is masked: it might point to somebody."""
PERSONAL = ("age_classe", "residence_code_postal")
"""Fields that say something of the readers: a count of loans of a title alone says nothing of anybody."""
SHIFTED = r"^[A-Z]{0,3}\d{2,3}(?:\.\d+)?|^\d"
"""A call number where the code of a site is expected: the sign that the columns of a row have shifted."""


def _mask(batch: pa.RecordBatch) -> Mapping[str, pa.Array]:
    """Take small counts out, and say where."""
    counts = decode(batch.column("prets"))
    known = ~nulls(counts)
    personal = np.zeros(batch.num_rows, np.bool_)
    for name in PERSONAL:
        personal |= ~nulls(batch.column(name))
    small = known & personal & (integers(counts) < SMALLEST) & (integers(counts) > 0)
    earlier = decode(batch.column("cellule_masquee"))
    masked = small | (bools(earlier) & ~nulls(earlier))
    return {
        "prets": from_int64(integers(counts), ~known | small),
        "cellule_masquee": from_bools(masked),
    }


RULES = Rules(
    derive=(Derive(TABLE, ("prets", "cellule_masquee", *PERSONAL), ("prets", "cellule_masquee"), _mask),),
    finish=(
        row_checks(
            "statistique_pret",
            TABLE,
            (
                RESIDUE,
                like("mediatheque.shifted", "site_code", SHIFTED),
            ),
        ),
    ),
)
