"""What other canonical tables bring to the rows that are written: fields found by primary key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.mapping.arrays import take
from collecdata.mapping.keys import Keys
from collecdata.mapping.written import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collecdata.catalogue.export_language import ExportLookup
    from collecdata.catalogue.table import Table

__all__ = ["Brought", "LookupPlan", "compile_lookup"]

Key = tuple[tuple[str, Format], ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """Another table, in memory: the fields read, found by its key; of two rows of one key, the first."""

    columns: Mapping[str, pa.Array]
    keys: Keys

    @classmethod
    def load(cls, batches: Iterable[pa.RecordBatch], plan: LookupPlan) -> Brought:
        """Read the rows of a table whole."""
        found = list(batches)
        rows = pa.Table.from_batches(found) if found else pa.schema(plan.read).empty_table()
        plain = {name: rows[name].combine_chunks() for name, _ in plan.read}
        keys, _ = Keys.of([decode(on_distinct(plain[name], form)) for name, form in plan.there])
        return cls({name: plain[name] for name in plan.fields}, keys)


@dataclass(frozen=True, slots=True)
class LookupPlan:
    """One lookup of a file, compiled. Picklable."""

    alias: str
    table: str
    here: Key
    there: Key
    read: tuple[tuple[str, pa.DataType], ...]
    """Columns of the other table that are read, with their types."""
    fields: tuple[str, ...]
    """Those of them that are brought."""

    def find(self, data: pa.RecordBatch, brought: Brought | None) -> dict[str, pa.Array]:
        """Return the fields found for each row, under `alias.champ`; null where nothing is found."""
        kinds = dict(self.read)
        if brought is None:
            return {f"{self.alias}.{name}": pa.nulls(data.num_rows, kinds[name]) for name in self.fields}
        sought = [on_distinct(data.column(name), form) for name, form in self.here]
        rows = brought.keys.find(sought) if len(brought.keys.first) else np.full(data.num_rows, -1, np.int64)
        return {f"{self.alias}.{name}": take(brought.columns[name], rows) for name in self.fields}


def compile_lookup(
    alias: str, lookup: ExportLookup, table: Table, types: Mapping[str, str], read: Iterable[str]
) -> LookupPlan:
    """Compile one lookup; `read` are all the fields the file reads, `types` those of the fields known so far."""
    schema = arrow_schema(table)
    own = {one.name: one.type for one in table.output_fields}
    fields = tuple(name.removeprefix(f"{alias}.") for name in read if name.startswith(f"{alias}."))
    columns = dict.fromkeys((*lookup.on.values(), *fields))
    return LookupPlan(
        alias,
        table.id,
        tuple((name, Format(types[name])) for name in lookup.on),
        tuple((name, Format(own[name])) for name in lookup.on.values()),
        tuple((name, schema.field(name).type) for name in columns),
        fields,
    )
