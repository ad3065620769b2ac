"""Dates that come in the wrong order: a death before a birth, a burial before a death, a term before its grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.placed import in_order, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import Known
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["ORDERED", "RULES"]

DECEASED, BURIALS = "cimetiere.defunt", "cimetiere.inhumation"
ORDERED = {
    DECEASED: (("naissance_date", "deces_date"),),
    "cimetiere.concession": (("concession_date", "concession_terme_date"),),
    BURIALS: (("inhumation_date", "reduction_date"), ("inhumation_date", "exhumation_date")),
    "cimetiere.operation": (("operation_date", "operation_fin_date"),),
}
"""By table, the pairs of dates of which the second may not come before the first."""


def buried_alive(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the burials dated before the death of the person buried."""
    died = Known.of(tables[DECEASED], "id_defunt", "deces_date")
    if died is None:
        return
    for batch in tables[BURIALS]:
        rows = np.flatnonzero(bools(pc.less(decode(batch.column("inhumation_date")), died(batch.column("id_defunt")))))
        if len(rows):
            code, field = "cimetiere.burial_before_death", "inhumation_date"
            yield from placed(code, batch, rows, BURIALS, field, Severity.WARNING)


RULES = Rules(
    finish=(
        *(
            row_checks("dates_order", table, tuple(in_order("cimetiere.dates_order", *pair) for pair in pairs))
            for table, pairs in ORDERED.items()
        ),
        Finish(
            "inhumation_deces",
            {DECEASED: ("id_defunt", "deces_date"), BURIALS: ("id_defunt", "inhumation_date", SOURCE, LINE)},
            buried_alive,
        ),
    )
)
