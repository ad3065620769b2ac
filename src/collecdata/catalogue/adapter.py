"""One adapter's folder: read, put over the one it extends, typed; every problem at file:line:column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue import code_table, located, resources
from collecdata.catalogue.extends import extend
from collecdata.catalogue.faults import validated
from collecdata.catalogue.language import Adapter
from collecdata.catalogue.references import map_files
from collecdata.errors import AdapterError, Position

if TYPE_CHECKING:
    from collecdata.catalogue.code_table import CodeTable
    from collecdata.catalogue.export_language import Export
    from collecdata.catalogue.language import Evidence, Heading
    from collecdata.catalogue.located import Loc, Located

__all__ = ["ADAPTER", "EXPORT", "AdapterFolder", "Find", "extended", "load"]

ADAPTER = "adapter.yaml"
EXPORT = "export.yaml"
CODES = "codes"

Find = Callable[[str], Path | None]
"""Folder of an adapter that another extends, by its id."""


@dataclass(frozen=True)
class AdapterFolder:
    """An adapter that holds together, one way, the other, or both. Picklable.

    Attributes:
        path: the folder.
        adapter: the way in, what it extends already in it; None without `adapter.yaml`.
        export: the way out; None without `export.yaml`, or where it was left unread.
        bases: folders of the adapters it extends, nearest first.
        tables: the CSV of codes used on the way in, by the path written in `map`.
        reverse_tables: the same on the way out, from canonical code to the product's.
        documents: the files, for positions.
        canonical: its tables are the canonical ones themselves, read back; made, and in no folder.
        digest: SHA-256 (hex) of everything the result depends on: both files, the codes, those of the bases.
    """

    path: Path
    adapter: Adapter | None = None
    export: Export | None = None
    bases: tuple[Path, ...] = ()
    tables: Mapping[str, CodeTable] = field(default_factory=dict)
    reverse_tables: Mapping[str, CodeTable] = field(default_factory=dict)
    documents: Mapping[str, Located] = field(default_factory=dict)
    digest: str = ""
    canonical: bool = False

    @property
    def id(self) -> str:
        """Name of the adapter, the same as its folder's."""
        return self.path.name

    @property
    def heading(self) -> Heading:
        """What the adapter says of itself: of the way in, else of the way out."""
        heading = self.adapter or self.export
        assert heading is not None  # noqa: S101 - a folder without either does not load
        return heading

    @property
    def version(self) -> str:
        """Version of the adapter."""
        return self.heading.version

    @property
    def title(self) -> str:
        """Readable name, French."""
        return self.heading.title

    @property
    def evidence(self) -> Evidence:
        """What it rests on."""
        return self.heading.evidence

    @property
    def codes(self) -> Mapping[str, dict[str, str]]:
        """By path of a CSV used on the way in: source code to canonical code."""
        return {path: table.values for path, table in self.tables.items()}

    @property
    def reverse_codes(self) -> Mapping[str, dict[str, str]]:
        """By path of a CSV used on the way out: canonical code to the product's code."""
        return {path: table.values for path, table in self.reverse_tables.items()}

    def position(self, loc: Loc, file: str = ADAPTER) -> Position:
        """Return where something of a file stands: `("outputs", 0, "fields", "siren")`."""
        return self.documents[file].position(loc)


def load(folder: Path, find: Find | None = None, *, inbound_only: bool = False) -> AdapterFolder:
    """Read one adapter.

    Args:
        folder: the adapter's.
        find: where an adapter that it extends is looked for, after beside it and before among the built-in ones.
        inbound_only: its way out is left unread, as a conversion needs none: a third of what an adapter takes to load.

    Raises:
        AdapterError: with every problem found in any of its files, each at its place.
    """
    problems: list[AdapterError] = []
    path = folder if folder.name else folder.resolve()
    find = find or (lambda _: None)
    inbound = _way_in(path, find, problems) if (path / ADAPTER).is_file() else _Way()
    read = _bases_out if inbound_only and inbound.documents else _way_out
    outbound = read(path, find, problems) if (path / EXPORT).is_file() else _Way()
    if not inbound.documents and not outbound.documents and not problems:
        problems.append(AdapterError("adapter.empty_folder", at=Position(str(path))))
    if problems:
        raise AdapterError("adapter.invalid", at=Position(str(path)), problems=_flat(problems))
    bases = tuple(dict.fromkeys((*inbound.bases, *outbound.bases)))
    return AdapterFolder(
        path,
        inbound.adapter,
        outbound.export,
        bases,
        inbound.tables,
        outbound.tables,
        {**inbound.documents, **outbound.documents},
        _digest((path, *bases)),
    )


@dataclass(slots=True)
class _Way:
    """What one of the two files came to."""

    adapter: Adapter | None = None
    export: Export | None = None
    bases: tuple[Path, ...] = ()
    tables: dict[str, CodeTable] = field(default_factory=dict)
    documents: dict[str, Located] = field(default_factory=dict)


def _way_in(folder: Path, find: Find, problems: list[AdapterError]) -> _Way:
    way = _Way()
    try:
        document, way.bases = extended(folder, ADAPTER, find)
        way.documents[ADAPTER] = document
        way.adapter = validated(Adapter, document)
    except AdapterError as error:
        problems.append(error)
        return way
    _check_id(folder, way.adapter.id, document, problems)
    way.tables = _tables(way.adapter, document, (folder, *way.bases), "source", problems)
    return way


def _bases_out(folder: Path, find: Find, problems: list[AdapterError]) -> _Way:
    """Tell what the way out extends, and nothing else: it is part of the digest."""
    try:
        return _Way(bases=extended(folder, EXPORT, find)[1])
    except AdapterError as error:
        problems.append(error)
        return _Way()


def _way_out(folder: Path, find: Find, problems: list[AdapterError]) -> _Way:
    from collecdata.catalogue.export_language import Export

    way = _Way()
    try:
        document, way.bases = extended(folder, EXPORT, find)
        way.documents[EXPORT] = document
        way.export = validated(Export, document)
    except AdapterError as error:
        problems.append(error)
        return way
    _check_id(folder, way.export.id, document, problems)
    way.tables = _tables(way.export, document, (folder, *way.bases), "canonique", problems)
    return way


def extended(
    folder: Path,
    file: str,
    find: Find = lambda _: None,
    seen: tuple[Path, ...] = (),
    *,
    read: Callable[[Path], Located] = located.load,
) -> tuple[Located, tuple[Path, ...]]:
    """Read a file and lay it over what it extends, itself laid over what that one extends; and the folders of those.

    Raises:
        AdapterError: a file cannot be read, extends what does not exist, or itself.
    """
    seen = (*seen, folder.resolve())
    document = read(folder / file)
    data = document.data
    wanted = data.get("extends") if isinstance(data, dict) else None
    if not isinstance(wanted, str):
        return document, ()
    at = document.position(("extends",))
    beside = folder.parent / wanted
    base = beside if (beside / file).is_file() else find(wanted) or _built_in(wanted, file)
    if base is None:
        raise AdapterError("adapter.extends_unknown", at=at, value=wanted)
    if base.resolve() in seen:
        raise AdapterError("adapter.extends_loop", at=at, value=wanted)
    below, bases = extended(base, file, find, seen, read=read)
    return extend(below, document), (base, *bases)


def _built_in(name: str, file: str) -> Path | None:
    folder = resources.built_in() / resources.ADAPTERS / name
    return folder if (folder / file).is_file() else None


def _check_id(folder: Path, found: str, document: Located, problems: list[AdapterError]) -> None:
    if found != folder.name:
        at = document.position(("id",))
        problems.append(AdapterError("adapter.wrong_id", at=at, value=found, expected=folder.name))


def _tables(
    model: Adapter | Export, document: Located, folders: tuple[Path, ...], key: str, problems: list[AdapterError]
) -> dict[str, CodeTable]:
    """Read every CSV that a `map` names: of the folder, else of an adapter it extends."""
    tables: dict[str, CodeTable] = {}
    for loc, name in map_files(model):
        if name in tables:
            continue
        found = [folder / name for folder in folders if (folder / name).is_file()]
        if not found or CODES not in Path(name).parts[:1] or ".." in Path(name).parts:
            problems.append(AdapterError("adapter.codes_absent", at=document.position(loc), value=name))
            continue
        try:
            tables[name] = code_table.load(found[0], key)
        except AdapterError as error:
            problems.append(error)
    return tables


def _flat(problems: list[AdapterError]) -> tuple[AdapterError, ...]:
    """Put together the problems that each error carries, itself where it carries none; each once, in file order."""
    every = [one for problem in problems for one in (problem.problems or (problem,))]
    unique = {(str(one.at), one.code, str(one)): one for one in every if isinstance(one, AdapterError)}
    return tuple(sorted(unique.values(), key=_place))


def _place(problem: AdapterError) -> tuple[str, int, int]:
    at = problem.at or Position("")
    return at.file, at.line, at.column


def _digest(folders: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for folder in folders:
        files = [folder / ADAPTER, folder / EXPORT, *sorted((folder / CODES).rglob("*.csv"))]
        for file in files:
            if file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                total.update(f"{folder.name}/{file.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()
