"""What other canonical tables bring to the rows that are written: fields found by primary key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.kernels.buffers import texts
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.mapping.arrays import constant, take
from collecdata.mapping.keys import Keys
from collecdata.mapping.written import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from collecdata.catalogue.export_language import ExportLookup
    from collecdata.catalogue.table import Table

__all__ = ["Brought", "LookupPlan", "compile_lookup", "loads"]

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
    """One lookup of a file, compiled. Picklable.

    `there` is the key in the order of its fields: found by those of `here`, each the field of a row or a text that is
    the same for all of them.
    """

    alias: str
    table: str
    here: tuple[tuple[str, Format] | str, ...]
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
        sought = [
            constant(texts([one]), data.num_rows) if isinstance(one, str) else on_distinct(data.column(one[0]), one[1])
            for one in self.here
        ]
        rows = brought.keys.find(sought) if len(brought.keys.first) else np.full(data.num_rows, -1, np.int64)
        return {f"{self.alias}.{name}": take(brought.columns[name], rows) for name in self.fields}


def compile_lookup(
    alias: str, lookup: ExportLookup, table: Table, types: Mapping[str, str], read: Iterable[str]
) -> LookupPlan:
    """Compile one lookup; `read` are all the fields the file reads, `types` those of the fields known so far."""
    schema = arrow_schema(table)
    own = {one.name: one.type for one in table.output_fields}
    fields = tuple(name.removeprefix(f"{alias}.") for name in read if name.startswith(f"{alias}."))
    columns = dict.fromkeys((*lookup.key, *fields))
    here: dict[str, tuple[str, Format] | str] = {
        there: (name, Format(types[name])) for name, there in lookup.on.items()
    }
    here |= lookup.where
    return LookupPlan(
        alias,
        table.id,
        tuple(here[name] for name in table.primary_key),
        tuple((name, Format(own[name])) for name in table.primary_key),
        tuple((name, schema.field(name).type) for name in columns),
        fields,
    )


def loads(plans: Sequence[LookupPlan]) -> Iterator[tuple[LookupPlan, tuple[str, ...]]]:
    """Give what is to be loaded for some lookups: each table once, with all that is read of it, for these aliases."""
    for table in dict.fromkeys(plan.table for plan in plans):
        mine = [plan for plan in plans if plan.table == table]
        read = tuple(dict.fromkeys(column for plan in mine for column in plan.read))
        fields = tuple(dict.fromkeys(name for plan in mine for name in plan.fields))
        yield replace(mine[0], read=read, fields=fields), tuple(plan.alias for plan in mine)
