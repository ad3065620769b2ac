"""One column of a file that is written: where its text comes from, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_bools, from_int64, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct, parse_on_distinct
from collecdata.kernels.equality import changes
from collecdata.mapping.arrays import constant
from collecdata.mapping.codes import CodeMap, code_map
from collecdata.mapping.frame import Ref
from collecdata.mapping.sources import end_to_end, first_filled
from collecdata.mapping.text import Extract, LetterCase, TextStep, run_steps
from collecdata.mapping.values import fill
from collecdata.mapping.where import Test, compile_where
from collecdata.mapping.written import Format, Width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.export_language import ExportColumn
    from collecdata.catalogue.steps import Where
    from collecdata.mapping.arrays import Indices, Mask

__all__ = ["ColumnPlan", "Fault", "compile_column", "key_column"]

BETWEEN = "\x1f"
"""Stands between the parts of a key; no text of ours has it."""
Parts = tuple[tuple[str, Format], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows of one column that are not written as they are; those of an error that `rejects` are not written."""

    code: str
    severity: Severity
    rows: Indices
    values: tuple[str | None, ...]
    rejects: bool = False
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of `case`: the column written where every condition holds."""

    when: tuple[tuple[Format, Test], ...]
    then: ColumnPlan


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column of the file. `parts` are the fields it is made of and how each is written; none: `const`."""

    name: str
    parts: Parts = ()
    separator: str | None = None
    """Between the parts put end to end; None: the first part that is filled."""
    const: str = ""
    branches: tuple[Branch, ...] = ()
    key: bool = False
    """Whether the parts make a key: an empty one keeps its place."""
    marks: tuple[str, str] | None = None
    """What is written of the first row of a key, and of the others."""
    steps: tuple[TextStep, ...] = ()
    codes: CodeMap | None = None
    null: str = ""
    width: Width | None = None
    truncate: bool = False
    required: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field it reads."""
        conditions = (test.column.name for branch in self.branches for _, test in branch.when)
        inner = (name for branch in self.branches for name in branch.then.fields)
        return tuple(dict.fromkeys((*(name for name, _ in self.parts), *conditions, *inner)))

    def cells(self, data: pa.RecordBatch) -> tuple[pa.StringArray, list[Fault]]:
        """Return the text of the column, plain, and what is wrong with it."""
        text, faults = self._coded(data)
        text = decode(text)
        if self.required:
            empty = nulls(text)
            faults += _fault("write.required", Severity.ERROR, empty, text, rejects=True)
        if text.null_count:
            text = pc.coalesce(text, texts([self.null])[0])
        return (text, faults) if self.width is None else self._fitted(text, self.width, faults)

    def first(self, data: pa.RecordBatch, before: str | None) -> tuple[pa.StringArray, str]:
        """Return the marks of the rows that begin a key, by the last key `before` them, and the last key of these."""
        key = decode(self._text(data))
        begins = changes(key)
        begins[0] = key[0].as_py() != before
        yes, no = (texts([mark])[0] for mark in self.marks or ("", ""))
        return pc.if_else(from_bools(begins), yes, no), str(key[len(key) - 1].as_py())

    def _fitted(self, text: pa.StringArray, width: Width, faults: list[Fault]) -> tuple[pa.StringArray, list[Fault]]:
        long = width.too_long(text)
        if self.truncate:
            faults += _fault("write.truncated", Severity.WARNING, long, text)
            return width(width.cut(text)), faults
        faults += _fault("write.too_long", Severity.ERROR, long, text, rejects=True)
        return width(text), faults

    def _coded(self, data: pa.RecordBatch) -> tuple[pa.Array, list[Fault]]:
        """Return the text after any map; null where empty."""
        if self.branches:
            return self._chosen(data)
        text = self._text(data)
        if self.codes is None:
            return text, []
        coded, unknown = parse_on_distinct(text, self.codes)
        if self.codes.otherwise is None:
            faults = list(_fault("write.code", Severity.ERROR, unknown, text))
        else:
            params = {"written": self.codes.otherwise}
            faults = list(_fault("write.otherwise", Severity.WARNING, unknown, text, params=params))
        if self.codes.for_empty is not None:
            coded = fill(coded, nulls(text), self.codes.for_empty, None)
        return coded, faults

    def _chosen(self, data: pa.RecordBatch) -> tuple[pa.Array, list[Fault]]:
        """Write each row by the first branch whose conditions it meets."""
        left = np.ones(data.num_rows, np.bool_)
        text: pa.Array = pa.nulls(data.num_rows, pa.string())
        faults: list[Fault] = []
        for branch in self.branches:
            mine = left.copy()
            for form, test in branch.when:
                mine &= test.cells(on_distinct(data.column(test.column.name), form))
            left &= ~mine
            rows = np.flatnonzero(mine)
            if len(rows):
                own, found = branch.then.cells_or_null(data.take(from_int64(rows)))
                place = np.full(data.num_rows, -1, np.int64)
                place[rows] = np.arange(len(rows))
                text = pc.if_else(from_bools(mine), own.take(from_int64(place, ~mine)), text)
                faults += [replace(one, rows=rows[one.rows]) for one in found]
        return text, faults

    def cells_or_null(self, data: pa.RecordBatch) -> tuple[pa.StringArray, list[Fault]]:
        """Return the text of a branch: null where it is empty and has no writing of its own for that."""
        text, faults = self._coded(data)
        text = decode(text)
        return pc.coalesce(text, texts([self.null])[0]) if self.null and text.null_count else text, faults

    def _text(self, data: pa.RecordBatch) -> pa.Array:
        """Return the text before any map; null where empty."""
        if not self.parts:
            return constant(texts([self.const or None]), data.num_rows)
        text = self._joined(data)
        return on_distinct(text, partial(run_steps, self.steps)) if self.steps else text

    def _joined(self, data: pa.RecordBatch) -> pa.Array:
        parts = [on_distinct(data.column(name), form) for name, form in self.parts]
        if self.separator is None:
            return first_filled(parts)
        if self.key:
            parts = [pc.fill_null(decode(part), texts([""])[0]) for part in parts]
        joined = end_to_end(parts, self.separator)
        return joined if self.key else pc.if_else(pc.equal(joined, texts([""])[0]), pa.nulls(1, pa.string())[0], joined)


def compile_column(
    name: str, column: ExportColumn, types: Mapping[str, str], folder: AdapterFolder, params: Mapping[str, str]
) -> ColumnPlan:
    """Compile one column; `types` are those of the fields, `alias.champ` for those that lookups bring."""

    def form(name: str) -> Format:
        return Format(types[name], column.date, column.decimal or ".", column.true or "true", column.false or "false")

    codes = None
    if column.map is not None:
        codes = code_map(column.map, column.otherwise, folder.reverse_codes, params)
    separator = column.sep if column.concat is not None else BETWEEN if column.first_in else None
    return ColumnPlan(
        name,
        tuple((name, form(name)) for name in column.first_in or column.fields),
        separator,
        params.get(column.param, "") if column.param is not None else column.const or "",
        tuple(
            Branch(_conditions(case.when, types), compile_column(name, case.then, types, folder, params))
            for case in column.case or ()
        ),
        column.first_in is not None,
        None if column.first_in is None else (column.true or "true", column.false or "false"),
        _steps(column),
        codes,
        column.null,
        _width(column),
        column.truncate,
        column.required,
    )


def _steps(column: ExportColumn) -> tuple[TextStep, ...]:
    """Compile the text steps of a column, in the language's order."""
    extract = Extract(column.extract) if column.extract else None
    case = LetterCase(column.letter_case) if column.letter_case else None
    return tuple(one for one in (extract, case) if one is not None)


def _width(column: ExportColumn) -> Width | None:
    if column.width is not None:
        return Width(column.width, column.align, column.fill)
    return None if column.length is None else Width(column.length)


def key_column(element: str, fields: Sequence[str], types: Mapping[str, str]) -> ColumnPlan:
    """Compile the key that tells an element of an XML file from the next, under the name the layout gives it."""
    parts = tuple((name, Format(types[name])) for name in fields)
    return ColumnPlan(element, parts, BETWEEN, key=True)


def _conditions(where: Where, types: Mapping[str, str]) -> tuple[tuple[Format, Test], ...]:
    return tuple((Format(types[test.column.name]), test) for test in compile_where(where, Ref))


def _fault(
    code: str,
    severity: Severity,
    bad: Mask,
    text: pa.Array,
    *,
    rejects: bool = False,
    params: Mapping[str, str] | None = None,
) -> Iterator[Fault]:
    if bad.any():
        rows = np.flatnonzero(bad)
        yield Fault(code, severity, rows, tuple(text.take(from_int64(rows)).to_pylist()), rejects, params or {})
