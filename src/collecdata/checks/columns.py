"""The constraints of a table as row masks: each computed on distinct values, rows looked for only if one is bad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.catalogue.arrow import arrow_type
from collecdata.catalogue.value import whole
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, integers, nulls, texts
from collecdata.kernels.dates import parse_time
from collecdata.kernels.distinct import mask_on_distinct
from collecdata.kernels.identifiers import CHECKED, bad_checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table

    Mask = NDArray[np.bool_]
    Op = Callable[[pa.Array], Mask]

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
        yield "cell.enum", Severity.ERROR, _outside(codes[field.vocabulaire].values, field)
    if rules.enum:
        yield "cell.enum", Severity.ERROR, _outside(rules.enum, field)
    if rules.pattern is not None:
        yield "cell.pattern", Severity.ERROR, _unlike(whole(rules.pattern))
    if rules.minimum is not None:
        yield "cell.minimum", Severity.ERROR, _beyond(pc.less, rules.minimum, field)
    if rules.maximum is not None:
        yield "cell.maximum", Severity.ERROR, _beyond(pc.greater, rules.maximum, field)
    if rules.minLength is not None or rules.maxLength is not None:
        yield "cell.length", Severity.ERROR, _of_length(rules.minLength, rules.maxLength)
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


def _outside(words: tuple[str, ...], field: Field) -> Op:
    known = _typed(words, field)

    def op(values: pa.Array) -> Mask:
        return ~bools(pc.is_in(values, value_set=known)) & ~nulls(values)

    return op


def _unlike(pattern: str) -> Op:
    def op(values: pa.Array) -> Mask:
        return ~bools(pc.match_substring_regex(values, pattern=pattern)) & ~nulls(values)

    return op


def _beyond(compare: Callable[[pa.Array, pa.Scalar], pa.BooleanArray], bound: str, field: Field) -> Op:
    limit = _typed((bound,), field)[0]

    def op(values: pa.Array) -> Mask:
        return bools(compare(values, limit))

    return op


def _of_length(shortest: int | None, longest: int | None) -> Op:
    def op(values: pa.Array) -> Mask:
        lengths = integers(pc.utf8_length(values))
        bad = np.zeros(len(lengths), np.bool_) if shortest is None else lengths < shortest
        if longest is not None:
            bad |= lengths > longest
        return bad & ~nulls(values)

    return op
