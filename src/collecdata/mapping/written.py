"""Typed canonical cells as text, the way out: dates, numbers, yes and no, codes, widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import integers, nulls, texts
from collecdata.kernels.formatting import format_date, format_decimal
from collecdata.mapping.partial import part_of, write_partial

if TYPE_CHECKING:
    from collecdata.catalogue.table import Field
    from collecdata.mapping.arrays import Mask

__all__ = ["Format", "Width", "kind_of"]

_ISO = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S", "time": "%H:%M:%S"}


def kind_of(field: Field) -> str:
    """Return the type by which a field is written: that of the schema, or `edtf` for a date that may lack a part."""
    return "edtf" if field.date_partielle and part_of(field) == "edtf" else field.type


@dataclass(frozen=True, slots=True)
class Format:
    """How the values of one field are written; without anything said, as Table Schema does."""

    type: str
    date: str | None = None
    decimal: str = "."
    true: str = "true"
    false: str = "false"

    def __call__(self, values: pa.Array) -> pa.StringArray:
        """Return the values as text; null stays null."""
        if self.type in ("string", "edtf"):
            return write_partial(values, self.date) if self.type == "edtf" and self.date else values
        if self.type == "number":
            return format_decimal(values, decimal=self.decimal)
        if self.type in _ISO:
            return format_date(values, self.date or _ISO[self.type])
        if self.type == "year":
            return pc.utf8_zero_fill(values.cast(pa.string()), width=4)
        if self.type == "boolean":
            yes, no = texts([self.true])[0], texts([self.false])[0]
            return pc.if_else(values, yes, no)
        return values.cast(pa.string())


@dataclass(frozen=True, slots=True)
class Width:
    """A width in characters that texts are filled to, or only held to (`none`).

    Zeros go between the sign and the digits.
    """

    width: int
    align: Literal["left", "right", "none"] = "none"
    fill: str = ""

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values filled; those that are too long are left alone."""
        if self.align == "none":
            return values
        if self.align == "left":
            return pc.utf8_rpad(values, width=self.width, padding=self.fill)
        if self.fill == "0":
            return pc.utf8_zero_fill(values, width=self.width)
        return pc.utf8_lpad(values, width=self.width, padding=self.fill)

    def cut(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values without the characters that do not fit."""
        return pc.utf8_slice_codeunits(values, start=0, stop=self.width)

    def too_long(self, values: pa.StringArray) -> Mask:
        """Tell which values do not fit."""
        return (integers(pc.utf8_length(values)) > self.width) & ~nulls(values)
