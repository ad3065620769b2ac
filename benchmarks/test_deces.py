"""The INSEE death file, one benchmark an engine: `pytest benchmarks --benchmark-compare`, is this commit slower?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deces import ENGINES, measured
from deces.__main__ import made

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from suite.launch import Cost


@pytest.mark.parametrize("engine", ENGINES)
def test_deaths(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, engine: str) -> None:
    """Convert in a process of its own; an engine that is not installed is skipped, with its reason."""
    benchmark.group = "deces"
    source = made(request.config.getoption("--rows"), work)
    if failed := measured(engine, source).failed:
        pytest.skip(failed)
    cost: Cost = benchmark.pedantic(measured, (engine, source), rounds=3)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)
