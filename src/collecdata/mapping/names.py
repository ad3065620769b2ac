"""Columns by name: the name the adapter uses, another writing of it, or absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from collecdata.catalogue.language import Input

__all__ = ["actual"]


def actual(name: str, columns: Collection[str], reading: Input) -> str | None:
    """Return what a column is called in a file: its name, else the first of its `aliases` that is there, else None."""
    if name in columns:
        return name
    return next((alias for alias in reading.aliases.get(name, ()) if alias in columns), None)
