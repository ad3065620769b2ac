"""Files to publish held against what their domain forbids to publish, with the article that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.flow.publication import refusals
from collecdata.flow.tables_found import open_table
from collecdata.kernels.dates import parse_date
from collecdata.kernels.distinct import decode
from collecdata.kernels.text import clean
from collecdata.validation.csvrows import NotTokenised
from collecdata.verdicts import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.domains import Publication
    from collecdata.flow.packages_found import Item
    from collecdata.issues import Issue
    from collecdata.validation.table import Tabular

__all__ = ["forbidden"]

RULE = "publication"


def forbidden(item: Item, asked: Publication) -> list[Finding]:
    """Say what forbids to publish a table, the other tables of its package being read with it.

    Raises:
        InputError: a table cannot be read.
    """
    tables = {one.schema.origin: open_table(one.source, one.said) for one in (item.others or {"": item}).values()}
    columns = {name: table.labels for name, table in tables.items() if not table.empty}
    read = {name: partial(_batches, tables[name]) for name in columns}
    try:
        found = list(refusals(read, columns, asked, (item.schema.origin,)))
    except NotTokenised:  # the table knows now: it is read again, the exact way
        found = list(refusals(read, columns, asked, (item.schema.origin,)))
    return [_finding(one) for one in found]


def _finding(one: Issue) -> Finding:
    params = {**one.params, "table": one.table, "count": one.count}
    return Finding(RULE, one.code, one.severity, one.field, count=one.count, places=[Place()], params=params)


def _batches(table: Tabular, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Read columns as a package has them: what is empty is null, what is a date by its name is one."""
    places = {label: place for place, label in enumerate(table.labels)}
    for rows in table.rows(len(table.labels)):
        if not len(rows.numbers):
            continue
        columns = [_typed(name, decode(rows.columns[places[name]])) for name in names]
        yield pa.RecordBatch.from_arrays(columns, names=list(names))


def _typed(name: str, column: pa.Array) -> pa.Array:
    if not pa.types.is_string(column.type):
        return column
    cleaned = clean(column)
    return parse_date(cleaned, ("%Y-%m-%d",))[0] if name.endswith("_date") else cleaned
