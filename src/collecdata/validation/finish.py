"""A judged table as a verdict: lines found, corrected values proposed, what is personal left out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from collecdata.verdicts import Verdict

if TYPE_CHECKING:
    from collecdata.validation.descriptor import SchemaField
    from collecdata.validation.judge import Judge
    from collecdata.verdicts import Place

__all__ = ["verdict_of"]

_HINTED = frozenset({"type-error", "constraint-error"})


def verdict_of(judge: Judge, *, redact: bool) -> Verdict:
    """Judge a table, and say it all.

    Raises:
        InputError: a record is longer than any data.
        SchemaError: a constraint of the schema cannot be used.
    """
    found = list(judge.judge())
    rows = sorted({place.row for one in found for place in one.places if place.row is not None and place.line is None})
    lines = judge.table.lines(rows) if rows and not judge.table.empty else {}
    fields = {column.place + 1: column.field for column in judge.columns}
    for one in found:
        field = fields.get(one.number or 0) if one.rule in _HINTED else None
        one.places = [_complete(place, lines, field, redact=redact) for place in one.places]
    return Verdict(
        judge.table.name,
        schema=judge.schema.name,
        schema_version=judge.schema.version,
        header=judge.mode,
        encoding=judge.table.encoding,
        delimiter=judge.table.delimiter,
        rows=judge.count,
        columns=judge.table.labels,
        findings=tuple(found),
        redacted=redact,
        stopped=judge.stopped,
    )


def _complete(place: Place, lines: dict[int, int], field: SchemaField | None, *, redact: bool) -> Place:
    line = place.line if place.line is not None else lines.get(place.row or 0)
    if redact:
        return dataclasses.replace(place, line=line, cell=None)
    from collecdata.validation.hints import hint

    better = hint(field, place.cell) if field is not None and place.cell else None
    return dataclasses.replace(place, line=line, hint=better)
