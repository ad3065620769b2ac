"""Publishing counts of people in the place of the tables that name them (`--publiable`).

A domain that has `Aggregate` rules publishes none of its tables whose rows are of somebody: they are written whole
beside the package, while it is made, and counted there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.domains import rules
from collecdata.flow.collect import TableFile
from collecdata.flow.finish import read_columns
from collecdata.flow.privacy import Privacy, linking
from collecdata.issues import Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from collecdata.catalogue.table import Table
    from collecdata.domains import Aggregate
    from collecdata.flow.lot import LotRun
    from collecdata.flow.packaging import PackageInfo

__all__ = ["aggregate", "is_withheld"]


def is_withheld(table: Table) -> bool:
    """Say whether a table is not published, for its rows are of somebody and its domain counts people instead."""
    keys = linking(table)
    return bool(rules(table.domain).aggregate) and any(f.confidentialite for f in table.fields if f.name in keys)


def aggregate(run: LotRun, info: PackageInfo, scratch: Path) -> Iterator[Issue]:
    """Write the aggregates of a lot, in the place of its tables that are withheld, which are named.

    Raises:
        UsageError: the disk is full.
    """
    withheld = {name: table for name, table in run.tables.items() if is_withheld(table.table)}
    for domain in dict.fromkeys(table.table.domain for table in withheld.values()):
        for rule in rules(domain).aggregate:
            rows = _rows(rule, run) if rule.table not in run.tables else []
            if rows:
                run.tables[rule.table] = _written(info.catalogue.tables[rule.table], rows, run, info, scratch)
    for name, table in withheld.items():
        del run.tables[name]
        if table.measures.rows:
            yield Issue("publication.withheld", Severity.INFO, name, params={"rows": str(table.measures.rows)})


def _rows(rule: Aggregate, run: LotRun) -> list[Mapping[str, Any]]:
    """Return the rows that a rule gives."""
    read = {
        name: read_columns(run.tables[name], columns) if name in run.tables else iter(())
        for name, columns in rule.tables.items()
    }
    return list(rule.apply(read))


def _written(table: Table, rows: list[Mapping[str, Any]], run: LotRun, info: PackageInfo, scratch: Path) -> TableFile:
    """Write rows in the order of their key."""
    path = info.table_path(table, run.plan.siren)
    file = TableFile(table, path, scratch, Privacy(), info.metadata(table, run.plan.adapters))
    ordered = sorted(rows, key=lambda row: [str(row[name]) for name in table.primary_key])
    file.fill(pa.RecordBatch.from_pylist(ordered, schema=arrow_schema(table)))
    file.close({"collecdata.inputs": json.dumps({one.plan.layout.source.name: one.sha256 for one in run.files})})
    file.unique = True
    return file
