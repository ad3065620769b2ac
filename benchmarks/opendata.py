"""Files to publish judged by collecdata, frictionless and Validata, in interleaved rounds.

python benchmarks/opendata.py                                   # a tenth of the rows, results in .benchmarks/
python benchmarks/opendata.py --publish --rounds 1              # a million rows
python benchmarks/opendata.py --validata VENV/bin/python        # where validata-table is installed, alone

Counts of errors, by type and field, are compared with those of frictionless. Validata is not: it stops at a thousand.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suite.launch import Cost, launch, run_module
from suite.results import result_of, store
from suite.validation import CASES
from suite.validation.engines import differences

if TYPE_CHECKING:
    from suite.validation import Case

MODULE = ("suite.validation",)


def main() -> int:
    """Run what was asked, store each result, print its ratios; 1 where frictionless says something else."""
    parser = argparse.ArgumentParser(description="files to publish, interleaved")
    parser.add_argument("--only", nargs="+", choices=list(CASES), default=list(CASES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, help="rows of every file, in place of the usual")
    parser.add_argument("--validata", default="", metavar="PYTHON", help="interpreter that has validata-table")
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results, at full size")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    good = True
    for name in asked.only:
        case = CASES[name]
        rows = asked.rows or (case.rows if asked.publish else case.rows // case.part)
        result = measure(name, case, rows, asked.rounds, asked.work, asked.validata)
        store(result, publish=asked.publish)
        good &= result["engines"]["collecdata"].get("verdict") in ("equal", "not compared")
        print(name, json.dumps(result["ratios"]), file=sys.stderr, flush=True)
    return 0 if good else 1


def measure(name: str, case: Case, rows: int, rounds: int, work: Path, validata: str) -> dict[str, Any]:
    """Run every engine once, then every engine again."""
    source = work / f"validation-{case.kind}.{rows}.csv"
    if not source.exists():
        run_module("suite.validation.generate", case.kind, str(rows), str(source))
    outs = {one: work / f"validation.{one}.json" for one in case.engines if one != "validata" or validata}
    costs: dict[str, list[Cost]] = {engine: [] for engine in outs}
    for _ in range(rounds):
        for engine, out in outs.items():
            python = {"python": validata} if engine == "validata" else {}
            costs[engine].append(cost := launch(engine, [str(source), str(out)], out, MODULE, **python))
            print(f"  {name}: {engine}: {cost}", file=sys.stderr, flush=True)
    verdicts = {}
    if "frictionless" in outs and not any(costs[one][-1].failed for one in ("collecdata", "frictionless")):
        said = differences(outs["collecdata"], outs["frictionless"]) or "equal"
        verdicts = {"collecdata": said, "frictionless": said}
    size = f"{rows:,} lignes, {source.stat().st_size / 1e6:.0f} Mo".replace(",", " ", 1)
    goals = {peer: wanted for peer, wanted in case.goals.items() if peer in outs}
    return result_of(f"validation-{name}", case.title, size, costs, verdicts, goals=goals)


if __name__ == "__main__":
    sys.exit(main())
