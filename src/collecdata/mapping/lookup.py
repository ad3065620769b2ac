"""Many to one: the rows of another input, found by key, order kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.mapping.frame import Cleaned, Frame, Ref
from collecdata.mapping.keys import Keys
from collecdata.mapping.names import actual
from collecdata.mapping.text import Nulls
from collecdata.mapping.where import compile_where, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from collecdata.catalogue.language import Input, Where
    from collecdata.kernels.stream import Batch
    from collecdata.mapping.arrays import Indices, Mask

__all__ = ["Side", "SidePlan", "empty_keys"]


@dataclass(frozen=True, slots=True)
class SidePlan:
    """What to load of another input: `keys` and `columns` as the adapter calls them. Picklable."""

    name: str
    input: str
    record_set: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    where: Where
    reading: Input


@dataclass(frozen=True, slots=True)
class Side:
    """Another input, in memory: the columns read, found by key. Picklable.

    `given` is false where no file of the run is that input: that is said once, and not of each row that looks it up.
    """

    columns: Mapping[str, pa.StringArray]
    keys: Keys
    issues: tuple[Issue, ...] = ()
    given: bool = True

    @classmethod
    def load(cls, batches: Iterable[Batch], plan: SidePlan) -> Side:
        """Read a side whole; rows without any key are left out.

        Of several rows with one key the first is kept and the others are `lookup.duplicate`: an error where a column
        read differs from the first row's (the choice would be a guess), else for information. A column that is absent
        is `column.absent`.
        """
        rows = _Rows(plan)
        for batch in batches:
            rows.add(batch)
        columns = rows.columns()
        keys, numbers = Keys.of([columns[name] for name in plan.keys])
        return cls(columns, keys, (*rows.absent(), *rows.duplicates(columns, keys, numbers)))

    def find(self, columns: Sequence[pa.Array]) -> Indices:
        """Return the row of the side that each key finds, -1 where none does or there is nothing to look for."""
        return np.where(empty_keys(columns), -1, self.keys.find(columns))

    def column(self, name: str) -> pa.StringArray:
        """Return a column, in the rows of the side."""
        return self.columns[name]


def empty_keys(columns: Sequence[pa.Array]) -> Mask:
    """Tell the rows whose key columns are all empty: there is nothing to look for."""
    result = nulls(columns[0])
    for column in columns[1:]:
        result = result & nulls(column)
    return result


class _Rows:
    """The rows of a side as they come, batch after batch."""

    def __init__(self, plan: SidePlan) -> None:
        self.plan = plan
        self.names = tuple(dict.fromkeys((*plan.keys, *plan.columns)))
        self.pieces: dict[str, list[pa.Array]] = {name: [] for name in self.names}
        self.lines: list[Indices] = []
        self.sources: list[str] = []
        self.missing: dict[tuple[str, str], None] = {}

    def add(self, batch: Batch) -> None:
        """Keep the rows of a batch that the side wants."""
        frame = Frame(Cleaned(batch), {})
        present = frozenset(batch.data.schema.names)

        def resolve(name: str) -> Ref:
            found = actual(name, present, self.plan.reading)
            if found is None and name not in self.plan.reading.optional:
                self.missing[name, batch.source] = None
            return Ref(name, "absent") if found is None else Ref(found)

        words = Nulls.of(self.plan.reading.null)
        columns = {name: on_distinct(frame.text(resolve(name)), words) for name in self.names}
        keep = holds(compile_where(self.plan.where, resolve), frame)
        keep &= ~empty_keys([columns[name] for name in self.plan.keys])
        rows = np.flatnonzero(keep)
        for name, column in columns.items():
            self.pieces[name].append(decode(column if keep.all() else column.take(from_int64(rows))))
        self.lines.append(frame.lines()[rows])
        self.sources.append(batch.source)

    def columns(self) -> dict[str, pa.StringArray]:
        """Return the whole columns."""
        return {name: pa.concat_arrays(pieces) if pieces else texts([]) for name, pieces in self.pieces.items()}

    def absent(self) -> Iterator[Issue]:
        """Give one issue for each column that a file does not have."""
        for name, source in self.missing:
            yield Issue("column.absent", Severity.WARNING, column=name, source=source)

    def duplicates(self, columns: Mapping[str, pa.StringArray], keys: Keys, numbers: Indices) -> Iterator[Issue]:
        """Give the rows whose key an earlier row has, for each file and severity."""
        again = np.flatnonzero(keys.first[numbers] != np.arange(len(numbers)))
        if not len(again):
            return
        kept = keys.first[numbers[again]]
        differs = np.zeros(len(again), np.bool_)
        for name in self.plan.columns:
            one, other = (columns[name].take(from_int64(rows)) for rows in (again, kept))
            differs |= np.fromiter((a != b for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)), np.bool_)
        ends = np.cumsum([len(lines) for lines in self.lines])
        batch = np.searchsorted(ends, again, side="right")
        lines = np.concatenate(self.lines)
        for source in dict.fromkeys(self.sources):
            own = np.array([name == source for name in self.sources])[batch]
            for severity, chosen in ((Severity.ERROR, own & differs), (Severity.INFO, own & ~differs)):
                if chosen.any():
                    yield self._issue(severity, source, again[chosen], lines, columns)

    def _issue(
        self, severity: Severity, source: str, rows: Indices, lines: Indices, columns: Mapping[str, pa.StringArray]
    ) -> Issue:
        cells = [columns[name].take(from_int64(rows)).to_pylist() for name in self.plan.keys]
        return Issue(
            "lookup.duplicate",
            severity,
            column=", ".join(self.plan.keys),
            source=source,
            lines=tuple(lines[rows].tolist()),
            values=tuple(" | ".join(cell or "" for cell in key) for key in zip(*cells, strict=True)),
            params={"alias": self.plan.name},
        )
