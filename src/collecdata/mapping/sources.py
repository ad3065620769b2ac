"""Where the text of a field comes from: columns put together, constants, the place of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels import text
from collecdata.kernels.buffers import cells, from_bools, from_int64, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.mapping.arrays import constant, merge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.mapping.frame import Frame, Ref

__all__ = [
    "Column", "Concat", "Constant", "Fact", "FirstOf", "Ordinal", "Source", "Verbatim", "end_to_end", "first_filled",
]  # fmt: skip


class Source(Protocol):
    """A column of cleaned text, made from those of a frame. Frozen: equal sources give equal columns."""

    def text(self, frame: Frame) -> pa.Array:
        """Return the cleaned cells."""
        ...

    def raw(self, frame: Frame) -> pa.Array:
        """Return the cells as an issue shows them."""
        ...

    @property
    def label(self) -> str:
        """What an issue names as the column; empty when no column is read."""
        ...


def end_to_end(parts: Sequence[pa.Array], separator: str) -> pa.StringArray:
    """Return the cells of several text columns put together, the null ones skipped; "" where all are."""
    plain = [decode(part) for part in parts]
    empty = np.logical_and.reduce([nulls(part) for part in plain])
    if empty.any():  # Arrow 26 leaves a row out when everything in it is to be skipped
        plain[0] = pc.if_else(from_bools(empty), texts([""])[0], plain[0])
    return pc.binary_join_element_wise(*plain, texts([separator])[0], null_handling="skip")


def first_filled(parts: Sequence[pa.Array]) -> pa.Array:
    """Return, for each row, the first cell of several columns that is not null."""
    choice = np.full(len(parts[0]), -1, np.int64)
    for number, part in enumerate(parts):
        choice[(choice < 0) & ~nulls(part)] = number
    return merge(parts, choice) if choice.any() else parts[0]


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one column."""

    column: Ref

    def text(self, frame: Frame) -> pa.Array:
        """Return the cleaned cells."""
        return frame.text(self.column)

    def raw(self, frame: Frame) -> pa.Array:
        """Return the cells as they stand in the file."""
        return frame.raw(self.column)

    @property
    def label(self) -> str:
        """The name of the column."""
        return self.column.label or self.column.name


@dataclass(frozen=True, slots=True)
class Verbatim(Column):
    """The cells of one column, character for character: neither trimmed nor composed; null where empty."""

    def text(self, frame: Frame) -> pa.Array:
        """Return the cells as they stand in the file."""
        return on_distinct(frame.raw(self.column), _filled)


def _filled(values: pa.StringArray) -> pa.StringArray:
    empty = cells(values).lengths == 0
    return pc.if_else(from_bools(empty), pa.nulls(1, pa.string())[0], values) if empty.any() else values


@dataclass(frozen=True, slots=True)
class Concat:
    """The cells of several columns end to end, without the empty ones."""

    columns: tuple[Ref, ...]
    separator: str

    def text(self, frame: Frame) -> pa.Array:
        """Return the cells put together; null when all are empty."""
        return text.clean(end_to_end([frame.text(column) for column in self.columns], self.separator))

    raw = text

    @property
    def label(self) -> str:
        """The names of the columns."""
        return ", ".join(column.label or column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first cell that is not empty."""

    columns: tuple[Ref, ...]

    def text(self, frame: Frame) -> pa.Array:
        """Return the first cells that are not empty; null when all are."""
        return first_filled([frame.text(column) for column in self.columns])

    raw = text

    @property
    def label(self) -> str:
        """The names of the columns."""
        return ", ".join(column.label or column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Constant:
    """One text everywhere: `const`, `param`, and a default; None is an empty cell."""

    value: str | None

    def text(self, frame: Frame) -> pa.Array:
        """Return the text as many times as there are rows."""
        return constant(text.clean(texts([self.value])), len(frame))

    raw = text

    @property
    def label(self) -> str:
        """No column."""
        return ""


@dataclass(frozen=True, slots=True)
class Fact(Constant):
    """What is known of the file: one text everywhere, unless the rows are of several files."""

    name: str

    def text(self, frame: Frame) -> pa.Array:
        """Return the text of each row's file."""
        told = frame.fact(self.name)
        return constant(text.clean(texts([self.value])), len(frame)) if told is None else on_distinct(told, text.clean)

    raw = text


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The place of a row in what holds it: see `Frame.ordinal`."""

    def numbers(self, frame: Frame) -> pa.Int64Array:
        """Return the places as numbers."""
        return from_int64(frame.ordinal())

    def text(self, frame: Frame) -> pa.Array:
        """Return the places as text."""
        return self.numbers(frame).cast(pa.string())

    raw = text

    @property
    def label(self) -> str:
        """No column."""
        return ""
