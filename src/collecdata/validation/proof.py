"""What of a column is certainly right: everything else is asked of frictionless, once per distinct value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.checks.constraints import beyond, of_length, outside, unlike
from collecdata.kernels.buffers import bools, from_int64, nulls, offsets, texts
from collecdata.kernels.dates import parse_date
from collecdata.validation.lexical import form_of
from collecdata.validation.patterns import read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.checks.constraints import Mask, Op
    from collecdata.validation.descriptor import SchemaField
    from collecdata.validation.lexical import Form

__all__ = ["Proof"]

_BOUNDS = {
    "minimum": pc.less, "maximum": pc.greater, "exclusiveMinimum": pc.less_equal, "exclusiveMaximum": pc.greater_equal,
}  # fmt: skip
_TOUCHING = {"minimum": pc.less_equal, "maximum": pc.greater_equal}
"""A long decimal read as a float may seem equal to a bound that it passes: if it touches the bound it is not proven."""
_EXACT = 15
"""Characters of a decimal below which two that differ are never read as the same float."""
_NUMERIC = frozenset({"integer", "number", "year"})


@dataclass(frozen=True)
class Proof:
    """The proof of one field. Values are plain `string` arrays without nulls: the distinct ones, or all."""

    field: SchemaField

    def missing(self, values: pa.Array) -> Mask:
        """Mark the cells that stand for nothing."""
        if self.field.missing == ("",):
            empty: Mask = np.diff(offsets(values)) == 0
            return empty
        return bools(pc.is_in(values, value_set=self._missing))

    def unproven(self, values: pa.Array) -> Mask:
        """Mark the cells that are not certainly right (missing ones too, maybe: they are judged apart)."""
        if self._ops is None:
            return np.ones(len(values), np.bool_)
        bad = np.zeros(len(values), np.bool_)
        for op in self._ops:
            bad |= op(values)
        if self._typed_ops or self.form_reads:
            bad |= self._unproven_in_order(values, bad)
        return bad

    @property
    def nothing_to_prove(self) -> bool:
        """Whether any cell is right."""
        return self._ops == () and not self._typed_ops and not self.form_reads

    @property
    def form_reads(self) -> bool:
        """Whether the calendar has a say."""
        return self._form is not None and self._form.calendar

    @cached_property
    def _form(self) -> Form | None:
        return form_of(self.field)

    @cached_property
    def _missing(self) -> pa.Array:
        return texts(self.field.missing)

    @cached_property
    def _ops(self) -> tuple[Op, ...] | None:
        """What is said of the text; None when no proof is possible."""
        if self._form is None or self._typed_ops is None:
            return None
        found: list[Op] = []
        if self._form.values is not None:
            found.append(outside(texts(self._form.values)))
        if self._form.rx is not None:
            found.append(unlike(self._form.rx))
        for name, said in self.field.constraints.items():
            if name in ("required", "unique") or name in _BOUNDS or said is None:
                continue
            op = _text_op(name, said, self.field)
            if op is None:
                return None
            found.append(op)
        return tuple(found)

    @cached_property
    def _typed_ops(self) -> tuple[Op, ...] | None:
        """What is said of the value, in the order of its type; None when no proof is possible."""
        found = []
        for name in _BOUNDS.keys() & self.field.constraints.keys():
            limit = self._limit(self.field.constraints[name])
            if limit is None:
                return None
            found.append(beyond(_BOUNDS[name], limit))
        return tuple(found)

    @cached_property
    def _touching(self) -> tuple[Op, ...]:
        """What marks the values that may only seem to be within a bound, if they are long."""
        if self.field.type != "number":
            return ()
        limits = {name: self._limit(self.field.constraints.get(name)) for name in _TOUCHING}
        return tuple(beyond(_TOUCHING[name], limit) for name, limit in limits.items() if limit is not None)

    def _limit(self, said: Any) -> pa.Scalar | None:  # noqa: ANN401 - whatever the JSON holds
        form = self._form
        if form is None or form.read is None or isinstance(said, bool) or not isinstance(said, str | int | float):
            return None
        if not isinstance(said, str) and self.field.type not in _NUMERIC:
            return None
        text = texts([str(said)])
        if (self.field.type == "number" and len(str(said)) > _EXACT) or form.rx is None or unlike(form.rx)(text).any():
            return None
        limit = form.read(text)[0]
        return limit if limit.is_valid else None

    def _unproven_in_order(self, values: pa.Array, bad: Mask) -> Mask:
        """Read what has the right form, and hold it to the calendar and the bounds."""
        form = self._form
        result = np.zeros(len(values), np.bool_)
        rows = np.flatnonzero(~bad)
        if form is None or not len(rows):
            return result
        kept = values if len(rows) == len(values) else values.take(from_int64(rows))
        read = form.read or _day_of_instant
        typed = read(kept)
        wrong = nulls(typed)
        for op in self._typed_ops or ():
            wrong |= op(typed)
        if self._touching:
            long = of_length(None, _EXACT)(kept)
            for op in self._touching if long.any() else ():
                wrong |= op(typed) & long
        result[rows] = wrong
        return result


def _day_of_instant(values: pa.Array) -> pa.Array:
    return parse_date(pc.utf8_slice_codeunits(values, 0, 10), ("%Y-%m-%d",))[0]


def _text_op(name: str, said: Any, field: SchemaField) -> Op | None:  # noqa: ANN401 - whatever the JSON holds
    """Return what marks the texts that may break a constraint; None when frictionless alone knows."""
    if name == "enum" and isinstance(said, list):
        return outside(texts(dict.fromkeys(_enumerated(said, field))))
    if name == "pattern" and field.type == "string" and isinstance(said, str):
        return _pattern(said)
    if name in ("minLength", "maxLength") and field.type == "string" and isinstance(said, int):
        return of_length(said, None) if name == "minLength" else of_length(None, said)
    return None


def _enumerated(said: list[Any], field: SchemaField) -> Iterator[str]:
    """Give the texts whose value is certainly one of an `enum`: its own, and integers written as JSON writes them."""
    for one in said:
        if isinstance(one, str) or (isinstance(one, int) and not isinstance(one, bool) and field.type in _NUMERIC):
            yield str(one)


def _pattern(said: str) -> Op | None:
    pattern = read_pattern(said)
    if pattern is None:
        return None
    op = unlike(pattern.rx)
    if not pattern.ascii_only:
        return op

    def of_ascii(values: pa.Array) -> Mask:
        return op(values) | ~bools(pc.string_is_ascii(values))

    return of_ascii
