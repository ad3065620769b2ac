"""The INSEE death file, one benchmark an engine: `pytest benchmarks --benchmark-compare`, is this commit slower?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deces import reading, source_of
from suite.deces import ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from suite.launch import Cost


@pytest.mark.parametrize("engine", ENGINES)
def test_deaths(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, engine: str) -> None:
    """Convert in a process of its own; an engine that is not installed is skipped, with its reason."""
    benchmark.group = "deces"
    source = source_of(request.config.getoption("--rows"), work)
    if failed := reading(engine, source).failed:
        pytest.skip(failed)
    cost: Cost = benchmark.pedantic(reading, (engine, source), rounds=3)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)
