"""From text to the type that the schema asks: exact kernels, run on distinct values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

from collecdata.kernels import booleans, dates, decimals
from collecdata.kernels.buffers import fixed, integers, nulls
from collecdata.kernels.dateformat import check_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.language import Input
    from collecdata.catalogue.steps import SignPlace, Step
    from collecdata.catalogue.table import Field
    from collecdata.kernels.dateformat import Kind
    from collecdata.mapping.arrays import Mask

__all__ = ["CANONICAL", "Booleans", "Dates", "Decimals", "Instants", "Integers", "Parse", "Times", "Writing", "parse"]

YEAR_LIMIT = 9999
"""Years are written with four digits; int16 holds them."""


class Parse(Protocol):
    """Text values to typed values."""

    @property
    def code(self) -> str:
        """Issue of a value that cannot be converted."""
        ...

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Return the typed values (null where empty or bad) and which are bad."""
        ...


@dataclass(frozen=True, slots=True)
class Writing:
    """How numbers, dates and booleans are written: by an input, or by a field of it."""

    decimal: str = "."
    thousands: tuple[str, ...] = ()
    sign: SignPlace = "leading"
    date: tuple[str, ...] = ()
    true: tuple[str, ...] = ("true",)
    false: tuple[str, ...] = ("false",)
    implied: int = 0

    @classmethod
    def of(cls, given: Input) -> Writing:
        """Return the writing of an input."""
        return cls(given.decimal, given.thousands, given.sign, given.date, given.true, given.false)

    def but(self, step: Step) -> Writing:
        """Return this writing changed by what a field says of its own."""
        return Writing(
            step.decimal or self.decimal,
            self.thousands if step.thousands is None else step.thousands,
            step.sign or self.sign,
            step.date or self.date,
            step.true or self.true,
            step.false or self.false,
            self.implied if step.scale is None else step.scale,
        )


CANONICAL = Writing()
"""Constants, parameters and defaults: ISO dates, decimal point, true and false."""


@dataclass(frozen=True, slots=True)
class Decimals:
    """Exact decimals of a fixed scale."""

    scale: int
    writing: Writing
    code: str = "cell.decimal"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse decimals."""
        writing = self.writing
        return decimals.parse_decimal(
            values,
            scale=self.scale,
            decimal=writing.decimal,
            thousands=writing.thousands,
            sign=writing.sign,
            implied=writing.implied,
        )


@dataclass(frozen=True, slots=True)
class Integers:
    """Whole numbers; years are narrower."""

    year: bool
    writing: Writing
    code: str = "cell.integer"

    @property
    def type(self) -> pa.DataType:
        """Arrow type of the numbers."""
        return pa.int16() if self.year else pa.int64()

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse whole numbers."""
        numbers, bad = decimals.parse_integer(values, thousands=self.writing.thousands, sign=self.writing.sign)
        if not self.year:
            return numbers, bad
        years, null = integers(numbers), nulls(numbers)
        beyond = ((years < 0) | (years > YEAR_LIMIT)) & ~null
        gone = beyond | null
        return fixed(pa.int16(), np.where(gone, 0, years).astype(np.int16), gone), bad | beyond


@dataclass(frozen=True, slots=True)
class Dates:
    """Calendar dates, in the first format that fits."""

    formats: tuple[str, ...]
    code: str = "cell.date"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse dates."""
        return dates.parse_date(values, self.formats)


@dataclass(frozen=True, slots=True)
class Instants:
    """Dates with a time of day."""

    formats: tuple[str, ...]
    code: str = "cell.date"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse dates with a time of day."""
        return dates.parse_datetime(values, self.formats)


@dataclass(frozen=True, slots=True)
class Times:
    """Times of day."""

    formats: tuple[str, ...]
    code: str = "cell.date"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse times of day."""
        return dates.parse_time(values, self.formats)


@dataclass(frozen=True, slots=True)
class Booleans:
    """Yes and no, in the words of the source."""

    true: tuple[str, ...]
    false: tuple[str, ...]
    code: str = "cell.boolean"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Parse booleans."""
        return booleans.parse_boolean(values, self.true, self.false)


_KINDS: Mapping[str, Kind] = {"date": "date", "datetime": "datetime", "time": "time"}
_ISO = {
    "date": ("%Y-%m-%d",),
    "datetime": ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"),
    "time": ("%H:%M:%S", "%H:%M"),
}


def parse(field: Field, writing: Writing) -> Parse | None:
    """Return what turns text into the type of a field; None when that is text.

    Of the formats of dates, those are kept that give this type: an input may declare some for its times too.
    """
    usable = tuple(
        form for form in writing.date if field.type in _ISO and check_format(form, _KINDS[field.type]) is None
    )
    formats = usable or _ISO.get(field.type, ())
    kinds: dict[str, Parse] = {
        "number": Decimals(field.decimales or 0, writing),
        "integer": Integers(year=False, writing=writing),
        "year": Integers(year=True, writing=writing),
        "date": Dates(formats),
        "datetime": Instants(formats),
        "time": Times(formats),
        "boolean": Booleans(writing.true, writing.false),
    }
    return kinds.get(field.type)
