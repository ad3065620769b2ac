"""Concessions: a duration that its own words, years and dates agree on; somebody who holds it.

Source: code général des collectivités territoriales, art. L. 2223-14 (durations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import gathered
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

GRANTS, HOLDERS = "cimetiere.concession", "cimetiere.ayant_droit"
DURATION, YEARS, START, END = "concession_duree", "concession_duree_annees", "concession_date", "concession_terme_date"
LASTING = {"temporaire": (1, 15), "trentenaire": (30, 30), "cinquantenaire": (50, 50), "centenaire": (100, 100)}
"""Years that each duration may have."""
PERPETUAL = "perpetuelle"


def _contradicts(batch: pa.RecordBatch) -> Mask:
    """Mark durations that their number of years, or a term, contradicts."""
    said, years, end = (decode(batch.column(name)) for name in (DURATION, YEARS, f"{END}_edtf"))
    given = ~nulls(years)
    number = np.where(given, integers(years), 0)
    wrong = _is(said, PERPETUAL) & (~nulls(end) | (number > 0))
    for code, (least, most) in LASTING.items():
        wrong |= _is(said, code) & given & ((number < least) | (number > most))
    return wrong


def _misses(batch: pa.RecordBatch) -> Mask:
    """Mark terms that are not the grant's year plus the duration, give or take one: a renewal, or a mistyped year."""
    start, end, years = (decode(batch.column(name)) for name in (START, END, YEARS))
    apart = pc.subtract(pc.subtract(pc.year(end), pc.year(start)), years)
    wrong: Mask = (np.abs(integers(apart)) > 1) & ~nulls(apart)
    return wrong


def _is(said: pa.Array, code: str) -> Mask:
    return bools(pc.equal(said, texts([code])[0]))


def without_holder(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the concessions whose place nobody is said to hold."""
    holders = gathered(tables[HOLDERS])
    if holders is None:
        return
    held = holders["id_emplacement"].filter(pc.equal(holders["ayant_droit_qualite"], texts(["concessionnaire"])[0]))
    for batch in tables[GRANTS]:
        rows = np.flatnonzero(~bools(pc.is_in(decode(batch.column("id_emplacement")), value_set=held)))
        if len(rows):
            yield from placed("cimetiere.no_holder", batch, rows, GRANTS, "id_concession", Severity.WARNING)


TERMS = (
    RowCheck("cimetiere.duration_contradicts", DURATION, (YEARS, f"{END}_edtf"), _contradicts),
    RowCheck("cimetiere.term_differs", END, (START, YEARS), _misses),
)
RULES = Rules(
    finish=(
        row_checks("concessions_terme", GRANTS, TERMS),
        Finish(
            "concessions_titulaire",
            {
                GRANTS: ("id_concession", "id_emplacement", SOURCE, LINE),
                HOLDERS: ("id_emplacement", "ayant_droit_qualite"),
            },
            without_holder,
        ),
    )
)
