"""Polling stations: electors without one, order numbers that several electors of one bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.domains.elections.roll import ELECTORS, shared
from collecdata.domains.placed import RowCheck, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import gathered
from collecdata.issues import Severity
from collecdata.kernels.buffers import nulls
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

STATION, ORDER, LIST = "bureau_code", "numero_ordre", "liste_type"


def order_numbers(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the order numbers that several electors of one list and one station bear."""
    roll = gathered(tables[ELECTORS])
    if roll is None:
        return
    labels = row_labels([roll.column(name) for name in (LIST, STATION, ORDER)])
    rows = shared(labels, ~nulls(roll.column(ORDER)))
    if len(rows):
        yield from placed("elections.order_twice", roll, rows, ELECTORS, ORDER, Severity.WARNING)


def _nowhere(batch: pa.RecordBatch) -> Mask:
    return nulls(batch.column(STATION))


RULES = Rules(
    finish=(
        row_checks("electeurs_bureau", ELECTORS, (RowCheck("elections.no_station", STATION, (), _nowhere),)),
        Finish("electeurs_ordre", {ELECTORS: (LIST, STATION, ORDER, SOURCE, LINE)}, order_numbers),
    )
)
