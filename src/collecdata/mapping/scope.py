"""What names mean in one output of one file, known before any row: columns, sides, made columns, absent ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.issues import Issue, Severity
from collecdata.mapping.ancestors import ancestor_key
from collecdata.mapping.frame import Ref
from collecdata.mapping.names import actual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.language import Input, Output

__all__ = ["Scope"]


@dataclass(slots=True)
class Scope:
    """Resolves the names of one output, and notes what is used and what is absent."""

    output: Output
    reading: Input
    columns: tuple[str, ...]
    ancestors: Mapping[str, tuple[str, ...]]
    inputs: Mapping[str, Input]
    made: set[str] = field(default_factory=set)
    used: dict[str, None] = field(default_factory=dict)
    side_columns: dict[str, dict[str, None]] = field(default_factory=dict)
    absent: dict[tuple[str, str], Severity] = field(default_factory=dict)

    def resolve(self, name: str, target: str = "", severity: Severity = Severity.ERROR) -> Ref:
        """Return what a name means; if nothing has it, note that `target` lacks it, this badly."""
        if name in self.made:
            return Ref(name, "made", label=name)
        found = actual(name, self.columns, self.reading)
        if found is not None:
            self.used[found] = None
            return Ref(found, label=found)
        return self._side(name) or self._ancestor(name) or self._missing(name, target, severity)

    def present(self, name: str) -> bool:
        """Whether a name means a column that is there."""
        return (
            name in self.made
            or actual(name, self.columns, self.reading) is not None
            or self._split_side(name) is not None
            or self._split_ancestor(name) is not None
        )

    def reading_of(self, name: str) -> Input:
        """Return the input that a column is of, for the way its dates and numbers are written."""
        side = None if actual(name, self.columns, self.reading) else self._split_side(name)
        return self.reading if side is None else self.inputs[self.output.lookup[side[0]].from_]

    def _side(self, name: str) -> Ref | None:
        split = self._split_side(name)
        if split is None:
            return None
        alias, column = split
        self.side_columns.setdefault(alias, {})[column] = None
        return Ref(column, "side", alias, name)

    def _split_side(self, name: str) -> tuple[str, str] | None:
        alias, dot, column = name.partition(".")
        return (alias, column) if dot and alias in self.output.lookup else None

    def _ancestor(self, name: str) -> Ref | None:
        split = self._split_ancestor(name)
        if split is None:
            return None
        record_set, column = split
        self.side_columns.setdefault(ancestor_key(record_set), {})[column] = None
        return Ref(column, "side", ancestor_key(record_set), name)

    def _split_ancestor(self, name: str) -> tuple[str, str] | None:
        for record_set, columns in self.ancestors.items():
            column = name.removeprefix(f"{record_set}/")
            if column != name and actual(column, columns, self.reading) is not None:
                return record_set, column
        return None

    def _missing(self, name: str, target: str, severity: Severity) -> Ref:
        if name not in self.reading.optional:
            worst = self.absent.get((name, target))
            self.absent[name, target] = Severity.ERROR if worst is Severity.ERROR else severity
        return Ref(name, "absent", label=name)

    def any_present(self, names: Iterable[str]) -> bool:
        """Whether one of the names at least is there."""
        return any(self.present(name) for name in names)

    def issues(self) -> Iterator[Issue]:
        """Give one issue for each absent column of each field."""
        for (column, target), severity in self.absent.items():
            yield Issue("column.absent", severity, table=self.output.table, field=target, column=column)
