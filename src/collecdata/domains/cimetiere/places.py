"""Places: what a plot is said to hold against what it can hold, and against those who are buried in it."""

from __future__ import annotations

from dataclasses import dataclass
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
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

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
    taken = _Taken.of(tables[BURIALS])
    for batch in tables[PLOTS]:
        said = decode(batch.column(TAKEN))
        counted, known = taken.at(batch.column("id_emplacement"))
        rows = np.flatnonzero(known & (counted != cents(said)) & ~nulls(said))
        if len(rows):
            yield from placed("cimetiere.places_differ", batch, rows, PLOTS, TAKEN, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Places taken in each plot in which somebody is, the plots known by a hash, in order.

    Two plots taken for one another by accident: odds of rows x rows / 2**64, and a warning for nothing.
    """

    plots: NDArray[np.uint64]
    places: NDArray[np.int64]
    unknown: Mask
    """Plots of one of whose burials the places are not known."""

    @classmethod
    def of(cls, burials: Iterator[pa.RecordBatch]) -> _Taken:
        """Sum the burials, batch by batch: what is held is one row a plot and batch."""
        met = [cls(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.bool_))]
        for batch in burials:
            plots, sizes = batch.column("id_emplacement"), decode(batch.column("inhumation_places"))
            there = ~bools(decode(batch.column("est_exhume"))) & ~nulls(plots)
            met.append(cls._summed(hash_rows([plots])[there], cents(sizes)[there], nulls(sizes)[there]))
        parts = ([getattr(one, name) for one in met] for name in ("plots", "places", "unknown"))
        return cls._summed(*map(np.concatenate, parts))

    @classmethod
    def _summed(cls, plots: NDArray[np.uint64], places: NDArray[np.int64], unknown: Mask) -> _Taken:
        each, place = np.unique(plots, return_inverse=True)
        total = np.zeros(len(each), np.int64)
        np.add.at(total, place, places)
        return cls(each, total, np.bincount(place, unknown, len(each)) > 0)

    def at(self, plots: pa.Array) -> tuple[NDArray[np.int64], Mask]:
        """Return the places taken in each plot, none where nobody is, and whether they are known."""
        wanted = hash_rows([plots])
        if not len(self.plots):
            return np.zeros(len(wanted), np.int64), np.ones(len(wanted), np.bool_)
        place = np.minimum(np.searchsorted(self.plots, wanted), len(self.plots) - 1)
        there = self.plots[place] == wanted
        return np.where(there, self.places[place], 0), ~(there & self.unknown[place])


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
