"""An adapter held against everything known before a byte of data is converted: language, schemas, readers, samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue import adapter as adapters
from collecdata.catalogue.signature import Signature
from collecdata.catalogue.static import check
from collecdata.domains import rules
from collecdata.errors import AdapterError, CollecdataError
from collecdata.flow.detect import detect_file
from collecdata.readers.registry import READERS
from collecdata.readers.sources import expand

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue

__all__ = ["check_adapter", "check_loaded", "load_adapter", "samples"]


def load_adapter(path: Path, catalogue: Catalogue) -> AdapterFolder:
    """Load the adapter of a folder, wherever it lies; one that it extends may be in the catalogue.

    Raises:
        AdapterError: with every problem, each at its place.
    """
    return adapters.load(path, lambda name: catalogue.adapters[name].path if name in catalogue.adapters else None)


def check_adapter(path: Path, catalogue: Catalogue) -> list[AdapterError]:
    """Load and check; every problem of either, in the order of the files."""
    try:
        folder = load_adapter(path, catalogue)
    except AdapterError as error:
        return [one for one in error.problems if isinstance(one, AdapterError)] or [error]
    return check_loaded(folder, catalogue)


def check_loaded(folder: AdapterFolder, catalogue: Catalogue) -> list[AdapterError]:
    """Check an adapter that loads."""
    inputs = folder.adapter.inputs.values() if folder.adapter else ()
    used = {name for one in inputs for name in one.reader if name in READERS}
    return check(
        folder,
        catalogue,
        derived=_derived(catalogue),
        columns=_sample_columns(folder) or None,
        readers=tuple(READERS),
        options={name: READERS[name].options for name in used},
    )


def samples(folder: Path) -> list[Path]:
    """List the sample cases of an adapter."""
    return sorted(path.parent for path in (folder / "samples").glob("*/input") if path.is_dir())


def _derived(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """List, by table, the fields that domain rules make."""
    made: dict[str, frozenset[str]] = {}
    for domain in catalogue.domains:
        for rule in rules(domain).derive:
            made[rule.table] = made.get(rule.table, frozenset()) | set(rule.outputs)
    return made


def _sample_columns(folder: AdapterFolder) -> dict[str, tuple[str, ...]]:
    """Read the header of each input in the samples: every column met in one of them."""
    found: dict[str, dict[str, None]] = {}
    for case in samples(folder.path):
        try:
            sources = expand(case / "input").sources
        except CollecdataError:
            continue
        for match in (match for source in sources for match in detect_file(source, [Signature.of(folder)]).matches):
            for record_set, columns in match.layout.record_sets.items():
                name = f"{match.input}/{record_set}" if record_set else match.input
                found.setdefault(name, {}).update(dict.fromkeys(columns))
    return {name: tuple(columns) for name, columns in found.items()}
