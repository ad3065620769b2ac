"""Loading, comparing, converting a region: each against what people would do, in interleaved rounds.

python benchmarks/databases.py                                   # small, results in .benchmarks/
python benchmarks/databases.py --only load --size 1000000
python benchmarks/databases.py --publish                         # 10 M rows, 2 000 files: 45 min, on a quiet machine
python benchmarks/databases.py --publish --only load --rounds 1  # 5 min; diff: 3 min; region: 9 min

PostgreSQL is at COLLECDATA_BENCH_POSTGRESQL, else postgresql://postgres@127.0.0.1/postgres. Standard library only.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from suite.base.engines import SERVER
from suite.command import Asked, arguments, asked_of, interleave, run, spaced
from suite.launch import Cost, launch, run_module
from suite.results import result_of

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {"load": 100_000, "diff": 200_000, "region": 100}
PUBLISHED = {"load": 10_000_000, "diff": 10_000_000, "region": 2_000}
"""Rows, rows, files."""
SHARE = 20
"""The slow peers do one row in so many; their ratios are brought to the whole."""


def main() -> int:
    """Compare each step."""
    asked = asked_of(arguments("databases and regions", list(SMALL), "rows or files").parse_args())
    return run(asked, lambda kind: MEASURES[kind](asked.size_of(SMALL[kind], PUBLISHED[kind]), asked))


def load(rows: int, asked: Asked) -> dict[str, Any]:
    """Load a package into PostgreSQL; what the table holds is compared after each engine."""
    package, _ = packages(asked.work, rows)
    if not (package / "rows.csv").exists():
        run_module("suite.base", "to_csv", str(package))
    held: dict[str, str] = {}

    def once(engine: str) -> Cost:
        cost = launch(engine, [str(package), SERVER, str(rows)], asked.work / "nothing", ("suite.base",))
        held[engine] = run_module("suite.base", "digest", SERVER, str(rows), str(rows // SHARE)).strip()
        return cost

    engines = {engine: partial(once, engine) for engine in ("collecdata", "copy", "to_sql")}
    costs = interleave("load", engines, asked.rounds)
    part = held["copy"].split("; ")[1]
    wanted = {"collecdata": held["copy"], "copy": held["copy"], "to_sql": f"{part}; {part}"}
    return result_of(
        "load-postgresql",
        "Chargement dans PostgreSQL",
        spaced(rows, "lignes"),
        costs,
        {engine: "equal" if held[engine] == wanted[engine] else held[engine] for engine in costs},
        goals={"copy": {"wall": 1 / 1.5}, "to_sql": {"wall": 5}},
        shares={"to_sql": 1 / SHARE},
    )


def diff(rows: int, asked: Asked) -> dict[str, Any]:
    """Compare two versions of a table, one row in a thousand changed; both say which."""
    versions = [str(one) for one in packages(asked.work, rows)]
    outs = {engine: asked.work / f"diff.{engine}.json" for engine in ("collecdata", "row_by_row")}
    engines = {
        engine: partial(launch, engine, [*versions, str(out), str(rows)], out, ("suite.differ",))
        for engine, out in outs.items()
    }
    costs = interleave("diff", engines, asked.rounds)
    verdicts = {}
    for engine, out in outs.items():
        wanted = list(range(1, (rows if engine == "collecdata" else rows // SHARE) + 1, 1000))
        verdicts[engine] = "equal" if out.exists() and json.loads(out.read_text()) == wanted else "other rows"
    return result_of(
        "diff",
        "Comparaison de deux versions, une ligne sur mille changée",
        spaced(rows, "lignes"),
        costs,
        verdicts,
        goals={"row_by_row": {"cpu": 5}},
        shares={"row_by_row": 1 / SHARE},
    )


def region(files: int, asked: Asked) -> dict[str, Any]:
    """Convert many small files of five formats by one process, and by two: the same bytes."""
    lots = region_files(asked.work, files)
    jobs = {"collecdata": "2", "un cœur": "1"}
    made = set()

    def once(engine: str) -> Cost:
        out = asked.work / f"region.{jobs[engine]}"
        cost = launch(jobs[engine], [str(lots), str(out)], out, ("suite.region",))
        package = out / "datapackage.json"
        made.add(package.read_bytes() if package.exists() else b"")
        return cost

    costs = interleave("region", {engine: partial(once, engine) for engine in jobs}, asked.rounds)
    return result_of(
        "region",
        "Beaucoup de petits fichiers, deux cœurs",
        spaced(files, "fichiers"),
        costs,
        "equal" if len(made) == 1 else "another package",
        goals={"un cœur": {"wall": 1.6}},
    )


MEASURES = {"load": load, "diff": diff, "region": region}


def packages(work: Path, rows: int) -> tuple[Path, Path]:
    """Generate two versions of a ledger, unless an earlier run did."""
    folders = []
    for version in ("", "later"):
        folders.append(folder := work / f"ledger-{rows}{version}")
        if not folder.exists():
            run_module("suite.generate.ledger", str(folder), str(rows), *filter(None, [version]))
    return folders[0], folders[1]


def region_files(work: Path, files: int) -> Path:
    """Generate the files of a region, unless an earlier run did; return its `lots.csv`."""
    folder = work / f"region-{files}"
    if not folder.exists():
        run_module("suite.region.files", str(folder), str(files))
    return folder / "lots.csv"


if __name__ == "__main__":
    sys.exit(main())
