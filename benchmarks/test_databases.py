"""Loading, comparing and converting a region, for `pytest benchmarks --benchmark-compare`: is this commit slower?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from databases import SMALL, packages, region_files
from suite.base.engines import SERVER
from suite.launch import Cost, launch

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture


@pytest.mark.parametrize("step", ["load", "diff", "region"])
def test_step(benchmark: BenchmarkFixture, work: Path, step: str) -> None:
    """Run ours in a process of its own."""
    benchmark.group = step
    size = SMALL[step]
    out = work / f"{step}.out"
    if step == "region":
        module, engine, words = "suite.region", "2", [str(region_files(work, size)), str(out)]
    else:
        old, new = map(str, packages(work, size))
        said = {"load": [old, SERVER, str(size)], "diff": [old, new, str(out), str(size)]}
        module, engine, words = {"load": "suite.base", "diff": "suite.differ"}[step], "collecdata", said[step]
    first = launch(engine, words, out, (module,))
    if first.failed:
        pytest.skip(first.failed)
    cost: Cost = benchmark.pedantic(launch, (engine, words, out, (module,)), rounds=3)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss)
