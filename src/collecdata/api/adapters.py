"""`adapter new|check|test`: adapters written and held to the kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.api.catalogue import AnyPath, open_catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.errors import AdapterError
    from collecdata.testing import Outcome

__all__ = ["adapter_check", "adapter_new", "adapter_test"]


def adapter_new(
    export: AnyPath, *, to: AnyPath, table: str | None = None, adapters: Sequence[AnyPath] | None = None
) -> Path:
    """Write the folder of a new adapter from one export: every column listed, a scrubbed sample, a README to fill.

    Raises:
        UsageError: the folder exists, or no such table.
        InputError: the export cannot be read.
    """
    from collecdata.flow.drafting import draft

    return draft(Path(export), Path(to), table, open_catalogue(adapters))


def adapter_check(path: AnyPath, *, adapters: Sequence[AnyPath] | None = None) -> list[AdapterError]:
    """Check the adapter of a folder before any byte is read.

    Returns:
        Every problem found, each at its file, line and column.
    """
    from collecdata.flow.checking import check_adapter

    return check_adapter(Path(path), open_catalogue(adapters))


def adapter_test(path: AnyPath, *, update: bool = False, adapters: Sequence[AnyPath] | None = None) -> list[Outcome]:
    """Hold the adapter of a folder to the whole conformance kit; `update` writes its expected output first."""
    from collecdata.testing import run_kit

    return run_kit(Path(path), [Path(root) for root in adapters or ()], update=update)
