"""Loading, comparing, converting a region: each against what people would do, in interleaved rounds.

python benchmarks/databases.py                                   # small, results in .benchmarks/
python benchmarks/databases.py --only load --size 1000000
python benchmarks/databases.py --publish                         # 10 M rows, 2 000 files: an hour, on a quiet machine

PostgreSQL is at COLLECDATA_BENCH_POSTGRESQL, else postgresql://postgres@127.0.0.1/postgres. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from suite.base.engines import SERVER
from suite.launch import Cost, launch, run_module
from suite.results import result_of, store

SMALL = {"load": 100_000, "diff": 200_000, "region": 100}
PUBLISHED = {"load": 10_000_000, "diff": 10_000_000, "region": 2_000}
"""Rows, rows, files."""
SHARE = 20
"""The slow peers do one row in so many; their ratios are brought to the whole."""


def main() -> int:
    """Run what was asked, store each result, print its ratios; 1 where two do not say the same."""
    parser = argparse.ArgumentParser(description="databases and regions, interleaved")
    parser.add_argument("--only", nargs="+", choices=list(SMALL), default=list(SMALL))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, help="rows or files, in place of the usual")
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results, at full size")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    good = True
    for kind in asked.only:
        size = asked.size or (PUBLISHED if asked.publish else SMALL)[kind]
        result = MEASURES[kind](size, asked.rounds, asked.work)
        store(result, publish=asked.publish)
        verdicts = {name: engine.get("verdict", engine.get("failed")) for name, engine in result["engines"].items()}
        good &= set(verdicts.values()) == {"equal"}
        print(kind, json.dumps(verdicts), json.dumps(result["ratios"]), file=sys.stderr, flush=True)
    return 0 if good else 1


def load(rows: int, rounds: int, work: Path) -> dict[str, Any]:
    """Load a package into PostgreSQL; what the table holds is compared after each engine."""
    package, _ = packages(work, rows)
    if not (package / "rows.csv").exists():
        run_module("suite.base", "to_csv", str(package))
    costs: dict[str, list[Cost]] = {"collecdata": [], "copy": [], "to_sql": []}
    held: dict[str, str] = {}
    for _ in range(rounds):
        for engine, found in costs.items():
            words = [str(package), SERVER, str(rows)]
            found.append(_said("load", engine, launch(engine, words, work / "nothing", ("suite.base",))))
            held[engine] = run_module("suite.base", "digest", SERVER, str(rows), str(rows // SHARE)).strip()
    part = held["copy"].split("; ")[1]
    wanted = {"collecdata": held["copy"], "copy": held["copy"], "to_sql": f"{part}; {part}"}
    return result_of(
        "load-postgresql",
        "Chargement dans PostgreSQL",
        _count(rows, "lignes"),
        costs,
        {engine: "equal" if held[engine] == wanted[engine] else held[engine] for engine in costs},
        goals={"copy": {"wall": 1 / 1.5}, "to_sql": {"wall": 5}},
        shares={"to_sql": 1 / SHARE},
    )


def diff(rows: int, rounds: int, work: Path) -> dict[str, Any]:
    """Compare two versions of a table, one row in a thousand changed; both say which."""
    versions = [str(one) for one in packages(work, rows)]
    costs: dict[str, list[Cost]] = {"collecdata": [], "row_by_row": []}
    verdicts = {}
    for _ in range(rounds):
        for engine, found in costs.items():
            out = work / f"diff.{engine}.json"
            found.append(
                _said("diff", engine, launch(engine, [*versions, str(out), str(rows)], out, ("suite.differ",)))
            )
            last = rows if engine == "collecdata" else rows // SHARE
            wanted = list(range(1, last + 1, 1000))
            verdicts[engine] = "equal" if out.exists() and json.loads(out.read_text()) == wanted else "other rows"
    return result_of(
        "diff",
        "Comparaison de deux versions, une ligne sur mille changée",
        _count(rows, "lignes"),
        costs,
        verdicts,
        goals={"row_by_row": {"cpu": 5}},
        shares={"row_by_row": 1 / SHARE},
    )


def region(files: int, rounds: int, work: Path) -> dict[str, Any]:
    """Convert many small files of five formats by one process, and by two: the same bytes."""
    lots = region_files(work, files)
    costs: dict[str, list[Cost]] = {"collecdata": [], "un cœur": []}
    jobs = {"collecdata": "2", "un cœur": "1"}
    made = []
    for _ in range(rounds):
        for engine, found in costs.items():
            out = work / f"region.{jobs[engine]}"
            found.append(_said("region", engine, launch(jobs[engine], [str(lots), str(out)], out, ("suite.region",))))
            made.append((out / "datapackage.json").read_bytes() if (out / "datapackage.json").exists() else b"")
    verdict = "equal" if len(set(made)) == 1 else "another package"
    return result_of(
        "region",
        "Beaucoup de petits fichiers, deux cœurs",
        _count(files, "fichiers"),
        costs,
        verdict,
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


def _said(kind: str, engine: str, cost: Cost) -> Cost:
    print(f"  {kind}: {engine}: {cost}", file=sys.stderr, flush=True)
    return cost


def _count(size: int, unit: str) -> str:
    return f"{size:,} {unit}".replace(",", " ")


if __name__ == "__main__":
    sys.exit(main())
