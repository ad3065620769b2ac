"""One benchmark a payroll format and an engine: a DSN to typed Parquet, payroll XML to columns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from suite.launch import Cost, launch, run_module

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3


@pytest.mark.parametrize("engine", ["ours", "plain"])
def test_dsn(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, engine: str) -> None:
    """Read a DSN in a process of its own; both must have written the same tables."""
    benchmark.group = "dsn"
    size = str(request.config.getoption("--megabytes"))
    source = work / f"{size}.dsn"
    if not source.exists():
        run_module("suite.generate.dsn", size, str(source))
    out = work / f"dsn.{engine}"
    words = (engine, [str(source), str(out)], out, ("suite.dsn_tables",))
    cost: Cost = benchmark.pedantic(launch, words, rounds=ROUNDS)  # type: ignore[no-untyped-call]
    assert not cost.failed
    if engine == "plain":
        assert run_module("suite.dsn_tables", "compare", str(work / "dsn.ours"), str(out)) == "equal\n"
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)


@pytest.mark.parametrize("engine", ["collecdata", "lxml"])
def test_payslips(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, work: Path, engine: str) -> None:
    """Read payroll XML in a process of its own, which tells what reading took."""
    benchmark.group = "xhl"
    agents = str(400 * request.config.getoption("--megabytes"))
    source = work / f"{agents}.xml"
    if not source.exists():
        generator = ROOT / "examples" / "rh" / "generate_xhl.py"
        subprocess.run([sys.executable, str(generator), "--agents", agents, str(source)], check=True)
    command = [sys.executable, str(ROOT / "benchmarks" / "payslips.py"), "--engine", engine, "--file", str(source)]

    def read() -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    told = json.loads(benchmark.pedantic(read, rounds=ROUNDS))  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=told["cpu"], rss=told["rss"])
