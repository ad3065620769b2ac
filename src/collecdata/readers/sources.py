"""What a path holds: files, folders of files, compressed files, archives; each place to read from, or why not."""

from __future__ import annotations

import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers.archive import is_hidden, members
from collecdata.readers.magic import LABELS, SUFFIXES, kind_of
from collecdata.readers.source import Source, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Expansion", "database", "expand", "issue_of"]

_CONTAINERS = frozenset({"tar", "7z", "rar", "bz2", "xz", "zstd"})


@dataclass(frozen=True, slots=True)
class Expansion:
    """The inputs found under one path, in a stable order, and what could not be one of them."""

    sources: tuple[Source, ...]
    issues: tuple[Issue, ...]


def expand(path: Path, name: str | None = None) -> Expansion:
    """Find every input under a path: a file, a folder (recursively), a .gz, a .zip.

    Order is that of names, folder by folder, the same on every machine. Hidden files are left out. Content decides:
    an .xlsx or an .ods is one input, a .csv that is a zip is an archive.

    Args:
        path: what the user named.
        name: what to call it; by default the file's name, and for a folder nothing: its files are named from it.

    Raises:
        InputError: the path itself cannot be read, or nothing under it can and there is only one reason why.
    """
    try:
        folder = path.is_dir()
        shown = name if name is not None else "" if folder else path.name
        found = list(_folder(path, shown, _Visited()) if folder else _file(path, shown))
    except OSError as error:
        raise unreadable(name or path.name, error) from error
    sources = tuple(item for item in found if isinstance(item, Source))
    issues = tuple(item for item in found if isinstance(item, Issue))
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if not sources and not folder and len(errors) == 1:
        raise InputError(errors[0].code, at=None, source=errors[0].source, **errors[0].params)
    if not sources and not issues:
        raise InputError("file.no_input", source=shown or path.name)
    return Expansion(sources, issues)


def database(address: str, credentials: Path | None = None) -> Source:
    """Name a database as an input; that of an SQLite address is a file.

    Raises:
        UsageError: no database, or one with a password in its address (see `Database.at`).
    """
    from collecdata.catalogue.database import Database

    found = Database.at(address, credentials).url
    if found.get_backend_name() == "sqlite":
        path = Path(found.database or "")
        return Source(path, path.name)
    host = "-".join(str(part) for part in (found.host, found.port) if part)
    return Source(Path(), "@".join(part for part in (found.database, host) if part), "", "", address, credentials)


class _Visited:
    """Real paths met, so that links neither loop nor bring a file in twice."""

    def __init__(self) -> None:
        self._open: list[Path] = []
        self._files: set[Path] = set()

    def enter(self, folder: Path) -> bool:
        real = folder.resolve()
        if real in self._open:
            return False
        self._open.append(real)
        return True

    def leave(self) -> None:
        self._open.pop()

    def first_time(self, file: Path) -> bool:
        real = file.resolve()
        seen = real in self._files
        self._files.add(real)
        return not seen


def _folder(path: Path, name: str, visited: _Visited) -> Iterator[Source | Issue]:
    if not visited.enter(path):
        yield _problem("file.loop", name, Severity.WARNING)
        return
    try:
        entries = sorted(path.iterdir(), key=lambda entry: (unicodedata.normalize("NFC", entry.name), entry.name))
    except OSError as error:
        yield issue_of(unreadable(name or path.name, error))
        entries = []
    for entry in entries:
        if is_hidden(entry.name):
            continue
        shown = f"{name}/{entry.name}" if name else entry.name
        yield from _entry(entry, shown, visited)
    visited.leave()


def _entry(path: Path, name: str, visited: _Visited) -> Iterator[Source | Issue]:
    try:
        if path.is_dir():
            yield from _folder(path, name, visited)
        elif not visited.first_time(path):
            yield _problem("file.twice", name, Severity.WARNING)
        else:
            yield from _file(path, name)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that loops on itself, before Python 3.13
        yield issue_of(unreadable(name, error)) if isinstance(error, OSError) else _problem("file.loop", name)


def _file(path: Path, name: str) -> Iterator[Source | Issue]:
    known = path.stat()
    if not stat.S_ISREG(known.st_mode):
        yield _problem("file.special", name)
    elif not known.st_size:
        yield _problem("file.empty", name)
    else:
        yield from _content(path, name)


def _content(path: Path, name: str) -> Iterator[Source | Issue]:
    source = Source(path, name)
    try:
        kind = kind_of(source)
        if kind == "gz":
            source = Source(path, name, compression="gz")
            inside = kind_of(source)
            if inside in ("empty", "zip", "gz", *_CONTAINERS):
                yield _refused(name, inside)
                return
    except InputError as error:
        yield issue_of(error)
        return
    if kind == "damaged":
        yield _problem("archive.damaged", name)
        return
    if promised := _contradicted(path, kind):
        yield _problem("file.misnamed", name, Severity.INFO, suffix=promised, kind=LABELS[kind])
    if kind == "zip":
        yield from members(path, name)
    elif kind in _CONTAINERS:
        yield _refused(name, kind)
    else:
        yield source


def _contradicted(path: Path, kind: str) -> str:
    """Return the suffix when it promises another kind than the content, "" otherwise."""
    suffix = path.suffix.lower()
    promised = SUFFIXES.get(suffix, kind)
    # An encrypted workbook is still one; what text and binary are is for the readers to say.
    agreed = promised == kind or kind in ("protected", "binary") or (promised == "text" and kind == "xml")
    return "" if agreed else suffix


def _refused(name: str, kind: str) -> Issue:
    if kind == "empty":
        return _problem("file.empty", name)
    return _problem("archive.unsupported", name, kind=LABELS[kind])


def issue_of(error: InputError) -> Issue:
    """Turn the reason why one of several inputs cannot be read into an issue about that input."""
    params = {key: str(value) for key, value in error.params.items() if key != "source"}
    return Issue(error.code, source=str(error.params.get("source", "")), params=params)


def _problem(code: str, name: str, severity: Severity = Severity.ERROR, **params: str) -> Issue:
    return Issue(code, severity, source=name, params=params)
