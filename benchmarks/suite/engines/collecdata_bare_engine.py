"""The core alone: see `suite.bare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.flow.lots import Asked
from suite.bare import Wanted, convert_bare
from suite.engines.collecdata_engine import CATALOGUE
from suite.shapes import SIREN

if TYPE_CHECKING:
    from suite.engines import Job


def convert(job: Job) -> None:
    """Convert the file to one Parquet file."""
    names = [column.lower() for column in job.shape.header]
    asked = Asked((job.source,), SIREN, job.shape.adapter)
    convert_bare(asked, [Wanted(job.out, names)], adapters=[CATALOGUE], threads=job.threads)
