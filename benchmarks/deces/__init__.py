"""The INSEE death file: generated with its quirks, read by us and by peers, held against a plain reading.

Standard library only: whoever measures imports it (see `suite.launch`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suite.launch import Cost, launch

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ENGINES", "measured"]

ENGINES = ("collecdata", "polars", "duckdb")


def measured(engine: str, source: Path) -> Cost:
    """Convert a file with one engine, to a Parquet file beside it that bears its name."""
    words = [str(source), str(source.parent)]
    return launch(engine, words, source.with_name(f"{engine}.parquet"), ("deces.engine",))
