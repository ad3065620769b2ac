"""A catalogue, for `pytest benchmarks --benchmark-compare`; a tenth of `--rows` records."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from marc import source_of
from suite.launch import Cost, launch
from suite.marc import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture


@pytest.mark.parametrize(("form", "engine"), [(name, engine) for name, one in FORMS.items() for engine in one.engines])
def test_catalogue(
    benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, form: str, engine: str
) -> None:
    """Convert in a process of its own."""
    if engine in ("pymarc", "yaz-marcdump") and shutil.which("yaz-marcdump") is None:
        pytest.skip("yaz-marcdump is not installed")
    benchmark.group = f"marc-{form}"
    source = source_of(form, request.config.getoption("--rows") // 10, work)
    out = work / f"{benchmark.group}.{engine}"
    cost: Cost = benchmark.pedantic(  # type: ignore[no-untyped-call]
        launch, (engine, [str(source), str(out)], out, ("suite.marc", form)), rounds=3
    )
    if cost.failed:
        pytest.fail(cost.failed)
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)
