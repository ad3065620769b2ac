"""Rules that look at one row at a time, and issues that say which rows of which file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.rules import Finish
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_int64, integers
from collecdata.kernels.distinct import decode, mask_on_distinct
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["RowCheck", "in_order", "like", "placed", "row_checks"]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One thing every row should hold: `bad` marks the rows of a batch that do not, `field` is what to look at."""

    code: str
    field: str
    columns: tuple[str, ...]
    bad: Callable[[pa.RecordBatch], Mask]
    severity: Severity = Severity.WARNING
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


def like(code: str, field: str, pattern: str) -> RowCheck:
    """Make the check of a text field none of whose cells should look like a pattern (RE2)."""

    def bad(batch: pa.RecordBatch) -> Mask:
        return mask_on_distinct(
            batch.column(field),
            lambda values: bools(pc.match_substring_regex(values, pattern)),
        )

    return RowCheck(code, field, (field,), bad)


def in_order(code: str, earlier: str, later: str) -> RowCheck:
    """Make the check of two dates of which the second should not come before the first; either may be unknown."""

    def bad(batch: pa.RecordBatch) -> Mask:
        return bools(pc.less(decode(batch.column(later)), decode(batch.column(earlier))))

    return RowCheck(code, later, (earlier,), bad, params={"earlier": earlier})


@dataclass(frozen=True, slots=True)
class _RowChecks:
    """Several checks of the rows of a table; see `Look`."""

    table: str
    checks: tuple[RowCheck, ...]

    def add(self, batch: pa.RecordBatch) -> Iterator[Issue]:
        for check in self.checks:
            bad = check.bad(batch)
            if bad.any():
                yield from placed(
                    check.code, batch, np.flatnonzero(bad), self.table, check.field, check.severity, check.params
                )

    def end(self) -> Iterator[Issue]:
        yield from ()


def row_checks(name: str, table: str, checks: tuple[RowCheck, ...], *, encoded: bool = False) -> Finish:
    """Make one rule of several checks of a table, which is then read once for all of them.

    `encoded`: every check takes columns that are dictionaries, so that rows may be looked at while they are written.
    """
    columns = (column for check in checks for column in (check.field, *check.columns))
    rule = Finish.looking(name, table, (*columns, SOURCE, LINE), partial(_RowChecks, table, checks))
    return rule if encoded else dataclasses.replace(rule, look=None)


def placed(
    code: str,
    batch: pa.RecordBatch,
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    table: str,
    field: str,
    severity: Severity,
    params: Mapping[str, str] | None = None,
) -> Iterator[Issue]:
    """Give one issue a file for these rows of a batch, with their lines and the values of `field`."""
    taken = batch.select([field, SOURCE, LINE]).take(from_int64(rows))
    values = decode(taken.column(field)).to_pylist()
    lines = integers(decode(taken.column(LINE))).tolist()
    sources = decode(taken.column(SOURCE)).to_pylist()
    found: dict[str | None, list[int]] = {}
    for place, source in enumerate(sources):
        found.setdefault(source, []).append(place)
    for source, places in found.items():
        yield Issue(
            code,
            severity,
            table=table,
            field=field,
            source=source or "",
            lines=tuple(lines[place] for place in places),
            values=tuple(None if values[place] is None else str(values[place]) for place in places),
            params=params or {},
        )
