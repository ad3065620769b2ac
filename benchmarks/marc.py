"""A catalogue of a library: to Parquet against pymarc, its structure alone against yaz, in interleaved rounds.

python benchmarks/marc.py                               # 20 000 records, results in .benchmarks/
python benchmarks/marc.py --publish                     # 200 000 records, 388 MB, results in benchmarks/results/
python benchmarks/marc.py --only utf8 --rounds 5

pymarc is in the group `bench`; `yaz-marcdump` is the package `yaz` of Debian and Ubuntu.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from suite.command import Asked, arguments, asked_of, failures, interleave, run, spaced
from suite.launch import launch, run_module
from suite.marc import FORMS
from suite.results import result_of

if TYPE_CHECKING:
    from pathlib import Path

SMALL, PUBLISHED = 20_000, 200_000


def main() -> int:
    """Compare each form of a catalogue."""
    asked = asked_of(arguments("a catalogue in MARC", list(FORMS), "records").parse_args())
    return run(asked, lambda form: measure(form, asked))


def source_of(form: str, records: int, work: Path) -> Path:
    """Return the generated catalogue that a form reads, made unless an earlier run did."""
    kind = FORMS[form].catalogue
    source = work / f"catalogue.{kind}.{records}.{'xml' if kind == 'xml' else 'mrc'}"
    if not source.exists():
        run_module("suite.marc.generate", str(records), str(source), kind)
    return source


def measure(form: str, asked: Asked) -> dict[str, Any]:
    """Read one form by every engine."""
    records = asked.size_of(SMALL, PUBLISHED)
    source = source_of(form, records, asked.work)
    outs = {engine: asked.work / f"marc-{form}.{engine.replace(' ', '-')}" for engine in FORMS[form].engines}
    engines = {
        engine: partial(launch, engine, [str(source), str(out)], out, ("suite.marc", form))
        for engine, out in outs.items()
    }
    costs = interleave(form, engines, asked.rounds)
    *ours, peer = outs.values()
    verdict = failures(costs) or next(filter(None, (_differences(form, [one, peer]) for one in ours)), "equal")
    size = spaced(records, f"notices, {source.stat().st_size / 1e6:.0f} Mo")
    return result_of(f"marc-{form}", FORMS[form].title, size, costs, verdict, goals=FORMS[form].goals)


def _differences(form: str, outs: list[Path]) -> str:
    """Say what two outputs do not have alike: in a process of its own, for what it loads would count as ours."""
    return run_module("suite.marc.compare", form, *map(str, outs)).strip()


if __name__ == "__main__":
    sys.exit(main())
