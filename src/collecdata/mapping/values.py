"""One canonical field at work: a source, its steps, its code map, its parse, its default; or a choice of those."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow.compute as pc

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_int64, nulls, texts
from collecdata.kernels.distinct import on_distinct, parse_on_distinct
from collecdata.mapping.arrays import constant, merge
from collecdata.mapping.codes import CodeMap
from collecdata.mapping.parse import Integers
from collecdata.mapping.sources import Constant, Ordinal
from collecdata.mapping.text import LetterCase, run_steps
from collecdata.mapping.where import holds

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.mapping.arrays import Indices, Mask
    from collecdata.mapping.frame import Frame
    from collecdata.mapping.parse import Parse
    from collecdata.mapping.sources import Source
    from collecdata.mapping.text import TextStep
    from collecdata.mapping.where import Conditions

__all__ = ["Cells", "Choice", "Failure", "Leaf", "Value", "failure", "fill"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Cells that could not be converted, in row order."""

    code: str
    severity: Severity
    column: str
    rows: Indices
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A field's column; the source's own codes beside it, if a code list is behind it; what failed."""

    values: pa.Array
    codes: pa.Array | None = None
    failures: tuple[Failure, ...] = ()


class Value(Protocol):
    """What gives a field its cells. Frozen: equal values give equal cells."""

    @property
    def label(self) -> str:
        """The columns read, as an issue names them."""
        ...

    def cells(self, frame: Frame) -> Cells:
        """Return the cells of every row of the frame."""
        ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """One source and what it goes through.

    `coding` starts with the first code map: the text before it is the outgoing system's code. `default` is the
    canonical text of an empty cell, `lexical` what types it.
    """

    source: Source
    steps: tuple[TextStep, ...] = ()
    coding: tuple[TextStep | CodeMap, ...] = ()
    parse: Parse | None = None
    negative: Conditions = ()
    default: str | None = None
    lexical: Parse | None = None

    @property
    def label(self) -> str:
        """The columns read, as an issue names them."""
        return self.source.label

    def text(self, frame: Frame) -> pa.Array:
        """Return the text after the text steps, before any code map."""
        if not self.steps:
            return frame.memo(self.source, lambda: self.source.text(frame))
        return frame.memo(
            (self.source, self.steps),
            lambda: on_distinct(self.source.text(frame), lambda values: run_steps(self.steps, values)),
        )

    def code(self, frame: Frame) -> pa.Array:
        """Return the outgoing system's own codes: the text before any code map, in the letter case of the file."""
        steps = tuple(step for step in self.steps if not isinstance(step, LetterCase)) if self.coding else self.steps
        return self.text(frame) if steps == self.steps else replace(self, steps=steps).text(frame)

    def cells(self, frame: Frame) -> Cells:
        """Return the cells of every row of the frame."""
        return frame.memo(self, lambda: self._cells(frame))

    def _cells(self, frame: Frame) -> Cells:
        if isinstance(self.source, Ordinal) and not self.steps and isinstance(self.parse, Integers):
            return Cells(self.source.numbers(frame).cast(self.parse.type))
        text = self.text(frame)
        column, failures = self._coded(frame, text)
        if self.parse is not None:
            column, bad = parse_on_distinct(column, self.parse)
            failures += failure(self.parse.code, bad, self.source, frame)
        if self.negative:
            column = merge([column, on_distinct(column, pc.negate)], holds(self.negative, frame).astype(np.int64))
        if self.default is not None:
            column = fill(column, nulls(text) & nulls(column), self.default, self.lexical)
        return Cells(column, None if isinstance(self.source, Constant | Ordinal) else self.code(frame), failures)

    def _coded(self, frame: Frame, text: pa.Array) -> tuple[pa.Array, tuple[Failure, ...]]:
        column = text
        failures: tuple[Failure, ...] = ()
        for step in self.coding:
            if isinstance(step, CodeMap):
                column, failures = self._mapped(step, column, frame, failures)
            else:
                column = on_distinct(column, step)
        return column, failures

    def _mapped(
        self, codes: CodeMap, column: pa.Array, frame: Frame, failures: tuple[Failure, ...]
    ) -> tuple[pa.Array, tuple[Failure, ...]]:
        empty = nulls(column) if codes.for_empty is not None else None
        column, unknown = parse_on_distinct(column, codes)
        severity = Severity.ERROR if codes.otherwise is None else Severity.WARNING
        failures += failure("cell.code", unknown, self.source, frame, severity)
        if empty is not None and codes.for_empty is not None:
            column = fill(column, empty, codes.for_empty, None)
        return column, failures


@dataclass(frozen=True, slots=True)
class Choice:
    """The value of the first branch whose conditions hold; `default` where none does.

    A branch that no row takes costs nothing: adapters describe the variants of a format with them.
    """

    branches: tuple[tuple[Conditions, Value], ...]
    default: str | None = None
    lexical: Parse | None = None

    @property
    def label(self) -> str:
        """The columns read, as an issue names them."""
        return ", ".join(dict.fromkeys(value.label for _, value in self.branches if value.label))

    def cells(self, frame: Frame) -> Cells:
        """Return the cells of every row of the frame."""
        choice = np.full(len(frame), -1, np.int64)
        for number in reversed(range(len(self.branches))):
            choice[holds(self.branches[number][0], frame)] = number
        taken = [number for number in range(len(self.branches)) if (choice == number).any()] or [0]
        cells = [self.branches[number][1].cells(frame) for number in taken]
        if (choice == taken[0]).all():
            return cells[0]
        place = np.full(len(self.branches) + 1, -1, np.int64)
        place[taken] = np.arange(len(taken))
        choice = place[choice]
        column = merge([one.values for one in cells], choice)
        if self.default is not None:
            column = fill(column, choice < 0, self.default, self.lexical)
        empty = constant(texts([None]), len(frame))
        codes = merge([empty if one.codes is None else one.codes for one in cells], choice)
        failures = [_among(one, choice[one.rows] == number) for number, own in enumerate(cells) for one in own.failures]
        return Cells(column, codes, tuple(one for one in failures if len(one.rows)))


def failure(
    code: str, bad: Mask, source: Source, frame: Frame, severity: Severity = Severity.ERROR
) -> tuple[Failure, ...]:
    """Return the failure of the rows marked, none when none is."""
    if not bad.any():
        return ()
    rows = np.flatnonzero(bad)
    values = tuple(source.raw(frame).take(from_int64(rows)).to_pylist())
    return (Failure(code, severity, source.label, rows, values),)


def _among(given: Failure, kept: Mask) -> Failure:
    values = tuple(value for value, keep in zip(given.values, kept, strict=True) if keep)
    return Failure(given.code, given.severity, given.column, given.rows[kept], values)


def fill(column: pa.Array, empty: Mask, canonical: str, lexical: Parse | None) -> pa.Array:
    """Return the column with this canonical text, typed, in the cells marked."""
    if not empty.any():
        return column
    cell = texts([canonical])
    if lexical is not None:
        cell, _ = lexical(cell)
    return merge([column, constant(cell, len(column))], empty.astype(np.int64))
