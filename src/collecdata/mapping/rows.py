"""Rows made of rows: one for each column of a list, one for each piece of a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels import text
from collecdata.kernels.buffers import from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode, is_encoded, places
from collecdata.kernels.order import ranks
from collecdata.kernels.settle import from_places, places_of
from collecdata.mapping.arrays import merge

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.mapping.arrays import Indices
    from collecdata.mapping.frame import Frame, Ref

__all__ = ["ExplodePlan", "UnpivotPlan", "explode", "unpivot"]


@dataclass(frozen=True, slots=True)
class UnpivotPlan:
    """One row for each of `columns`: its label in `name`, its cell in `value`.

    With `drop_empty`, only where the cell is filled, or one of those `beside` it; never where it is one of `drop`.
    """

    columns: tuple[Ref, ...]
    labels: tuple[str, ...]
    name: str
    value: str
    drop_empty: bool
    beside: tuple[tuple[Ref, ...], ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplodePlan:
    """One row for each piece of `column` cut at `separator`; the piece takes the name `label`."""

    column: Ref
    label: str
    separator: str


def unpivot(frame: Frame, plan: UnpivotPlan) -> Frame:
    """Return the frame of one row a column; the rank is the place of the column in the list, from 1."""
    columns = [frame.text(column) for column in plan.columns]
    wanted = np.stack([~nulls(column) for column in columns], axis=1)
    for place, others in enumerate(plan.beside):
        for other in others:
            wanted[:, place] |= ~nulls(frame.text(other))
    if not plan.drop_empty:
        wanted[:] = True
    if plan.drop:
        wanted &= np.stack([places(column, plan.drop) < 0 for column in columns], axis=1)
    rows, which = np.nonzero(wanted)
    result = frame.at(rows)
    result.made[plan.name] = from_places(which.astype(np.int32), texts(plan.labels))
    result.made[plan.value] = merge(columns, which, rows)
    result.rank = which + 1
    return result


def explode(frame: Frame, plan: ExplodePlan) -> Frame:
    """Return the frame of one row a piece; the rank is the place of the piece in the cell, from 1.

    Empty pieces make no row; a cell without any piece makes one, empty: a row of the source is not lost here.
    """
    column = frame.text(plan.column)
    values = column.dictionary if is_encoded(column) else column
    place = places_of(column) if is_encoded(column) else np.where(nulls(column), -1, np.arange(len(column)))
    pieces, counts, rank = _pieces(values, plan.separator)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    own = np.where(place < 0, 0, np.append(counts, 0)[place])
    repeats = np.maximum(own, 1)
    rows = np.repeat(np.arange(len(column)), repeats)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    piece = np.where(np.repeat(own, repeats) > 0, np.repeat(np.append(starts, 0)[place], repeats) + within, -1)
    again = frame.rank is not None
    result = frame.at(rows)
    made = from_places(piece.astype(np.int32), pieces)
    result.made[plan.label] = made if is_encoded(column) else decode(made)
    result.rank = ranks(result.positions()) if again else np.append(rank, 1)[piece]
    return result


def _pieces(values: pa.StringArray, separator: str) -> tuple[pa.StringArray, Indices, Indices]:
    """Return the pieces of all values that are not empty, how many each value has, and the place of each."""
    lists = pc.split_pattern(values, pattern=separator)
    bounds = integers(lists.offsets).astype(np.int64)
    cleaned = text.clean(lists.values)
    kept = ~nulls(cleaned)
    total = np.concatenate([[0], np.cumsum(kept)])
    places = np.arange(len(kept)) - np.repeat(bounds[:-1], np.diff(bounds)) + bounds[0] + 1
    filled = np.flatnonzero(kept)
    return cleaned.take(from_int64(filled)), np.diff(total[bounds]), places[filled]
