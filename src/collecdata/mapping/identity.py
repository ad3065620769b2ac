"""Canonical tables read back: each column is the field of its name, the provenance that it had included.

Nothing is trimmed, mapped or derived again: what the table holds was made by a conversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.canonical import MOVED
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools
from collecdata.mapping.fields import FieldPlan
from collecdata.mapping.frame import Ref
from collecdata.mapping.parse import Parse, Writing, parse
from collecdata.mapping.plan import OutputPlan
from collecdata.mapping.sources import Column
from collecdata.mapping.values import Leaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.catalogue.language import Output
    from collecdata.catalogue.table import Field, Table
    from collecdata.mapping.arrays import Mask
    from collecdata.mapping.frame import Frame

__all__ = ["identity_output"]

_WRITING = Writing(true=("1", "true"), false=("0", "false"))
"""How the reader of databases writes booleans; numbers and dates are canonical."""
_SECONDS = 19
"""Characters of `2024-02-29 23:59:59`."""


def identity_output(output: Output, columns: Sequence[str], table: Table) -> OutputPlan:
    """Compile an output that changes nothing.

    Args:
        output: names the table and its record set.
        columns: those of the record set.
        table: the table it feeds; a field without column is empty (it was not loaded).
    """
    found = {field.name: MOVED.get(field.name, field.name) for field in table.output_fields}
    there = {name: column for name, column in found.items() if column in columns}
    absent = [field.name for field in table.fields if field.required and field.name not in there]
    return OutputPlan(
        table=table.id,
        input=output.from_,
        record_set=output.record_set,
        schema=arrow_schema(table),
        where=(),
        lookups=(),
        ancestors=(),
        unpivot=None,
        explode=None,
        fields=tuple(_plan(field, there[field.name]) for field in table.output_fields if field.name in there),
        dedupe=None,
        used=tuple(there.values()),
        issues=tuple(
            Issue("column.absent", Severity.ERROR, table=table.id, field=name, column=name) for name in absent
        ),
    )


def _plan(field: Field, column: str) -> FieldPlan:
    how = _Instants(parse(field, _WRITING)) if field.type == "datetime" else parse(field, _WRITING)
    return FieldPlan(field.name, Leaf(_AsStored(Ref(column, label=field.name)), parse=how))


@dataclass(frozen=True, slots=True)
class _AsStored(Column):
    """The cells of a column, character for character: the empty text is not null."""

    def text(self, frame: Frame) -> pa.Array:
        return frame.raw(self.column)


@dataclass(frozen=True, slots=True)
class _Instants:
    """Dates with a time of day, and the fraction of a second that a database may give with them."""

    whole: Parse | None
    code: str = "cell.date"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        assert self.whole is not None  # noqa: S101 - dates have a parser
        instants, bad = self.whole(pc.utf8_slice_codeunits(values, 0, _SECONDS))
        rest = pc.fill_null(pc.utf8_slice_codeunits(values, _SECONDS), "")
        if pc.max(pc.binary_length(rest)).as_py():
            strange = ~bools(pc.match_substring_regex(rest, r"^(\.\d{1,6})?$"))
            digits = pc.replace_substring_regex(rest, r"^\.(\d{1,6})$", r"\1")
            plain = pc.if_else(pc.equal(digits, ""), "0", pc.utf8_rpad(digits, 6, "0"))
            micros = pc.if_else(pa.array(strange), "0", plain).cast(pa.int64()).cast(pa.duration("us"))
            instants, bad = pc.if_else(pa.array(strange), None, pc.add(instants, micros)), bad | strange
        return instants, bad
