"""Files to publish judged by collecdata, frictionless and Validata, in interleaved rounds.

python benchmarks/opendata.py                                   # a tenth of the rows, results in .benchmarks/
python benchmarks/opendata.py --publish --rounds 1              # a million rows
python benchmarks/opendata.py --validata VENV/bin/python        # where validata-table is installed, alone

Counts of errors, by type and field, are compared with those of frictionless. Validata is not: it stops at a thousand.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from suite.command import Asked, arguments, asked_of, failures, interleave, run, spaced
from suite.launch import launch, run_module
from suite.results import result_of
from suite.validation import CASES
from suite.validation.engines import differences


def main() -> int:
    """Compare each case."""
    parser = arguments("files to publish", list(CASES), "rows of every file")
    parser.add_argument("--validata", default="", metavar="PYTHON", help="interpreter that has validata-table")
    parsed = parser.parse_args()
    asked = asked_of(parsed)
    return run(asked, lambda name: measure(name, asked, parsed.validata))


def measure(name: str, asked: Asked, validata: str) -> dict[str, Any]:
    """Judge one file by every engine."""
    case = CASES[name]
    rows = asked.size_of(case.rows // case.part, case.rows)
    source = asked.work / f"validation-{case.kind}.{rows}.csv"
    if not source.exists():
        run_module("suite.validation.generate", case.kind, str(rows), str(source))
    outs = {one: asked.work / f"validation.{one}.json" for one in case.engines if one != "validata" or validata}
    python = {"validata": validata} if validata else {}
    engines = {
        one: partial(launch, one, [str(source), str(out)], out, ("suite.validation",), python.get(one, sys.executable))
        for one, out in outs.items()
    }
    costs = interleave(name, engines, asked.rounds)
    verdicts = {}
    if "frictionless" in outs and not failures({one: costs[one] for one in ("collecdata", "frictionless")}):
        said = differences(outs["collecdata"], outs["frictionless"]) or "equal"
        verdicts = {"collecdata": said, "frictionless": said}
    size = spaced(rows, f"lignes, {source.stat().st_size / 1e6:.0f} Mo")
    goals = {peer: wanted for peer, wanted in case.goals.items() if peer in outs}
    return result_of(f"validation-{name}", case.title, size, costs, verdicts, goals=goals)


if __name__ == "__main__":
    sys.exit(main())
