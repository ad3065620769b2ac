"""One output of one batch: where, lookup, unpivot, explode, then the fields. Keeps nothing between calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.settle import settle
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.mapping.ancestors import Ancestor, climb
from collecdata.mapping.arrays import constant
from collecdata.mapping.children import Children
from collecdata.mapping.frame import Cleaned, Frame
from collecdata.mapping.lookup import Side, empty_keys
from collecdata.mapping.rows import explode, unpivot
from collecdata.mapping.where import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.kernels.stream import Batch
    from collecdata.mapping.arrays import Indices
    from collecdata.mapping.plan import LookupPlan, OutputPlan
    from collecdata.mapping.values import Failure

__all__ = ["Mapped", "run_output"]


@dataclass(frozen=True, slots=True)
class Mapped:
    """The canonical rows that one output makes of one batch.

    `data` has the columns of the plan's schema, plain or dictionary. `rows` tells, for each of its rows, the row of
    the batch it comes from. `read` = `filtered` + `kept` count rows of the batch; a kept row makes as many rows of
    `data` as `unpivot` and `explode` say (one without them).
    """

    data: pa.RecordBatch
    rows: Indices
    issues: tuple[Issue, ...]
    read: int
    filtered: int
    kept: int


def run_output(
    plan: OutputPlan,
    batch: Batch,
    sides: Mapping[str, Side | Ancestor | Children] | None = None,
    cleaned: Cleaned | None = None,
) -> Mapped:
    """Run an output on a batch.

    Args:
        plan: compiled against the columns of this batch's file.
        batch: rows of the plan's record set.
        sides: for each of the plan's lookups and ancestors (`there.name`, `name`), what was loaded.
        cleaned: the batch's cleaned columns, to share them between outputs.
    """
    frame = Frame(cleaned or Cleaned(batch), sides or {})
    read = batch.data.num_rows
    if plan.where_climbs:
        _climb(plan, frame)
    keep = holds(plan.where, frame)
    if not keep.all():
        frame = frame.at(np.flatnonzero(keep))
    issues = []
    for lookup in plan.lookups:
        issues += _look_up(lookup, frame, plan)
        if lookup.drop and (frame.found[lookup.there.name] >= 0).any():
            frame = frame.at(np.flatnonzero(frame.found[lookup.there.name] < 0))
    kept = len(frame)
    if not plan.where_climbs:
        _climb(plan, frame)
    if plan.unpivot is not None:
        frame = unpivot(frame, plan.unpivot)
    if plan.explode is not None:
        frame = explode(frame, plan.explode)
    columns, found = _fields(plan, frame)
    return Mapped(
        _table(plan.schema, columns, frame),
        frame.positions(),
        (*issues, *found),
        read,
        read - kept,
        kept,
    )


def _look_up(lookup: LookupPlan, frame: Frame, plan: OutputPlan) -> list[Issue]:
    """Find the rows of a side; say which keys it does not have."""
    name = lookup.there.name
    side = frame.sides[name]
    if isinstance(side, Children):
        found = frame.found[name] = side.rows(frame.ids())
        return list(side.duplicates(found, frame, name))
    if not isinstance(side, Side):
        raise TypeError(name)
    if not side.given or (lookup.drop and not len(side.keys.first)):
        frame.found[name] = np.full(len(frame), -1, np.int64)
        return []
    columns = [key.text(frame) for key in lookup.here]
    found = frame.found[name] = side.find(columns)
    missing = np.flatnonzero((found < 0) & ~empty_keys(columns))
    if lookup.drop or not len(missing):
        return []
    cells = [column.take(from_int64(missing)).to_pylist() for column in columns]
    return [
        Issue(
            "lookup.missing",
            Severity.INFO,
            table=plan.table,
            column=", ".join(key.label for key in lookup.here),
            source=frame.columns.batch.source,
            lines=tuple(frame.lines()[missing].tolist()),
            values=tuple(" | ".join(cell or "" for cell in key) for key in zip(*cells, strict=True)),
            params={"alias": name},
        )
    ]


def _climb(plan: OutputPlan, frame: Frame) -> None:
    """Find the ancestors of each row."""
    record_sets = {one.name: side for one in plan.ancestors if isinstance(side := frame.sides[one.name], Ancestor)}
    rows = climb(frame.parents(), record_sets)
    for one in plan.ancestors:
        if one.columns:
            frame.found[one.name] = rows[one.name] if one.name in rows else np.full(len(frame), -1, np.int64)


def _fields(plan: OutputPlan, frame: Frame) -> tuple[dict[str, pa.Array], list[Issue]]:
    columns: dict[str, pa.Array] = {}
    issues: list[Issue] = []
    for field in plan.fields:
        cells = field.value.cells(frame)
        columns[field.name] = cells.values
        if field.companion and cells.codes is not None:
            columns[field.companion] = cells.codes
        issues += [_issue(one, field.name, plan.table, frame) for one in cells.failures]
    return columns, issues


def _issue(failure: Failure, field: str, table: str, frame: Frame) -> Issue:
    return Issue(
        failure.code,
        failure.severity,
        table=table,
        field=field,
        column=failure.column,
        source=frame.columns.batch.source,
        lines=tuple(frame.lines()[failure.rows].tolist()),
        values=failure.values,
    )


def _table(schema: pa.Schema, columns: dict[str, pa.Array], frame: Frame) -> pa.RecordBatch:
    """Put the columns in the order of the schema; those that nothing fills are null."""
    columns.setdefault(SOURCE, constant(texts([frame.columns.batch.source]), len(frame)))
    columns.setdefault(LINE, from_int64(frame.lines()))
    whole = frame.rows is None
    arrays = []
    for name, kind in zip(schema.names, schema.types, strict=True):
        column = columns.get(name)
        if column is None:
            column = pa.nulls(len(frame), kind)
        arrays.append(column if whole else settle(column))
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)
