"""Accounting files for `pytest benchmarks`: ours and the peer side by side, and what both wrote compared."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from suite.compta import ENGINES
from suite.launch import Cost, launch

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

SIZES = {"pes": 10, "totem": 50, "fec": 250_000}
"""Megabytes, files, lines."""
ROUNDS = 3


@pytest.mark.parametrize(
    ("kind", "engine"), [(kind, engine) for kind, engines in ENGINES.items() for engine in engines]
)
def test_accounting(benchmark: BenchmarkFixture, work: Path, kind: str, engine: str) -> None:
    """Convert in a process of its own; an engine that is not installed is skipped, with its reason."""
    benchmark.group = f"compta-{kind}"
    source, out = _source(work, kind), work / f"compta-{kind}.{engine}"
    words, module = [str(source), str(out)], ("suite.compta", kind)
    first = launch(engine, words, out, module)
    if first.failed:
        pytest.skip(first.failed)
    cost: Cost = benchmark.pedantic(launch, (engine, words, out, module), rounds=ROUNDS)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(cpu=cost.cpu, rss=cost.rss, out=cost.out)


@pytest.mark.parametrize("kind", list(ENGINES))
def test_both_say_the_same(work: Path, kind: str) -> None:
    """Compare what the engines wrote, as the published measure does."""
    outs = [work / f"compta-{kind}.{engine}" for engine in ENGINES[kind]]
    if not all(out.exists() for out in outs):
        pytest.skip("one of the engines did not run")
    assert importlib.import_module(f"suite.compta.{kind}").differences(*outs) == ""


def _source(work: Path, kind: str) -> Path:
    source = work / f"compta-{kind}"
    if not source.exists():
        importlib.import_module(f"suite.compta.{kind}").make(source, SIZES[kind])
    return source
