"""People met several times: twice on one list, on both complementary lists, on lists that exclude one another.

Source: code électoral, art. LO 227-2; loi n° 77-729 du 7 juillet 1977, art. 2-1: citizens of another State of the Union
may be on either complementary list or on both; the main list is of French electors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.elections.roll import ELECTORS, shared
from collecdata.domains.placed import placed
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import gathered
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, nulls, texts
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["RULES"]

LIST, MAIN = "liste_type", "principale"
IDENTITY = ("nom_famille", "prenoms", "naissance_date_edtf")
"""What tells people apart in a roll that has no number of theirs; those whose birth is not known are not judged."""


def met_twice(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the people who are on one list several times, and those who are on several."""
    roll = gathered(tables[ELECTORS])
    if roll is None:
        return
    judged = ~nulls(roll.column("naissance_date_edtf"))
    people = row_labels([roll.column(name) for name in IDENTITY])
    entries = row_labels([roll.column(name) for name in (*IDENTITY, LIST)])
    again = shared(entries, judged)
    if len(again):
        yield from placed("elections.person_twice", roll, again, ELECTORS, "nom_famille", Severity.WARNING)
    several = shared(people, judged)
    several = several[~np.isin(several, again)]
    french = people[several[bools(pc.equal(roll.column(LIST), texts([MAIN])[0]))[several]]]
    against = np.isin(people[several], french)
    for code, rows, severity in (
        ("elections.lists_contradict", several[against], Severity.WARNING),
        ("elections.on_two_lists", several[~against], Severity.INFO),
    ):
        if len(rows):
            yield from placed(code, roll, rows, ELECTORS, "nom_famille", severity)


RULES = Rules(finish=(Finish("electeurs_personnes", {ELECTORS: (*IDENTITY, LIST, SOURCE, LINE)}, met_twice),))
