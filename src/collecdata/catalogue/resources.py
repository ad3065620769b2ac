"""Where the standard and the adapters lie: built in, in COLLECDATA_PATH, in installed packages, or where one says."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ENTRY_POINTS", "VARIABLE", "adapter_folders", "built_in", "domain_folders", "is_root", "roots"]

SCHEMAS = "schemas"
ADAPTERS = "adapters"
VARIABLE = "COLLECDATA_PATH"
ENTRY_POINTS = "collecdata.adapters"
"""Entry-point group: its value names a package whose folder is a root. It is found, never imported: no code is run."""


def roots(extra: Sequence[Path] = ()) -> list[Path]:
    """Return the roots, each once: built-in, COLLECDATA_PATH, installed packages, then `extra`.

    A root is a folder that has `schemas/` or `adapters/`; a folder that holds adapters (`--adapters DIR`) is one too.

    Raises:
        UsageError: a root that was asked for (variable or `extra`) is not one.
    """
    variable, explicit = _from_variable(), [Path(path) for path in extra]
    for path in (*variable, *explicit):
        if not is_root(path):
            raise UsageError("usage.not_a_root", path=str(path))
    found = [built_in(), *variable, *_installed(), *explicit]
    return list(dict.fromkeys(path.resolve() for path in found))


def built_in() -> Path:
    """Return the root that comes with the library: `_data` of a wheel, else the source tree around the package."""
    package = Path(__file__).resolve().parents[1]
    wheel, source = package / "_data", package.parents[1]
    return wheel if is_root(wheel) or not is_root(source) else source


def is_root(path: Path) -> bool:
    """Whether a folder has `schemas/` or `adapters/`, or holds adapters itself."""
    return (path / SCHEMAS).is_dir() or (path / ADAPTERS).is_dir() or any(adapter_folders(path))


def adapter_folders(root: Path) -> Iterator[Path]:
    """Iterate the adapters' folders of a root, sorted by name."""
    folder = root / ADAPTERS
    if not folder.is_dir():
        folder = root
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if _has(path, ("adapter.yaml", "export.yaml")))


def domain_folders(root: Path) -> Iterator[Path]:
    """Iterate the domains' folders of a root, sorted by name."""
    folder = root / SCHEMAS
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if _has(path, ("datapackage.json",)))


def _has(path: Path, names: Iterable[str]) -> bool:
    return path.is_dir() and any((path / name).is_file() for name in names)


def _from_variable() -> list[Path]:
    value = os.environ.get(VARIABLE, "")
    return [Path(part).expanduser() for part in value.split(os.pathsep) if part.strip()]


def _installed() -> Iterator[Path]:
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS):
        spec = find_spec(entry.value.partition(".")[0])
        for location in (spec and spec.submodule_search_locations) or ():
            path = Path(location, *entry.value.split(".")[1:])
            if is_root(path):
                yield path
