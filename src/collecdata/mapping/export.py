"""The way out: canonical rows to the text columns of one file, by an `export.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.issues import Issue
from collecdata.kernels.buffers import from_int64, integers
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.mapping.brought import Brought, LookupPlan, compile_lookup
from collecdata.mapping.columns_out import ColumnPlan, Fault, compile_column, key_column
from collecdata.mapping.frame import Ref
from collecdata.mapping.where import Test, compile_where
from collecdata.mapping.written import Format, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.export_language import ExportFile
    from collecdata.catalogue.table import Table
    from collecdata.mapping.arrays import Indices

__all__ = ["Before", "ExportPlan", "Exported", "compile_export", "run_export"]


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One file of an `export.yaml`, compiled. Picklable. `fields` are the columns of the table that it reads."""

    table: str
    where: tuple[tuple[Format, Test], ...]
    lookups: tuple[LookupPlan, ...]
    columns: tuple[ColumnPlan, ...]
    fields: tuple[str, ...]
    kinds: Mapping[str, pa.DataType]
    """Type of every column of the table."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Text rows for a writer. `rows` tells the canonical row of each.

    `read` = `filtered` + the rows of `data` + those `rejected` (row to reasons, `code: column`).
    """

    data: pa.RecordBatch
    rows: Indices
    issues: tuple[Issue, ...]
    read: int
    filtered: int
    rejected: Mapping[int, tuple[str, ...]]


@dataclass(slots=True)
class Before:
    """What `first_in` must know of the rows of the same file that came before: the last key of each column."""

    keys: dict[str, str] = field(default_factory=dict)


def compile_export(
    folder: AdapterFolder, file: ExportFile, tables: Mapping[str, Table], params: Mapping[str, str]
) -> ExportPlan:
    """Compile one file of an export, already checked against its tables (its own and those of its lookups)."""
    table = tables[file.from_]
    types = {one.name: kind_of(one) for one in table.output_fields}
    where = tuple((Format(types[test.column.name]), test) for test in compile_where(file.where, Ref))
    for alias, lookup in file.lookup.items():
        types |= {f"{alias}.{one.name}": kind_of(one) for one in tables[lookup.from_].output_fields}
    columns = [compile_column(name, column, types, folder, params) for name, column in file.columns.items()]
    columns += [key_column(element, names, types) for element, names in (file.xml.repeat if file.xml else {}).items()]
    read = dict.fromkeys(name for column in columns for name in column.fields)
    keys = dict.fromkeys(name for lookup in file.lookup.values() for name in lookup.on)
    lookups = tuple(
        compile_lookup(alias, lookup, tables[lookup.from_], types, (*read, *keys))
        for alias, lookup in file.lookup.items()
    )
    own = [name for name in (*file.where, *keys, *read) if "." not in name]
    kinds = {one.name: one.type for one in arrow_schema(table)}
    return ExportPlan(table.id, where, lookups, tuple(columns), tuple(dict.fromkeys((*own, SOURCE, LINE))), kinds)


def run_export(
    plan: ExportPlan,
    data: pa.RecordBatch,
    brought: Mapping[str, Brought] | None = None,
    before: Before | None = None,
) -> Exported:
    """Write the cells of a batch of canonical rows as text.

    A code that the map does not know is left empty and told (`write.code`), or written as `otherwise` and told
    (`write.otherwise`); a text that its width cannot hold rejects
    its row (`write.too_long`), unless it may be cut (`write.truncated`); so does an empty cell that may not be
    (`write.required`).

    Args:
        plan: the file.
        data: rows of its table.
        brought: what its lookups found, by alias; a lookup that is not there finds nothing.
        before: the rows of the same file that were written before these; changed.
    """
    keep = np.ones(data.num_rows, np.bool_)
    for form, test in plan.where:
        keep &= test.cells(on_distinct(data.column(test.column.name), form))
    rows = np.flatnonzero(keep)
    kept = data if keep.all() else data.take(from_int64(rows))
    kept = _with_lookups(plan, kept, brought or {})
    cells: dict[str, pa.Array] = {}
    issues: list[Issue] = []
    reasons: dict[int, list[str]] = {}
    for column in plan.columns:
        if column.marks:
            continue
        cells[column.name], faults = column.cells(kept)
        issues += [_issue(fault, column, kept, plan.table) for fault in faults]
        for fault in faults:
            for row in fault.rows.tolist() if fault.rejects else ():
                reasons.setdefault(row, []).append(f"{fault.code}: {column.name}")
    if reasons:
        passing = np.flatnonzero(~np.isin(np.arange(len(rows)), np.fromiter(reasons, np.int64, len(reasons))))
        cells = {name: cell.take(from_int64(passing)) for name, cell in cells.items()}
        kept = kept.take(from_int64(passing))
        refused = {int(rows[row]): tuple(reasons[row]) for row in sorted(reasons)}
        rows = rows[passing]
    else:
        refused = {}
    known = Before() if before is None else before
    for column in plan.columns:
        if column.marks:
            cells[column.name] = pa.nulls(0, pa.string())
            if kept.num_rows:
                cells[column.name], known.keys[column.name] = column.first(kept, known.keys.get(column.name))
    result = pa.RecordBatch.from_arrays([cells[one.name] for one in plan.columns], [one.name for one in plan.columns])
    return Exported(result, rows, tuple(issues), data.num_rows, int((~keep).sum()), refused)


def _with_lookups(plan: ExportPlan, data: pa.RecordBatch, brought: Mapping[str, Brought]) -> pa.RecordBatch:
    """Add the fields that lookups bring, each under `alias.champ`."""
    for lookup in plan.lookups:
        for name, column in lookup.find(data, brought.get(lookup.alias)).items():
            data = data.append_column(name, column)
    return data


def _issue(fault: Fault, column: ColumnPlan, data: pa.RecordBatch, table: str) -> Issue:
    rows = from_int64(fault.rows)
    return Issue(
        fault.code,
        fault.severity,
        table=table,
        field=", ".join(column.fields),
        column=column.name,
        source=next(iter(data.column(SOURCE).take(rows).slice(0, 1).to_pylist())),
        lines=tuple(integers(decode(data.column(LINE).take(rows))).tolist()),
        values=fault.values,
        params={**fault.params} if column.width is None else {**fault.params, "width": str(column.width.width)},
    )
