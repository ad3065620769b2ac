"""A catalogue of a library: to Parquet against pymarc, its structure alone against yaz, in interleaved rounds.

python benchmarks/marc.py                               # 20 000 records, results in .benchmarks/
python benchmarks/marc.py --publish                     # 200 000 records, 388 MB, results in benchmarks/results/
python benchmarks/marc.py --only utf8 --rounds 5

pymarc is in the group `bench`; `yaz-marcdump` is the package `yaz` of Debian and Ubuntu.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from suite.launch import Cost, launch, run_module
from suite.marc import FORMS
from suite.results import result_of, store

SMALL, PUBLISHED = 20_000, 200_000


def main() -> int:
    """Run what was asked, store each result, print its ratios; 1 where two engines do not say the same."""
    parser = argparse.ArgumentParser(description="a catalogue in MARC, interleaved")
    parser.add_argument("--only", nargs="+", choices=list(FORMS), default=list(FORMS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--records", type=int, help="in place of the usual")
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results, at full size")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    good = True
    for form in asked.only:
        records = asked.records or (PUBLISHED if asked.publish else SMALL)
        result, verdict = measure(form, records, asked.rounds, asked.work)
        store(result, publish=asked.publish)
        good &= verdict == "equal"
        print(form, verdict, json.dumps(result["ratios"]), file=sys.stderr, flush=True)
    return 0 if good else 1


def source_of(form: str, records: int, work: Path) -> Path:
    """Return the generated catalogue that a form reads, made unless an earlier run did."""
    kind = FORMS[form].catalogue
    source = work / f"catalogue.{kind}.{records}.{'xml' if kind == 'xml' else 'mrc'}"
    if not source.exists():
        run_module("suite.marc.generate", str(records), str(source), kind)
    return source


def measure(form: str, records: int, rounds: int, work: Path) -> tuple[dict[str, Any], str]:
    """Run every engine once, then every engine again; return the result, and whether the outputs are equal."""
    source = source_of(form, records, work)
    outs = {engine: work / f"marc-{form}.{engine.replace(' ', '-')}" for engine in FORMS[form].engines}
    costs: dict[str, list[Cost]] = {engine: [] for engine in outs}
    for _ in range(rounds):
        for engine, out in outs.items():
            costs[engine].append(cost := launch(engine, [str(source), str(out)], out, ("suite.marc", form)))
            print(f"  {form}: {engine}: {cost}", file=sys.stderr, flush=True)
    failed = [engine for engine, found in costs.items() if found[-1].failed]
    verdict = f"{', '.join(failed)} failed" if failed else _differences(form, list(outs.values())) or "equal"
    size = f"{records:,} notices, {source.stat().st_size / 1e6:.0f} Mo".replace(",", " ")
    return result_of(f"marc-{form}", FORMS[form].title, size, costs, verdict, goals=FORMS[form].goals), verdict


def _differences(form: str, outs: list[Path]) -> str:
    """Say what two outputs do not have alike: in a process of its own, for what it loads would count as ours."""
    return run_module("suite.marc.compare", form, *map(str, outs)).strip()


if __name__ == "__main__":
    sys.exit(main())
