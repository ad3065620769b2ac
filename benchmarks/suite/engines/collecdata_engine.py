"""collecdata as anybody uses it: the command line, `collecdata convert`, with everything it promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.cli import main
from suite.shapes import SIREN

if TYPE_CHECKING:
    from suite.engines import Job

CATALOGUE = Path(__file__).parents[2] / "catalogue"


def convert(job: Job) -> None:
    """Convert; anything but "all good" would mean that the generator or the catalogue is wrong."""
    words = ["--to", job.out, "--adapter", job.shape.adapter, "--siren", SIREN, "--jobs", job.threads]
    code = main(["convert", *map(str, [job.source, *words, "--adapters", CATALOGUE])])
    if code:
        raise ValueError(f"exit code {code}")
