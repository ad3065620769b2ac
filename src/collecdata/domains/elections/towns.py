"""The name of a town, written in several ways under one postcode: nothing can be joined on it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.elections.roll import ELECTORS
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import row_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

__all__ = ["RULES", "plain"]

CODE, TOWN = "code_postal", "ville"
SAINT = re.compile(r"\bSTE?\b")


def plain(name: str) -> str:
    """Return the name of a town without what its spellings differ by.

    >>> {plain(one) for one in ("ST EXEMPLE", "Saint-Exemple", "saint  exemple", "SAINT-EXÉMPLE")}
    {'SAINT EXEMPLE'}
    """
    letters = unicodedata.normalize("NFKD", name.upper())
    words = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return SAINT.sub(lambda found: "SAINT" + found[0][2:], " ".join(words.split()))


def spellings(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell the towns that are written in several ways: how many rows are not written as most are."""
    times: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for batch in tables[ELECTORS]:
        columns = [batch.column(name) for name in (CODE, TOWN)]
        _, first, met = np.unique(row_labels(columns), return_index=True, return_counts=True)
        codes, towns = (decode(column).take(from_int64(first)).to_pylist() for column in columns)
        for code, town, rows in zip(codes, towns, met.tolist(), strict=True):
            if town:
                times[code or "", plain(town)][town] += rows
    for ways in times.values():
        if len(ways) > 1:
            count = sum(ways.values()) - max(ways.values())
            params = {"spellings": str(len(ways)), "rows": str(count)}
            yield Issue(
                "elections.town_spellings", Severity.INFO, table=ELECTORS, field=TOWN, count=count, params=params
            )


RULES = Rules(finish=(Finish("electeurs_villes", {ELECTORS: (CODE, TOWN)}, spellings),))
