"""One benchmark an engine and a kind of file to publish (`pytest benchmarks --benchmark-compare`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suite.launch import Cost, launch, run_module
from suite.validation import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

RATHER_SLOW = 10
"""Values that are all wrong are asked one by one: fewer rows say as much."""


@pytest.mark.parametrize("engine", ["collecdata", "frictionless"])
@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES.values()}))
def test_validate(
    benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, kind: str, engine: str
) -> None:
    """Judge in a process of its own."""
    rows = request.config.getoption("--rows") // (RATHER_SLOW if kind == "wrong" else 1)
    source, out = work / f"{kind}.csv", work / f"{kind}.{engine}.json"
    if not source.exists():
        run_module("suite.validation.generate", kind, str(rows), str(source))
    benchmark.group = f"validation-{kind}"
    words = [str(source), str(out)]
    cost: Cost = benchmark.pedantic(launch, (engine, words, out, ("suite.validation",)), rounds=3)  # type: ignore[no-untyped-call]
    assert not cost.failed
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss)
