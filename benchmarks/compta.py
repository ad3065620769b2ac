"""Accounting files: PES, TOTEM, FEC, each against the peer that people use, in interleaved rounds.

python benchmarks/compta.py                              # small files, results in .benchmarks/
python benchmarks/compta.py --publish                    # 200 MB of PES, 1 000 TOTEM, 5 M lines of FEC
python benchmarks/compta.py --only totem --rounds 5
"""

from __future__ import annotations

import importlib
import sys
from functools import partial
from typing import Any

from suite.command import Asked, arguments, asked_of, failures, interleave, run, spaced
from suite.compta import ENGINES
from suite.launch import launch
from suite.results import result_of

SMALL = {"pes": 10, "totem": 50, "fec": 250_000}
PUBLISHED = {"pes": 200, "totem": 1_000, "fec": 5_000_000}
"""Megabytes, files, lines."""
TITLES = {
    "pes": ("PES aller, trois tables", "Mo"),
    "totem": ("Budgets (TOTEM), un seul jeu", "fichiers"),
    "fec": ("FEC", "lignes"),
}
GOALS = {"pes": {"lxml": {"cpu": 2.2}}, "totem": {"yatotem2scdl": {"cpu": 9.0}}, "fec": {"pyarrow": {"cpu": 1.0}}}


def main() -> int:
    """Compare each format."""
    asked = asked_of(arguments("accounting files", list(ENGINES), "megabytes, files or lines").parse_args())
    return run(asked, lambda kind: measure(kind, asked))


def measure(kind: str, asked: Asked) -> dict[str, Any]:
    """Read one format by every engine."""
    size = asked.size_of(SMALL[kind], PUBLISHED[kind])
    module = importlib.import_module(f"suite.compta.{kind}")
    source = asked.work / f"compta-{kind}.{size}"
    if not source.exists():
        module.make(source, size)
    outs = {engine: asked.work / f"compta-{kind}.{engine}" for engine in ENGINES[kind]}
    engines = {
        engine: partial(launch, engine, [str(source), str(out)], out, ("suite.compta", kind))
        for engine, out in outs.items()
    }
    costs = interleave(kind, engines, asked.rounds)
    verdict = failures(costs) or module.differences(*outs.values()) or "equal"
    title, unit = TITLES[kind]
    return result_of(f"compta-{kind}", title, spaced(size, unit), costs, verdict, goals=GOALS[kind])


if __name__ == "__main__":
    sys.exit(main())
