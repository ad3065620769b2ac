"""The constraints of a table as row masks: each computed on distinct values, rows looked for only if one is bad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.catalogue.arrow import arrow_type
from collecdata.catalogue.value import whole
from collecdata.checks.constraints import beyond, of_length, outside, unlike
from collecdata.issues import Severity
from collecdata.kernels.buffers import nulls, texts
from collecdata.kernels.dates import parse_time
from collecdata.kernels.distinct import mask_on_distinct
from collecdata.kernels.identifiers import CHECKED, bad_checksum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table
    from collecdata.checks.constraints import Mask, Op

__all__ = ["Failure", "check"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One constraint that rows of one field break: `mask` tells which. A warning leaves the cell as it is."""

    field: str
    code: str
    severity: Severity
    mask: Mask


def check(table: Table, codes: Mapping[str, CodeList], data: pa.RecordBatch) -> list[Failure]:
    """Return what breaks the constraints of a table, in the order of its fields.

    Args:
        table: the canonical table.
        codes: its code lists, by identifier.
        data: rows; a field without a column is null everywhere.
    """
    return [failure for field in table.fields for failure in _of_field(field, codes, data)]


def _of_field(field: Field, codes: Mapping[str, CodeList], data: pa.RecordBatch) -> Iterator[Failure]:
    place = data.schema.get_field_index(field.name)
    if place < 0:
        if field.required and data.num_rows:
            yield Failure(field.name, "row.required", Severity.ERROR, np.ones(data.num_rows, np.bool_))
        return
    column = data.column(place)
    if field.required and column.null_count:
        yield Failure(field.name, "row.required", Severity.ERROR, nulls(column))
    if column.null_count == len(column):
        return
    for code, severity, op in _rules(field, codes):
        mask = mask_on_distinct(column, op)
        if mask.any():
            yield Failure(field.name, code, severity, mask)


def _rules(field: Field, codes: Mapping[str, CodeList]) -> Iterator[tuple[str, Severity, Op]]:
    """Give each constraint of a field, as what tells its bad values; a null value is never bad.

    A field whose name has the word `siret`, say, holds that number: one name has one meaning in all tables.
    """
    rules = field.constraints
    if field.vocabulaire and field.vocabulaire in codes:
        yield "cell.enum", Severity.ERROR, outside(_typed(codes[field.vocabulaire].values, field))
    if rules.enum:
        yield "cell.enum", Severity.ERROR, outside(_typed(rules.enum, field))
    if rules.pattern is not None:
        yield "cell.pattern", Severity.ERROR, unlike(whole(rules.pattern))
    if rules.minimum is not None:
        yield "cell.minimum", Severity.ERROR, beyond(pc.less, _typed((rules.minimum,), field)[0])
    if rules.maximum is not None:
        yield "cell.maximum", Severity.ERROR, beyond(pc.greater, _typed((rules.maximum,), field)[0])
    if rules.minLength is not None or rules.maxLength is not None:
        yield "cell.length", Severity.ERROR, of_length(rules.minLength, rules.maxLength)
    if field.type == "string":
        for kind in sorted(CHECKED.keys() & set(field.name.split("_"))):
            yield "cell.checksum", Severity.WARNING, partial(bad_checksum, kind=kind)


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> pa.StringArray:
    return texts(words)


def _typed(words: tuple[str, ...], field: Field) -> pa.Array:
    """Return lexical values as the field stores them (Arrow casts every type but times)."""
    if field.type == "time":
        return parse_time(_words(words), ("%H:%M:%S",))[0]
    return _words(words) if field.type == "string" else _words(words).cast(arrow_type(field))
