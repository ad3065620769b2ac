"""The way out: canonical rows to the text columns of one file, by an `export.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct, parse_on_distinct
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.mapping.arrays import constant
from collecdata.mapping.codes import CodeMap, code_map
from collecdata.mapping.frame import Ref
from collecdata.mapping.sources import end_to_end, first_filled
from collecdata.mapping.values import fill
from collecdata.mapping.where import Test, compile_where
from collecdata.mapping.written import Format, Width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.export_language import ExportColumn, ExportFile
    from collecdata.catalogue.table import Table
    from collecdata.mapping.arrays import Indices, Mask

__all__ = ["ColumnPlan", "ExportPlan", "Exported", "compile_export", "run_export"]

TOO_LONG = "write.too_long"


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column of the file. `parts` are the fields it reads and how each is written; none: `const` everywhere."""

    name: str
    parts: tuple[tuple[str, Format], ...]
    separator: str | None
    """Between the parts put end to end; None: the first part that is filled."""
    const: str
    codes: CodeMap | None
    null: str
    width: Width | None
    truncate: bool


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One file of an `export.yaml`, compiled. Picklable. `fields` are the columns of the table that it reads."""

    table: str
    where: tuple[tuple[Format, Test], ...]
    columns: tuple[ColumnPlan, ...]
    fields: tuple[str, ...]


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


def compile_export(folder: AdapterFolder, file: ExportFile, table: Table, params: Mapping[str, str]) -> ExportPlan:
    """Compile one file of an export, already checked against its table."""
    types = {field.name: field.type for field in table.output_fields}
    where = tuple((Format(types[test.column.name]), test) for test in compile_where(file.where, Ref))
    columns = tuple(_column(name, column, types, folder, params) for name, column in file.columns.items())
    read = [*file.where, *(field for column in file.columns.values() for field in column.fields)]
    return ExportPlan(table.id, where, columns, tuple(dict.fromkeys((*read, SOURCE, LINE))))


def _column(
    name: str, column: ExportColumn, types: Mapping[str, str], folder: AdapterFolder, params: Mapping[str, str]
) -> ColumnPlan:
    """Compile one column."""
    parts = tuple(
        (
            field,
            Format(types[field], column.date, column.decimal or ".", column.true or "true", column.false or "false"),
        )
        for field in column.fields
    )
    codes = None
    if column.map is not None:
        codes = code_map(column.map, column.otherwise, folder.reverse_codes, params)
    return ColumnPlan(
        name,
        parts,
        column.sep if column.concat is not None else None,
        params.get(column.param, "") if column.param is not None else column.const or "",
        codes,
        column.null,
        None if column.width is None else Width(column.width, column.align, column.fill),
        column.truncate,
    )


def run_export(plan: ExportPlan, data: pa.RecordBatch) -> Exported:
    """Write the cells of a batch of canonical rows as text.

    A code that the map does not know is left empty and told (`write.code`); a text that its width cannot hold rejects
    its row (`write.too_long`), unless it may be cut (`write.truncated`).
    """
    keep = np.ones(data.num_rows, np.bool_)
    for form, test in plan.where:
        keep &= test.cells(on_distinct(data.column(test.column.name), form))
    rows = np.flatnonzero(keep)
    kept = data if keep.all() else data.take(from_int64(rows))
    cells: list[pa.Array] = []
    issues: list[Issue] = []
    reasons: dict[int, list[str]] = {}
    for column in plan.columns:
        text, faults = _cells(column, kept)
        cells.append(text)
        issues += [_issue(fault, column, kept, plan.table) for fault in faults]
        for row in (row for fault in faults if fault.code == TOO_LONG for row in rows[fault.rows].tolist()):
            reasons.setdefault(row, []).append(f"{TOO_LONG}: {column.name}")
    result = pa.RecordBatch.from_arrays(cells, names=[column.name for column in plan.columns])
    if reasons:
        passing = np.flatnonzero(~np.isin(rows, np.fromiter(reasons, np.int64, len(reasons))))
        result, rows = result.take(from_int64(passing)), rows[passing]
    refused = {row: tuple(reasons[row]) for row in sorted(reasons)}
    return Exported(result, rows, tuple(issues), data.num_rows, data.num_rows - kept.num_rows, refused)


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    severity: Severity
    rows: Indices
    values: tuple[str | None, ...]


def _cells(column: ColumnPlan, data: pa.RecordBatch) -> tuple[pa.StringArray, list[_Fault]]:
    """Return the text of one column, plain, and what is wrong with it."""
    faults: list[_Fault] = []
    text = _text(column, data)
    if column.codes is not None:
        coded, unknown = parse_on_distinct(text, column.codes)
        severity = Severity.ERROR if column.codes.otherwise is None else Severity.WARNING
        faults += _fault("write.code", severity, unknown, text)
        if column.codes.for_empty is not None:
            coded = fill(coded, nulls(text), column.codes.for_empty, None)
        text = coded
    text = decode(text)
    if text.null_count:
        text = pc.coalesce(text, texts([column.null])[0])
    if column.width is not None:
        long = column.width.too_long(text)
        if column.truncate:
            faults += _fault("write.truncated", Severity.WARNING, long, text)
            text = column.width.cut(text)
        else:
            faults += _fault(TOO_LONG, Severity.ERROR, long, text)
        text = column.width(text)
    return text, faults


def _text(column: ColumnPlan, data: pa.RecordBatch) -> pa.Array:
    """Return the text of one column before any map; null where empty."""
    if not column.parts:
        return constant(texts([column.const or None]), data.num_rows)
    parts = [on_distinct(data.column(field), form) for field, form in column.parts]
    if column.separator is None:
        return first_filled(parts)
    joined = end_to_end(parts, column.separator)
    return pc.if_else(pc.equal(joined, texts([""])[0]), pa.nulls(1, pa.string())[0], joined)


def _fault(code: str, severity: Severity, bad: Mask, text: pa.Array) -> Iterator[_Fault]:
    if bad.any():
        rows = np.flatnonzero(bad)
        yield _Fault(code, severity, rows, tuple(text.take(from_int64(rows)).to_pylist()))


def _issue(fault: _Fault, column: ColumnPlan, data: pa.RecordBatch, table: str) -> Issue:
    rows = from_int64(fault.rows)
    return Issue(
        fault.code,
        fault.severity,
        table=table,
        field=", ".join(field for field, _ in column.parts),
        column=column.name,
        source=next(iter(data.column(SOURCE).take(rows).slice(0, 1).to_pylist())),
        lines=tuple(integers(decode(data.column(LINE).take(rows))).tolist()),
        values=fault.values,
        params={} if column.width is None else {"width": str(column.width.width)},
    )
