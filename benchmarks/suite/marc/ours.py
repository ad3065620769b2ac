"""A catalogue read by collecdata: with every promise, and its structure alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suite.marc.tables import EXEMPLAIRE, NOTICE
from suite.shapes import SIREN

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["bare", "promises", "structure", "two_workers"]


def promises(source: Path, out: Path, form: str, jobs: int = 1) -> None:  # noqa: ARG001 - of every engine
    """Convert with one worker: places of origin, hashes, checks, keys, report."""
    from collecdata.cli.memory import own_process

    own_process()  # as the command line does, before Arrow is there
    import collecdata as ours
    from suite.engines.collecdata_engine import CATALOGUE

    result = ours.convert(source, to=out, adapter="banc-notices", siren=SIREN, adapters=[CATALOGUE], jobs=jobs)
    if result.exit_code or len(result.issues):
        raise ValueError(f"{[(issue.code, issue.count) for issue in result.issues]}")


def bare(source: Path, out: Path, form: str) -> None:  # noqa: ARG001 - of every engine
    """Convert with one worker by the core alone: what the peer does, and no promise."""
    from collecdata.cli.memory import own_process

    own_process()  # as the command line does, before Arrow is there
    from collecdata.flow.lots import Asked
    from suite.bare import Wanted, convert_bare
    from suite.engines.collecdata_engine import CATALOGUE

    out.mkdir()
    tables = {"notice": tuple(NOTICE), "exemplaire": ("id_notice", *EXEMPLAIRE)}
    wanted = [Wanted(out / f"{name}.parquet", columns) for name, columns in tables.items()]
    convert_bare(Asked((source,), SIREN, "banc-notices"), wanted, adapters=[CATALOGUE], threads=1)


def two_workers(source: Path, out: Path, form: str) -> None:
    """Convert with two workers."""
    promises(source, out, form, jobs=2)


def structure(source: Path, out: Path, form: str) -> None:  # noqa: ARG001 - of every engine
    """Find every record, field and subfield, in UTF-8, and nothing else; write how many."""
    from collecdata.readers.base import BLOCK
    from collecdata.readers.marc.block import read_block
    from collecdata.readers.marc.pieces import pieces

    count = [0, 0, 0]
    with source.open("rb") as stream:
        for piece in pieces(stream, BLOCK):
            found = read_block(source.name, piece, 0).records
            for rank, more in enumerate((len(found), len(found.field_tag), len(found.sub_field))):
                count[rank] += more
    out.write_text(" ".join(map(str, count)), "utf-8")
