"""Tables of a few rows, and what the rules of their domain say of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.catalogue import Catalogue
from collecdata.domains import rules
from collecdata.kernels.stream import LINE, SOURCE

TABLES = Catalogue.from_roots().tables


def rows(table: str, *given: dict[str, Any]) -> pa.RecordBatch:
    """Return rows of a table, `domaine.table`, from line 2 of a file; what is not given is null."""
    schema = arrow_schema(TABLES[table])
    whole = [{"siren": "123456782", LINE: rank + 2, SOURCE: "f.csv", **one} for rank, one in enumerate(given)]
    columns = [
        pa.array([row.get(name) for row in whole], kind) for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema.names)


def found(domain: str, **tables: pa.RecordBatch) -> list[tuple[str, tuple[int, ...]]]:
    """Return what the rules of a domain say of these of its tables: code and lines."""
    batches = {f"{domain}.{name}": batch for name, batch in tables.items()}
    told = []
    for rule in rules(domain).finish:
        if rule.tables.keys() <= batches.keys():
            told += rule.apply({name: iter([batches[name]]) for name in rule.tables})
    return [(issue.code, issue.lines) for issue in told]
