"""The INSEE death file to typed Parquet: collecdata, polars and duckdb, in interleaved rounds.

python benchmarks/deces.py                       # 1 000 000 lines, 200 MB, result in .benchmarks/
python benchmarks/deces.py --publish --rounds 1  # 10 000 000 lines, 2 GB, result in benchmarks/results/
python benchmarks/deces.py --size 3000000

What is measured is the whole process of each. A smaller file, read by each, is held against a plain reading of its
lines: the verdict of an engine is how many cells it changes and how many people it loses.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from suite.command import Asked, arguments, asked_of, interleave, run, spaced
from suite.deces import ENGINES, GOALS
from suite.launch import Cost, launch, run_module
from suite.results import result_of

if TYPE_CHECKING:
    from pathlib import Path

SMALL, PUBLISHED = 1_000_000, 10_000_000
COMPARED = 200_000
"""Lines of the file that is compared with the plain reading."""


def main() -> int:
    """Compare the one file; what peers lose is a result, not a failure."""
    asked = asked_of(arguments("the INSEE death file", ["deces"], "lines").parse_args())
    return run(asked, lambda _: measure(asked), judged=("collecdata",))


def source_of(lines: int, work: Path) -> Path:
    """Return the generated file, made unless an earlier run did."""
    source = work / f"deces-{lines}.txt"
    if not source.exists():
        run_module("suite.deces.generate", str(lines), str(source))
    return source


def reading(engine: str, source: Path) -> Cost:
    """Run one engine; what it makes lies beside the file, under its name."""
    out = source.with_name(f"deces.{engine}.parquet")
    return launch(engine, [str(source), str(out)], out, ("suite.deces",))


def measure(asked: Asked) -> dict[str, Any]:
    """Read by every engine, then compare what each made of a smaller file."""
    lines = asked.size_of(SMALL, PUBLISHED)
    source = source_of(lines, asked.work)
    costs = interleave("deces", {engine: partial(reading, engine, source) for engine in ENGINES}, asked.rounds)
    sample = source_of(COMPARED, asked.work)
    verdicts = {engine: _verdict(engine, sample) for engine in ENGINES}
    size = spaced(lines, f"lignes, {source.stat().st_size / 1e6:.0f} Mo")
    return result_of("deces", "Décès de l'INSEE", size, costs, verdicts, goals=GOALS)


def _verdict(engine: str, sample: Path) -> str:
    if failed := reading(engine, sample).failed:
        return failed
    out = sample.with_name(f"deces.{engine}.parquet")
    cells, people = json.loads(run_module("suite.deces.compare", str(sample), str(out)))
    return f"of {COMPARED} lines: {cells} cells changed, {people} people lost" if cells or people else "equal"


if __name__ == "__main__":
    sys.exit(main())
