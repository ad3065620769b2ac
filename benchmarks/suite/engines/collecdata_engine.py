"""collecdata as anybody uses it: `convert`, with everything it promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import collecdata
from suite.shapes import SIREN

if TYPE_CHECKING:
    from suite.engines import Job

CATALOGUE = Path(__file__).parents[2] / "catalogue"


def convert(job: Job) -> None:
    """Convert; an anomaly would mean that the generator or the catalogue is wrong."""
    result = collecdata.convert(
        job.source, to=job.out, adapter=job.shape.adapter, siren=SIREN, adapters=[CATALOGUE], jobs=job.threads
    )
    if result.exit_code or len(result.issues):
        raise ValueError(f"{[(issue.code, issue.count) for issue in result.issues]}")
