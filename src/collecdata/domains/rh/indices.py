"""Indices: the indice majoré that goes with an indice brut.

Source: décret n° 82-1105 du 23 décembre 1982, barème A, as it stands since 1 January 2024, for the indices of
the common scales of categories C and B.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.catalogue.careers import scale
from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.distinct import decode, on_distinct

if TYPE_CHECKING:
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

SITUATIONS = "rh.situation"
GROSS, PAID, SINCE = "indice_brut", "indice_majore", "situation_debut"
FIRST_DAY = dt.date(2024, 1, 1)


def _apart(situations: pa.RecordBatch) -> Mask:
    """Tell the situations whose two indices are not a pair of the scale; one that the scale does not have is not."""
    right = decode(on_distinct(situations.column(GROSS), _paid))
    paid, since = decode(situations.column(PAID)), decode(situations.column(SINCE))
    asked = ~nulls(right) & ~nulls(paid) & ~nulls(since)
    asked &= integers(since.cast(pa.int32())) >= (FIRST_DAY - dt.date(1970, 1, 1)).days
    bad: Mask = asked & (np.asarray(integers(right)) != integers(paid))
    return bad


def _paid(gross: pa.StringArray) -> pa.Int64Array:
    known = scale()
    found = np.array([known.get(word, -1) for word in gross.to_pylist()], np.int64)
    return from_int64(found, found < 0)


RULES = Rules(
    finish=(row_checks("index_pair", SITUATIONS, (RowCheck("rh.index_pair", PAID, (GROSS, PAID, SINCE), _apart),)),)
)
