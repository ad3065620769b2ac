"""Convert a region in this process and those it starts: `python -m suite.region JOBS LOTS OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    jobs, lots, out = sys.argv[1:]
    import collecdata

    collecdata.convert(lots=Path(lots), to=Path(out), jobs=int(jobs.removeprefix("jobs-")))
