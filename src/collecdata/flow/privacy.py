"""What may leave: fields above a class are dropped, and keys that carry them become keyed pseudonyms."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.errors import Position, UsageError
from collecdata.kernels.distinct import decode, on_distinct

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.catalogue.table import Table

__all__ = ["KEY_VARIABLE", "Privacy", "linking", "privacy_of", "read_key"]

KEY_VARIABLE = "COLLECDATA_CLE"
"""Environment variable that holds the key of pseudonyms, where no file does."""
SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True)
class Privacy:
    """For one table: the fields that go, and the key fields replaced by a pseudonym."""

    dropped: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    key: bytes = field(default=b"", repr=False)

    def apply(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Drop and replace; the same value gives the same pseudonym in every table, and in every run of one key."""
        for name in self.pseudonyms:
            index = rows.schema.get_field_index(name)
            rows = rows.set_column(index, name, on_distinct(rows.column(name), self._pseudonym))
        return rows.drop_columns(list(self.dropped)) if self.dropped else rows

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the columns that remain."""
        return pa.schema([column for column in schema if column.name not in self.dropped], schema.metadata)

    def _pseudonym(self, values: pa.Array) -> pa.Array:
        digests = [
            None if value is None else hmac.new(self.key, str(value).encode(), hashlib.sha256).hexdigest()
            for value in decode(values).to_pylist()
        ]
        return pa.array(digests, pa.string())


def linking(table: Table) -> frozenset[str]:
    """Return the fields that make a row one, or lead to another."""
    return frozenset((*table.primary_key, *(name for link in table.foreign_keys for name in link.fields)))


def privacy_of(table: Table, highest: int | None, key: bytes | None) -> Privacy:
    """Decide, for one table, what a limit to class `highest` drops and what it turns into pseudonyms.

    A key field that is no text (the date of a change in a career) has no pseudonym: it goes.

    Raises:
        UsageError: a key field must be replaced and there is no key.
    """
    if highest is None:
        return Privacy()
    above = [f for f in table.fields if f.confidentialite > highest]
    links = linking(table)
    keys = tuple(f.name for f in above if f.name in links and f.type == "string")
    if keys and not key:
        raise UsageError("usage.key_missing", table=table.id, fields=", ".join(keys), variable=KEY_VARIABLE)
    generated = [f"{f.name}_source" for f in above if f.vocabulaire]
    return Privacy(tuple(f.name for f in above if f.name not in keys) + tuple(generated), keys, key or b"")


def read_key(path: Path | None) -> bytes | None:
    """Read the key of pseudonyms from a file, else from the environment; None where there is none.

    Raises:
        UsageError: the file cannot be read, or the key is too short to protect anything.
    """
    if path is not None:
        try:
            key = path.read_bytes().strip()
        except OSError as error:
            raise UsageError("usage.key_unreadable", at=Position(str(path)), reason=error.strerror or "") from error
    else:
        key = os.environ.get(KEY_VARIABLE, "").encode()
    if key and len(key) < SHORTEST_KEY:
        raise UsageError("usage.key_short", length=str(len(key)), minimum=str(SHORTEST_KEY))
    return key or None
