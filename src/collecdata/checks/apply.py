"""The checks of a batch put to work: rows rejected with every reason, cells made null, and an issue for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.checks.columns import Failure, check
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_bools, from_int64
from collecdata.kernels.distinct import is_encoded
from collecdata.kernels.settle import from_places, places_of, settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Table

__all__ = ["Checked", "apply"]

REQUIRED = "row.required"


@dataclass(frozen=True, slots=True)
class Checked:
    """What passes. `data`: the rows kept, in order, each column plain or a dictionary as it came.

    Typed dictionaries are left to the sink: it writes them as dictionary pages, twice as fast and half as large.
    `rejected`: for each row of the source batch that does not pass, in order, its reasons (`code: field`).
    """

    data: pa.RecordBatch
    rejected: Mapping[int, tuple[str, ...]]
    issues: tuple[Issue, ...]


def apply(
    table: Table,
    codes: Mapping[str, CodeList],
    data: pa.RecordBatch,
    rows: NDArray[np.int64],
    places: tuple[str, NDArray[np.int64]],
    labels: Mapping[str, str] | None = None,
) -> Checked:
    """Check a batch of canonical rows.

    A null in a required field rejects the row, and so does a bad cell there; a bad cell elsewhere becomes null. A
    source row that makes several rows is rejected whole: what is fed in again later must not be there already.

    Args:
        table: the canonical table.
        codes: its code lists, by identifier.
        data: canonical rows.
        rows: for each of them, the row of the source batch that it comes from.
        places: the input, and the line of each row of the batch.
        labels: the source column of each field, for the issues.
    """
    failures = check(table, codes, data)
    required = {field.name for field in table.fields if field.required}
    lines = places[1][rows] if failures else places[1]
    issues = tuple(_issue(failure, table, data, (places[0], lines), labels or {}) for failure in failures)
    refusing = [one for one in failures if one.severity is Severity.ERROR and one.field in required]
    emptying = [one for one in failures if one.severity is Severity.ERROR and one.field not in required]
    for name in dict.fromkeys(one.field for one in emptying):
        bad = np.logical_or.reduce([one.mask for one in emptying if one.field == name])
        place = data.schema.get_field_index(name)
        data = data.set_column(place, name, _without(data.column(place), bad))
    rejected = _reasons(refusing, rows)
    if rejected:
        kept = np.flatnonzero(~np.isin(rows, np.fromiter(rejected, np.int64, len(rejected))))
        data = data.take(from_int64(kept))
    return Checked(_settled(data) if rejected or emptying else data, rejected, issues)


def _reasons(refusing: Sequence[Failure], rows: NDArray[np.int64]) -> dict[int, tuple[str, ...]]:
    """Return the reasons of each source row, in the order of rows, each reason once."""
    reasons: dict[int, dict[str, None]] = {}
    for one in refusing:
        for row in rows[one.mask].tolist():
            reasons.setdefault(row, {})[f"{one.code}: {one.field}"] = None
    return {row: tuple(reasons[row]) for row in sorted(reasons)}


def _without(column: pa.Array, bad: NDArray[np.bool_]) -> pa.Array:
    """Return a column, null where bad."""
    if is_encoded(column):
        return from_places(np.where(bad, np.int32(-1), places_of(column)), column.dictionary)
    return pc.if_else(from_bools(bad), pa.nulls(1, column.type)[0], column)


def _settled(data: pa.RecordBatch) -> pa.RecordBatch:
    """Leave no text of rows and cells that are gone in any dictionary (a sink decodes those of other types)."""
    columns = [settle(column) if _is_text(column) else column for column in data.columns]
    return pa.RecordBatch.from_arrays(columns, names=data.schema.names)


def _is_text(column: pa.Array) -> bool:
    return is_encoded(column) and bool(pa.types.is_string(column.type.value_type))


def _issue(
    failure: Failure,
    table: Table,
    data: pa.RecordBatch,
    places: tuple[str, NDArray[np.int64]],
    labels: Mapping[str, str],
) -> Issue:
    found = np.flatnonzero(failure.mask)
    rows = from_int64(found)
    source, lines = places
    values: tuple[str | None, ...] = ()
    if failure.code != REQUIRED:
        values = tuple(
            None if cell is None else str(cell) for cell in data.column(failure.field).take(rows).to_pylist()
        )
    return Issue(
        failure.code,
        failure.severity,
        table=table.id,
        field=failure.field,
        column=labels.get(failure.field, ""),
        source=source,
        lines=tuple(lines[found].tolist()),
        values=values,
    )
