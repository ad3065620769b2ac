"""Social declarations (DSN) to typed Parquet, by collecdata and by plain Python: the same cells, and what each takes.

    python benchmarks/declarations.py                                  # 300 MB in one file, 2 000 files of 131 MB
    python benchmarks/declarations.py --megabytes 30 --files 200       # a tenth of that

Each round runs both, each in a process of its own. What is measured is the whole process. Standard library only: see
suite/launch.py.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from suite.launch import launch, run_module

MODULE = ("suite.dsn_tables",)
EMPLOYERS = 20
EACH = 0.0655
"""Megabytes of a small file."""


def compare(name: str, source: Path, work: Path, rounds: int) -> bool:
    """Read a file, or a folder of them, by both; print what it took, and whether both wrote the same cells."""
    ratios = []
    out = {engine: work / f"{name}.{engine}" for engine in ("ours", "plain")}
    for _ in range(rounds):
        costs = {one: launch(one, [str(source), str(where)], where, MODULE) for one, where in out.items()}
        print(name, {one: (round(cost.cpu, 2), round(cost.rss)) for one, cost in costs.items()}, flush=True)
        ratios.append(costs["plain"].cpu / costs["ours"].cpu)
    verdict = run_module(*MODULE, "compare", *map(str, out.values())).strip()
    print(f"{name}: {verdict}; plain / ours, processor: {statistics.median(ratios):.2f}", flush=True)
    return verdict == "equal"


def main() -> int:
    """Compare; 1 where the two do not write the same."""
    parser = argparse.ArgumentParser(description="DSN: collecdata against plain Python")
    parser.add_argument("--megabytes", type=float, default=300)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        large, small = work / "large.dsn", work / "small"
        run_module("suite.generate.dsn", str(asked.megabytes), str(large))
        run_module("suite.generate.dsn", str(EACH * asked.files), str(small), str(asked.files), str(EMPLOYERS))
        verdicts = [compare("dsn", large, work, asked.rounds), compare("small-dsn", small, work, asked.rounds)]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
