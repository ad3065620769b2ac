"""Run the benchmarks.

    python benchmarks/run.py                              # 200 000 rows, a few minutes, results in .benchmarks/
    python benchmarks/run.py --rows 5000000 --publish     # the published figures, results in benchmarks/results/
    python benchmarks/run.py --only traps --publish
    python benchmarks/run.py --only memory --rows 5000000 # collecdata alone, at so many rows and at four times as many

Standard library only: peak memory is measured from here (see suite/launch.py).
"""

from __future__ import annotations

import argparse
import compileall
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from suite.engines import BULK, ENGINES, ROWWISE
from suite.launch import run_module
from suite.rounds import Scenario, environment, measure

HERE = Path(__file__).parent
PARTS = ("conversions", "rowwise", "traps", "memory")
ROWWISE_ROWS = 200_000
GOALS = {
    "utf8": {"duckdb": {"wall": 1.0, "cpu": 1.0}},
    "cp1252": {"pyarrow": {"wall": 1.4}, "polars": {"wall": 3.0}},
}
"""Wanted of every promise kept, by encoding and peer."""
TOOLS = ("collecdata", "duckdb", "polars", "pyarrow", "pandas")


def main() -> int:
    """Run what was asked, store each result, print its ratios; 1 where an output of ours is not the reference."""
    asked = _arguments()
    _compile()
    target = HERE / "results" if asked.publish else HERE.parent / ".benchmarks"
    target.mkdir(parents=True, exist_ok=True)
    good = True
    for scenario in _scenarios(asked):
        result = measure(scenario, asked.work, say)
        _store(target, scenario.name, result)
        _show(result)
        good &= all(
            engine.get("verdict") in {"equal", "not compared"}
            for name, engine in result["engines"].items()
            if name.startswith("collecdata")
        )
    if "traps" in asked.only:
        traps = json.loads(run_module("suite.traps", *TOOLS))
        _store(target, "traps", {**environment(), "tools": TOOLS, "traps": traps})
        say(_count(traps))
    return 0 if good else 1


def _compile() -> None:
    """Compile our modules, as pip does when it installs a package; those of the others are."""
    for folder in (HERE.parent / "src", HERE / "suite"):
        compileall.compile_dir(folder, quiet=1)


def say(text: str) -> None:
    """Print at once: a run is long."""
    print(text, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="collecdata against its peers, interleaved")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--shapes", nargs="+", default=["payroll", "unique"])
    parser.add_argument("--encodings", nargs="+", default=["utf8", "cp1252"])
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(BULK))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=["conversions", "rowwise", "traps"])
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    return parser.parse_args()


def _scenarios(asked: argparse.Namespace) -> list[Scenario]:
    found = []
    rounds, threads = asked.rounds, asked.threads
    if "conversions" in asked.only:
        found += [
            Scenario(
                f"{shape}-{encoding}",
                shape,
                encoding,
                asked.rows,
                asked.engines,
                rounds,
                threads,
                goals=GOALS[encoding],
            )
            for shape in asked.shapes
            for encoding in asked.encodings
        ]
    if "rowwise" in asked.only:
        found.append(Scenario("rowwise", "payroll", "utf8", ROWWISE_ROWS, ROWWISE, rounds, threads))
    if "memory" in asked.only:
        found += [
            Scenario(
                f"memory-{times}", "payroll", "utf8", asked.rows * times, ("collecdata",), 1, threads, compared=False
            )
            for times in (1, 4)
        ]
    return found


def _store(target: Path, name: str, result: dict[str, Any]) -> None:
    (target / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _show(result: dict[str, Any]) -> None:
    say(f"{result['name']}: {result['rows']} rows, {result['bytes'] / 1e6:.0f} MB, load {result['load']}")
    for name, engine in result["engines"].items():
        if "failed" in engine:
            say(f"  {name:16} cannot: {engine['failed']}")
        else:
            say(f"  {name:16} {min(engine['wall']):7.2f} s  {engine['rss']:6} MB  {engine['verdict']}")
    for ours, peers in result["ratios"].items():
        for peer, ratio in peers.items():
            say(f"  {peer} / {ours}: wall {ratio['wall']}, processor {ratio['cpu']}, memory {ratio['rss']}")


def _count(traps: dict[str, Any]) -> str:
    lines = []
    for tool in TOOLS:
        kinds = [trap["verdicts"][tool]["kind"] for trap in traps.values()]
        lines.append(f"  {tool:12} " + ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds))))
    return "traps:\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
