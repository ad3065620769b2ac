"""One benchmark an engine and a file, for `pytest benchmarks --benchmark-compare`: is this commit slower?

Peers of one group run one after the other here; the published ratios come from interleaved rounds (run.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suite.engines import BULK
from suite.launch import Cost, launch
from suite.rounds import Scenario, make_source
from suite.shapes import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture


@pytest.mark.parametrize("engine", BULK)
@pytest.mark.parametrize("encoding", ["utf8", "cp1252"])
@pytest.mark.parametrize("shape", list(SHAPES))
def test_convert(
    benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, shape: str, encoding: str, engine: str
) -> None:
    """Convert in a process of its own; an engine that cannot read the file is skipped, with its reason."""
    benchmark.group = f"{shape}-{encoding}"
    scenario = Scenario(benchmark.group, shape, encoding, request.config.getoption("--rows"), (engine,))
    source = make_source(scenario, work)
    out = work / f"{benchmark.group}.{engine}"
    words = [shape, str(source), encoding, str(out), str(scenario.threads)]
    first = launch(engine, words, out)
    if first.failed:
        pytest.skip(first.failed)
    cost: Cost = benchmark.pedantic(launch, (engine, words, out), rounds=scenario.rounds)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)
