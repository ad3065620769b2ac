"""Read the death file with collecdata, polars and duckdb in interleaved rounds, each in a process of its own.

In benchmarks/:

    python -m deces                      # 1 000 000 lines, three rounds, result in .benchmarks/
    python -m deces 10000000 --publish   # the published figures, 2 GB in the temporary folder

Says what each costs and, of the first lines of the file read by each, how many cells and people differ from a plain
reading. Standard library only, so that the peak memory of each process is its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from deces import ENGINES, measured
from suite.launch import Cost, run_module
from suite.rounds import environment, ratios, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPARED = 200_000
"""Lines compared with the plain reading: all of those of a file of their own."""
HERE = Path(__file__).resolve().parents[1]


def main(words: Sequence[str] | None = None) -> int:
    """Generate, measure, compare, store; 1 where a cell of ours is not that of the plain reading."""
    parser = argparse.ArgumentParser(description="the INSEE death file, interleaved")
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    asked = parser.parse_args(words)
    source, sample = (made(count, asked.work) for count in (asked.rows, COMPARED))
    costs: dict[str, list[Cost]] = {engine: [] for engine in ENGINES}
    for turn in range(asked.rounds):
        for engine, known in costs.items():
            known.append(cost := measured(engine, source))
            say(f"  round {turn + 1}: {engine}: {cost}")
    verdicts = {engine: verdict(engine, sample) for engine in ENGINES}
    result = {
        "name": "deces",
        "rows": asked.rows,
        "bytes": source.stat().st_size,
        "rounds": asked.rounds,
        **environment(),
        "engines": {engine: summary(known, verdicts[engine]) for engine, known in costs.items()},
        "ratios": ratios(costs),
    }
    target = HERE / "results" if asked.publish else HERE.parent / ".benchmarks"
    target.mkdir(parents=True, exist_ok=True)
    (target / "deces.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    say(f"{verdicts} {json.dumps(result['ratios'])}")
    return 0 if verdicts["collecdata"] == "equal" else 1


def made(rows: int, work: Path) -> Path:
    """Return the file of so many lines, generated unless an earlier run did."""
    source = work / f"deces-{rows}.txt"
    if not source.exists():
        work.mkdir(parents=True, exist_ok=True)
        run_module("deces.generate", str(rows), str(source))
    return source


def verdict(engine: str, sample: Path) -> str:
    """Read a small file; say how it differs from a plain reading."""
    if failed := measured(engine, sample).failed:
        return f"failed: {failed}"
    cells, people = json.loads(run_module("deces.compare", str(sample), str(sample.with_name(f"{engine}.parquet"))))
    return f"of {COMPARED} lines: {cells} cells differ, {people} people lost" if cells or people else "equal"


def say(text: str) -> None:
    """Print at once: a run is long."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
