"""One benchmark a payroll format and an engine: a DSN, or many small ones, to typed Parquet; payroll XML to columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from payslips import reading, source_of
from suite.launch import Cost, launch, run_module
from suite.payslips import ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

ROUNDS = 3


@pytest.mark.parametrize("engine", ["ours", "plain"])
@pytest.mark.parametrize("files", [1, 200], ids=["one", "many"])
def test_dsn(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, files: int, engine: str) -> None:
    """Read a DSN, or as much in small files, in a process of its own; both must have written the same tables."""
    benchmark.group = f"dsn-{files}"
    size = str(request.config.getoption("--megabytes"))
    source = work / (f"{size}.dsn" if files == 1 else f"{size}-{files}")
    if not source.exists():
        run_module("suite.generate.dsn", size, str(source), *([str(files), "10"] if files > 1 else []))
    out = work / f"dsn-{files}.{engine}"
    words = (engine, [str(source), str(out)], out, ("suite.dsn_tables",))
    cost: Cost = benchmark.pedantic(launch, words, rounds=ROUNDS)  # type: ignore[no-untyped-call]
    assert not cost.failed
    if engine == "plain":
        assert run_module("suite.dsn_tables", "compare", str(work / f"dsn-{files}.ours"), str(out)) == "equal\n"
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)


@pytest.mark.parametrize("engine", ENGINES)
def test_payslips(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, engine: str) -> None:
    """Read payroll XML in a process of its own, which tells what reading took."""
    benchmark.group = "xhl"
    source = source_of(400 * request.config.getoption("--megabytes"), work)
    cost: Cost = benchmark.pedantic(  # type: ignore[no-untyped-call]
        reading, (engine, source, work / f"payslips.{engine}.json"), rounds=ROUNDS
    )
    assert not cost.failed
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss)
