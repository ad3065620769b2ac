"""The death file read by collecdata as its command line reads it, with every promise."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["convert"]


def convert(source: Path, out: Path) -> None:
    """Convert to a package, and take its one table out of it."""
    from collecdata.cli.memory import own_process

    own_process()  # as the command line does, before Arrow is there
    import collecdata

    package = out.with_suffix(".paquet")
    shutil.rmtree(package, ignore_errors=True)
    collecdata.convert(source, to=package, adapter="insee-deces")
    shutil.move(package / "etat_civil" / "deces_insee.parquet", out)
