"""Accounting files: PES, TOTEM, FEC, each against the peer that people use, in interleaved rounds.

python benchmarks/compta.py                              # small files, results in .benchmarks/
python benchmarks/compta.py --publish                    # 200 MB of PES, 1 000 TOTEM, 5 M lines of FEC
python benchmarks/compta.py --only totem --rounds 5
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from suite.compta import ENGINES
from suite.launch import Cost, launch
from suite.results import result_of, store

SMALL = {"pes": 10, "totem": 50, "fec": 250_000}
PUBLISHED = {"pes": 200, "totem": 1_000, "fec": 5_000_000}
"""Megabytes, files, lines."""
TITLES = {
    "pes": ("PES aller, trois tables", "Mo"),
    "totem": ("Budgets (TOTEM), un seul jeu", "fichiers"),
    "fec": ("FEC", "lignes"),
}


def main() -> int:
    """Run what was asked, store each result, print its ratios; 1 where two engines do not say the same."""
    parser = argparse.ArgumentParser(description="accounting files, interleaved")
    parser.add_argument("--only", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=float, help="megabytes, files or lines, in place of the usual")
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results, at full size")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    good = True
    for kind in asked.only:
        size = asked.size or (PUBLISHED if asked.publish else SMALL)[kind]
        result = measure(kind, size, asked.rounds, asked.work)
        store(result, publish=asked.publish)
        verdict = result["engines"]["collecdata"].get("verdict")
        good &= verdict == "equal"
        print(kind, verdict, json.dumps(result["ratios"]), file=sys.stderr, flush=True)
    return 0 if good else 1


def measure(kind: str, size: float, rounds: int, work: Path) -> dict[str, Any]:
    """Run every engine once, then every engine again."""
    module = importlib.import_module(f"suite.compta.{kind}")
    source = work / f"compta-{kind}.{size:g}"
    if not source.exists():
        module.make(source, size)
    outs = {engine: work / f"compta-{kind}.{engine}" for engine in ENGINES[kind]}
    costs: dict[str, list[Cost]] = {engine: [] for engine in outs}
    for _ in range(rounds):
        for engine, out in outs.items():
            costs[engine].append(cost := launch(engine, [str(source), str(out)], out, ("suite.compta", kind)))
            print(f"  {kind}: {engine}: {cost}", file=sys.stderr, flush=True)
    failed = [engine for engine, found in costs.items() if found[-1].failed]
    verdict = f"{', '.join(failed)} failed" if failed else module.differences(*outs.values()) or "equal"
    title, unit = TITLES[kind]
    return result_of(f"compta-{kind}", title, f"{size:,.0f} {unit}".replace(",", " "), costs, verdict)


if __name__ == "__main__":
    sys.exit(main())
