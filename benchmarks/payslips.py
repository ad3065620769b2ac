"""Payroll XML (XHL) read by collecdata and by lxml.iterparse: the same columns, in interleaved rounds.

python benchmarks/payslips.py                  # 4 000 agents, about 10 MB, results in .benchmarks/
python benchmarks/payslips.py --publish        # 40 000 agents, results in benchmarks/results/

What is measured is the reading, once both are loaded: payslips and lines of pay to columns of text. A digest of every
column tells whether both read the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from suite.command import Asked, arguments, asked_of, failures, interleave, run, spaced
from suite.launch import Cost, launch, run_module
from suite.payslips import ENGINES
from suite.results import result_of

SMALL, PUBLISHED = 4_000, 40_000
GENERATOR = Path(__file__).resolve().parents[1] / "examples" / "rh" / "generate_xhl.py"


def main() -> int:
    """Compare the one file."""
    asked = asked_of(arguments("payroll XML", ["payslips"], "agents").parse_args())
    return run(asked, lambda _: measure(asked))


def source_of(agents: int, work: Path) -> Path:
    """Return the generated file, made unless an earlier run did."""
    source = work / f"payslips.{agents}.xml"
    if not source.exists():
        subprocess.run([sys.executable, str(GENERATOR), "--agents", str(agents), str(source)], check=True)
    return source


def reading(engine: str, source: Path, out: Path) -> Cost:
    """Run one engine; what it cost is what it says of its reading, and the memory of its process."""
    cost = launch(engine, [str(source), str(out)], out, ("suite.payslips",))
    if cost.failed:
        return cost
    said = json.loads(out.read_text(encoding="utf-8"))
    return replace(cost, wall=said["wall"], cpu=said["cpu"], out=0.0)


def measure(asked: Asked) -> dict[str, Any]:
    """Read by every engine, then compare what they read."""
    agents = asked.size_of(SMALL, PUBLISHED)
    source = source_of(agents, asked.work)
    outs = {engine: asked.work / f"payslips.{engine}.json" for engine in ENGINES}
    costs = interleave(
        "payslips", {engine: partial(reading, engine, source, out) for engine, out in outs.items()}, asked.rounds
    )
    verdict = failures(costs) or _differences(source, outs) or "equal"
    size = spaced(agents, f"agents, {source.stat().st_size / 1e6:.0f} Mo")
    return result_of(
        "payslips", "État de paye (XHL), lu en colonnes", size, costs, verdict, goals={"lxml": {"cpu": 3.3}}
    )


def _differences(source: Path, outs: dict[str, Path]) -> str:
    digests = []
    for engine, out in outs.items():
        run_module("suite.payslips", engine, str(source), str(out), "digest")
        digests.append(json.loads(out.read_text(encoding="utf-8")))
    first, second = digests
    return ", ".join(sorted(name for name in {*first, *second} if first.get(name) != second.get(name)))


if __name__ == "__main__":
    sys.exit(main())
