"""The standard and the adapters: what is there, and where it is found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.schema import Schema

__all__ = ["AnyPath", "Schemas", "open_adapters", "open_catalogue"]

AnyPath = str | Path


def open_catalogue(adapters: Sequence[AnyPath] | None = None) -> Catalogue:
    """Return what is built in, found by COLLECDATA_PATH or entry points, and under the folders given."""
    from collecdata.catalogue.catalogue import Catalogue

    return Catalogue.from_roots(tuple(Path(root) for root in adapters or ()))


def open_adapters(adapters: Sequence[AnyPath] | None = None) -> Mapping[str, AdapterFolder]:
    """Return every adapter, by identifier."""
    return open_catalogue(adapters).adapters


class Schemas(Mapping[str, "Schema"]):
    """Every canonical table, by `domaine.table`."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue or open_catalogue()

    def __getitem__(self, key: str) -> Schema:
        from collecdata.catalogue.nearest import nearest
        from collecdata.catalogue.schema import Schema

        tables = self._catalogue.tables
        if key not in tables:
            raise UsageError("usage.unknown_table", value=key, nearest=nearest(key, tuple(tables)) or "")
        return Schema(tables[key], self._catalogue.codes)

    def __contains__(self, key: object) -> bool:
        return key in self._catalogue.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue.tables)

    def __len__(self) -> int:
        return len(self._catalogue.tables)
