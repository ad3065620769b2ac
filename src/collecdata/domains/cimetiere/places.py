"""Places: what a plot is said to hold against what it can hold, and against those who are buried in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.amounts import cents
from collecdata.domains.placed import RowCheck, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, nulls
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

PLOTS, BURIALS = "cimetiere.emplacement", "cimetiere.inhumation"
PLACES, TAKEN, FREE = "places_nombre", "places_occupees", "emplacement_est_libre"


def _exceeded(batch: pa.RecordBatch) -> Mask:
    return bools(pc.greater(decode(batch.column(TAKEN)), decode(batch.column(PLACES))))


def _free_yet_taken(batch: pa.RecordBatch) -> Mask:
    return bools(decode(batch.column(FREE))) & (cents(decode(batch.column(TAKEN))) > 0)


def occupancy(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the plots whose places taken are not the sum of those of the people in them (exhumed: no longer).

    Only plots in which somebody is are judged, and those said to hold somebody; one of whose burials the places are
    not known is not.
    """
    taken: dict[str, int | None] = defaultdict(int)
    for batch in tables[BURIALS]:
        there = ~bools(decode(batch.column("est_exhume")))
        sizes = decode(batch.column("inhumation_places"))
        plots = decode(batch.column("id_emplacement")).to_pylist()
        for plot, size, unknown, in_place in zip(plots, cents(sizes).tolist(), nulls(sizes), there, strict=True):
            if plot is not None and in_place:
                known = taken[plot]
                taken[plot] = None if unknown or known is None else known + size
    for batch in tables[PLOTS]:
        said = decode(batch.column(TAKEN))
        counted = [taken.get(plot, 0) for plot in decode(batch.column("id_emplacement")).to_pylist()]
        differs = np.array(
            [one is not None and one != whole for one, whole in zip(counted, cents(said).tolist(), strict=True)]
        )
        rows = np.flatnonzero(differs & ~nulls(said))
        if len(rows):
            yield from placed("cimetiere.places_differ", batch, rows, PLOTS, TAKEN, Severity.WARNING)


CHECKS = (
    RowCheck("cimetiere.places_exceeded", TAKEN, (PLACES,), _exceeded),
    RowCheck("cimetiere.free_yet_taken", TAKEN, (FREE,), _free_yet_taken),
)
RULES = Rules(
    finish=(
        row_checks("emplacements_places", PLOTS, CHECKS),
        Finish(
            "emplacements_occupation",
            {
                PLOTS: ("id_emplacement", TAKEN, SOURCE, LINE),
                BURIALS: ("id_emplacement", "inhumation_places", "est_exhume"),
            },
            occupancy,
        ),
    )
)
