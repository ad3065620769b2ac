"""A judged table as a verdict: lines found, corrected values proposed, what is personal left out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from collecdata.verdicts import HIDDEN, Verdict

if TYPE_CHECKING:
    from collecdata.validation.descriptor import SchemaField
    from collecdata.validation.judge import Judge
    from collecdata.verdicts import Finding, Place

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
    labels = judge.table.labels
    if redact and not _names_its_columns(judge):
        labels = _hide_labels(found, labels)
    return Verdict(
        judge.table.name,
        schema=judge.schema.name,
        schema_version=judge.schema.version,
        header=judge.mode,
        encoding=judge.table.encoding,
        delimiter=judge.table.delimiter,
        rows=judge.count,
        columns=labels,
        findings=tuple(found),
        redacted=redact,
        stopped=judge.stopped,
    )


def _names_its_columns(judge: Judge) -> bool:
    """Tell whether the labels are names: a first row of which the schema knows none may be a row of data."""
    known = {field.name.casefold() for field in judge.schema.fields}
    return any(label.strip().casefold() in known for label in judge.table.labels)


def _hide_labels(found: list[Finding], labels: tuple[str, ...]) -> tuple[str, ...]:
    """Hide the labels in what is said of them, and return them hidden."""
    for one in found:
        if one.field in labels:
            one.field = HIDDEN
        one.params = {key: value for key, value in one.params.items() if key != "note"}
    return tuple(HIDDEN for _ in labels)


def _complete(place: Place, lines: dict[int, int], field: SchemaField | None, *, redact: bool) -> Place:
    line = place.line if place.line is not None else lines.get(place.row or 0)
    if redact:
        return dataclasses.replace(place, line=line, cell=None)
    from collecdata.validation.hints import hint

    better = hint(field, place.cell) if field is not None and place.cell else None
    return dataclasses.replace(place, line=line, hint=better)
