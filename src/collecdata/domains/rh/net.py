"""What a code of the nomenclature des emplois territoriaux says of a career, where the source does not say it itself.

Source: nomenclature des emplois territoriaux, 2016-2017 (four characters: statut, filière, cadre d'emplois, rank).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.catalogue.careers import NET, net
from collecdata.domains.placed import like, row_checks
from collecdata.domains.rules import Derive, Rules
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RULES", "from_net"]

SITUATIONS, CODE = "rh.situation", "net_code"
TOLD = tuple(field for field in NET if field != "versant")
DATES = "^(36951|37316|37681)$"
"""MAR1, MAR2 and MAR3 (rédacteurs), once a spreadsheet has taken them for days of March and counted from 1900."""


def from_net(situations: pa.RecordBatch) -> dict[str, pa.Array]:
    """Fill what the code tells and the source does not."""
    codes = situations.column(CODE)
    if codes.null_count == len(codes):
        return {field: situations.column(field) for field in TOLD}
    return {field: pc.coalesce(decode(situations.column(field)), net(codes, field)) for field in TOLD}


RULES = Rules(
    derive=(Derive(SITUATIONS, (CODE, *TOLD), TOLD, from_net),),
    finish=(
        row_checks(
            "grade_as_date", SITUATIONS, tuple(like("rh.grade_as_date", field, DATES) for field in (CODE, "grade_code"))
        ),
    ),
)
