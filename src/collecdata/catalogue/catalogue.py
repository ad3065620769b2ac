"""Every domain, table, code list and adapter found under the roots, each loaded when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from collecdata.catalogue import domain, resources
from collecdata.catalogue.lazy import Lazy
from collecdata.catalogue.schema import Schema
from collecdata.errors import Position, SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.domain import Domain
    from collecdata.catalogue.signature import Signature
    from collecdata.catalogue.table import Table

__all__ = ["Catalogue"]


class Catalogue:
    """What the roots hold. Picklable: another process finds the same roots again.

    Attributes:
        roots: folders looked into, in order.
        folders: those of the domains, by name.
        domains: by name.
        tables: by `domaine.table`; asking for one loads neither the others nor another domain.
        codes: by `domaine.liste`; likewise.
        schemas: each table with what is generated from it, by `domaine.table`.
        adapters: by folder name; `canonique` can be asked for, and is not among them.
        inbound: the same, their way out left unread: what a conversion asks.
        signatures: how each adapter recognises its files, by folder name; asking for one loads no adapter.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self.folders = _by_name(resources.domain_folders, roots)
        adapters = _by_name(resources.adapter_folders, roots)
        self.domains: Mapping[str, Domain] = Lazy(
            lambda: iter(self.folders), lambda key: domain.opened(self.folders[key])
        )
        self.tables: Mapping[str, Table] = Lazy(
            lambda: (f"{name}.{table}" for name, one in self.domains.items() for table in one.tables),
            lambda key: _member(self.domains, key).tables[key.partition(".")[2]],
        )
        self.codes: Mapping[str, CodeList] = Lazy(
            lambda: (f"{name}.{codes}" for name, one in self.domains.items() for codes in one.codes),
            lambda key: _member(self.domains, key).codes[key.partition(".")[2]],
        )
        self.schemas: Mapping[str, Schema] = Lazy(
            lambda: iter(self.tables), lambda key: Schema(self.tables[key], self.codes)
        )
        self.adapters: Mapping[str, AdapterFolder] = Lazy(
            lambda: iter(adapters), lambda key: self._adapter(key, adapters)
        )
        self.inbound: Mapping[str, AdapterFolder] = Lazy(
            lambda: iter(adapters), lambda key: self._adapter(key, adapters, inbound_only=True)
        )
        self.signatures: Mapping[str, Signature] = Lazy(lambda: iter(adapters), lambda key: _signature(adapters[key]))

    def _adapter(self, key: str, folders: Mapping[str, Path], *, inbound_only: bool = False) -> AdapterFolder:
        from collecdata.catalogue import adapter, canonical

        if key == canonical.CANONICAL:
            return canonical.canonical_folder(self.domains)
        return adapter.load(folders[key], inbound_only=inbound_only)

    @classmethod
    def from_roots(cls, extra: Sequence[Path] = ()) -> Catalogue:
        """Return the catalogue of the roots (see `resources.roots`); the same object for the same roots.

        Raises:
            UsageError: a root that was asked for is not one.
            SchemaError: two roots hold the same domain or adapter.
        """
        return _cached(tuple(resources.roots(extra)))

    def __reduce__(self) -> tuple[object, ...]:
        return _cached, (self.roots,)


@lru_cache(maxsize=16)
def _cached(roots: tuple[Path, ...]) -> Catalogue:
    return Catalogue(roots)


def _by_name(folders: Callable[[Path], Iterator[Path]], roots: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for root in roots:
        for folder in folders(root):
            if (first := found.setdefault(folder.name, folder)) != folder:
                raise SchemaError("schema.found_twice", at=Position(str(folder)), name=folder.name, first=str(first))
    return found


def _member(domains: Mapping[str, Domain], key: str) -> Domain:
    try:
        return domains[key.partition(".")[0]]
    except KeyError:
        raise KeyError(key) from None


def _signature(folder: Path) -> Signature:
    from collecdata.catalogue import signature

    return signature.load(folder)
