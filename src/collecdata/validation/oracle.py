"""frictionless itself, asked for what is not proven: its schema, header, row and cell readers. The one door to it.

Importing it takes most of a second: nothing here is imported for a file that is proven valid.
"""

from __future__ import annotations

import copy
import warnings
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from collecdata.checks.constraints import unlike
from collecdata.errors import SchemaError
from collecdata.kernels.buffers import texts
from collecdata.validation.patterns import explodes, read_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collecdata.validation.descriptor import TableSchema
    from collecdata.validation.watched import WatchedPattern

__all__ = ["Answer", "Fault", "Oracle"]

Answer = tuple[Any, tuple[tuple[str, str], ...]]
"""The value of a cell, and what is wrong with it: (`type` or name of the constraint, frictionless's own note)."""


class Fault(NamedTuple):
    """One error of frictionless: its type, the number of the field it is about and what it says."""

    type: str
    number: int | None = None
    name: str = ""
    cell: str | None = None
    note: str = ""


class Oracle:
    """frictionless, for one table: a schema held against the labels of a file."""

    def __init__(self, schema: TableSchema, *, by_name: bool, ignore_case: bool) -> None:
        """Read the schema.

        Raises:
            SchemaError: frictionless refuses it; says why.
        """
        from frictionless import FrictionlessException, Schema, system

        descriptor = copy.deepcopy(dict(schema.descriptor))
        self._by_name, self._ignore_case = by_name, ignore_case
        self._watched: dict[str, WatchedPattern] = {}
        self._blamed: dict[int, list[Fault]] = {}
        self._explosive = {
            one.name: str(one.constraints["pattern"])
            for one in schema.fields
            if one.type == "string" and explodes(str(one.constraints.get("pattern", "")))
        }
        try:
            with system.use_context(trusted=True):
                self._schema = Schema.from_descriptor(descriptor)
        except FrictionlessException as error:
            reasons = "; ".join(dict.fromkeys(one.note for one in error.reasons)) or error.error.note
            raise SchemaError("published.refused", source=schema.origin, reason=reasons) from error

    def open(self, labels: Sequence[str], header_rows: Sequence[int]) -> tuple[list[Fault], Fault | None]:
        """Hold the labels against the schema: what is wrong with them, and the fault that ends it all, if any."""
        from frictionless import FrictionlessException
        from frictionless.table.header import Header

        declared = self._schema.fields_match if self._schema.has_defined("fields_match") else None
        self._header = Header(
            list(labels),
            fields=self._schema.fields,
            row_numbers=list(header_rows),
            ignore_case=self._ignore_case,
            fields_match=declared or ("partial" if self._by_name else "exact"),
        )
        faults = [_fault(error) for error in self._header.errors]
        try:
            self._expected = self._header.get_expected_fields()
        except FrictionlessException as error:
            return [], _fault(error.error)
        for field in self._expected:
            if field.name in self._explosive:
                field.constraints = {k: v for k, v in field.constraints.items() if k != "pattern"}
        return faults, None

    @property
    def expected(self) -> list[tuple[str, int | None]]:
        """Name of each column's field, and its place in the schema (None: a label that no field is for)."""
        places = {id(field): place for place, field in enumerate(self._header.fields)}
        return [(field.name, places.get(id(field))) for field in self._expected]

    @cached_property
    def _readers(self) -> list[Callable[[Any], tuple[Any, dict[str, str] | None]]]:
        return [field.create_cell_reader() for field in self._expected]

    def ask(self, column: int, cell: Any) -> Answer:  # noqa: ANN401 - a text, or what a workbook holds
        """Read a cell.

        Raises:
            SchemaError: frictionless cannot read any: a constraint makes no sense on its type.
        """
        field = self._expected[column]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value, notes = self._readers[column](cell)
        except Exception as error:
            raise SchemaError(
                "published.unusable", source=self._schema.name, field=field.name, reason=str(error)
            ) from error
        found = tuple(notes.items()) if notes else ()
        if field.name in self._explosive and value is not None and not self._matches(field.name, value):
            found += (("pattern", ""),)
        return value, found

    def _matches(self, name: str, value: str) -> bool:
        """Hold a value against a pattern that may take for ever: in RE2, which never does, or under watch."""
        pattern = self._explosive[name]
        compiled = read_pattern(pattern)
        if compiled is not None and (value.isascii() or not compiled.ascii_only):
            return not unlike(compiled.rx)(texts([value])).any()
        if pattern not in self._watched:
            from collecdata.validation.watched import WatchedPattern

            self._watched[pattern] = WatchedPattern(f"^{pattern}$")
        return self._watched[pattern].matches(value)

    def close(self) -> None:
        """Stop what watches patterns."""
        for one in self._watched.values():
            one.close()

    def ask_row(self, cells: Sequence[Any], number: int) -> list[Fault]:
        """Judge a row whose cells are too few or too many.

        What a length is blamed for is asked once: frictionless takes milliseconds to word an error. Later rows of that
        length have their cells read one by one.
        """
        if len(self._handlers) != len(self._expected) or self._explosive:
            return self._ask_row(cells, number)
        width = min(len(cells), len(self._expected))
        answers = [self.ask(place, cell) for place, cell in enumerate(cells[:width])]
        if all(value is None and all(kind != "type" for kind, _ in notes) for value, notes in answers):
            return [Fault("blank-row")]
        if len(cells) not in self._blamed:
            self._blamed[len(cells)] = [one for one in self._ask_row(cells, number) if (one.number or 0) > width]
        blamed = (_met_again(one, cells) for one in self._blamed[len(cells)])
        return [*self._faults_of_cells(cells, answers), *blamed]

    def _ask_row(self, cells: Sequence[Any], number: int) -> list[Fault]:
        from frictionless.table.row import Row

        return [_fault(error) for error in Row(list(cells), handlers=self._handlers, row_number=number).errors]

    def _faults_of_cells(self, cells: Sequence[Any], answers: Sequence[Answer]) -> Iterator[Fault]:
        for place, (_, notes) in enumerate(answers):
            for kind, note in notes:
                rule = "type-error" if kind == "type" else "constraint-error"
                yield Fault(rule, place + 1, self._expected[place].name, str(cells[place]), note)

    @cached_property
    def _handlers(self) -> dict[str, Any]:
        from frictionless.table.row import create_cell_handlers

        handlers: dict[str, Any] = create_cell_handlers(self._expected)
        return handlers


def _met_again(fault: Fault, cells: Sequence[Any]) -> Fault:
    """Say the same of another row: a cell too many is its own."""
    number = fault.number or 0
    return fault._replace(cell=str(cells[number - 1])) if number <= len(cells) else fault


def _fault(error: Any) -> Fault:  # noqa: ANN401 - any error of frictionless
    return Fault(
        error.type,
        getattr(error, "field_number", None),
        getattr(error, "field_name", "") or "",
        getattr(error, "cell", None) if hasattr(error, "cell") else getattr(error, "label", None),
        error.note,
    )
