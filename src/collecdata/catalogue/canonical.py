"""The adapter that nobody writes: canonical tables read back from the database that `load` put them in.

It is made from the schemas: one output a canonical table, by the name that `load` gives it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue.adapter import AdapterFolder
from collecdata.catalogue.language import Adapter
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.domain import Domain
    from collecdata.catalogue.table import Table

__all__ = ["CANONICAL", "MOVED", "canonical_folder", "sql_name"]

CANONICAL = "canonique"
"""Its identifier; no folder has it."""
MOVED = {name: f"{name}#2" for name in (SOURCE, LINE)}
"""Provenance columns of a loaded table, and what the reader calls them: the plain names are those of its own."""


def sql_name(table_id: str) -> str:
    """Return the name of a table in a database.

    >>> sql_name("compta.ecriture")
    'compta_ecriture'
    """
    return table_id.replace(".", "_")


def canonical_folder(domains: Mapping[str, Domain]) -> AdapterFolder:
    """Make the adapter of these domains; a table is recognised by its name and the columns of its key."""
    tables = [table for domain in domains.values() for table in domain.tables.values()]
    adapter = Adapter.model_validate(
        {
            "adapter": "1",
            "id": CANONICAL,
            "version": "1.0.0",
            "title": "Tables canoniques dans une base de données",
            "evidence": "spec",
            "sources": ["schemas/"],
            "inputs": {"base": {"reader": ["database"], "options": {"tables": [sql_name(one.id) for one in tables]}}},
            "outputs": list(_outputs(tables)),
        }
    )
    versions = json.dumps({name: domain.version for name, domain in domains.items()}, sort_keys=True)
    digest = hashlib.sha256(versions.encode()).hexdigest()
    return AdapterFolder(Path(CANONICAL), adapter, digest=digest, canonical=True)


def _outputs(tables: Iterable[Table]) -> Iterator[dict[str, object]]:
    for table in tables:
        known = table.primary_key or [field.name for field in table.fields if field.required]
        fields = {name: {"from": name} for name in known}
        yield {"table": table.id, "from": "base", "record_set": sql_name(table.id), "fields": fields}
