"""What one block holds besides its records: issues, rejected rows, and the account of its lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.stream import LINE, REASONS, SURPLUS, Tally
from collecdata.kernels.text import escape
from collecdata.readers.rows import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.csv.dialect import Dialect

__all__ = ["Findings"]

_Key = tuple[str, Severity, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Findings:
    """Filled while a block is read; lines are physical."""

    source: str
    dialect: Dialect
    _lines: Counter[str] = field(default_factory=Counter)
    _places: dict[_Key, list[tuple[int, str | None]]] = field(default_factory=dict)
    _rejects: list[tuple[int, str, Sequence[bytes]]] = field(default_factory=list)

    def note(
        self, code: str, severity: Severity, line: int, *, column: str = "", value: str | None = None, **params: str
    ) -> None:
        """Add one place of an issue."""
        key = (code, severity, column, tuple(params.items()))
        self._places.setdefault(key, []).append((line, value))

    def reject(self, line: int, reason: str, cells: Sequence[bytes]) -> None:
        """Set a row aside."""
        self._rejects.append((line, reason, cells))

    def count(self, **lines: int) -> None:
        """Account for physical lines: `blank=1`."""
        for kind, count in lines.items():
            self._lines[kind] += count

    def tally(self) -> Tally:
        """Return the account of the lines."""
        return Tally(**self._lines)

    def forget(self) -> None:
        """Begin again: the block is read in another way."""
        self._lines.clear()
        self._places.clear()
        self._rejects.clear()

    def issues(self) -> tuple[Issue, ...]:
        """Return one issue a code, column and parameters."""
        return tuple(
            Issue(
                code,
                severity,
                column=column,
                source=self.source,
                lines=tuple(line for line, _ in places),
                values=tuple(value for _, value in places) if places[0][1] is not None else (),
                params=dict(params),
            )
            for (code, severity, column, params), unordered in self._places.items()
            if (places := sorted(unordered, key=lambda place: place[0]))
        )

    def rejects(self) -> pa.RecordBatch | None:
        """Return the rows set aside: the input's columns, what is beyond them, line and reason."""
        if not self._rejects:
            return None
        rows = sorted(self._rejects, key=lambda row: row[0])
        names = self.dialect.columns
        shown = [[escape(cell, self.dialect.encoding) for cell in cells] for _, _, cells in rows]
        arrays = {names[at]: texts(cells[at] if at < len(cells) else None for cells in shown) for at in kept(names)}
        between = self.dialect.delimiter.decode(self.dialect.encoding)
        arrays[SURPLUS] = texts(between.join(cells[len(names) :]) or None for cells in shown)
        arrays[LINE] = from_int64(np.array([line for line, _, _ in rows], np.int64))
        arrays[REASONS] = texts(reason for _, reason, _ in rows)
        return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
