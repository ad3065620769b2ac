"""Interleaved rounds: every engine once, then every engine again; what is compared ran side by side.

Seconds are kept, ratios are what may be quoted: each is the median, over the rounds, of a peer's cost divided by ours
in the same round. Standard library only (see `launch`).
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING, Any

from suite.engines import OURS, Job
from suite.launch import Cost, launch, run_module

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Scenario", "environment", "make_source", "measure", "ratios", "summary"]

LIBRARIES = ("collecdata", "pyarrow", "numpy", "duckdb", "polars", "pydantic", "frictionless", "pandas")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file, some engines, so many rounds."""

    name: str
    shape: str
    encoding: str
    rows: int
    engines: Sequence[str]
    rounds: int = 3
    threads: int = 2
    compared: bool = True
    """Whether outputs are compared to the reference, which takes some twenty seconds a million rows."""
    goals: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By peer, the ratio that is wanted, of every promise kept."""


def make_source(scenario: Scenario, work: Path) -> Path:
    """Generate the file, unless an earlier run did."""
    source = work / f"{scenario.shape}.{scenario.encoding}.{scenario.rows}.csv"
    if not source.exists():
        work.mkdir(parents=True, exist_ok=True)
        run_module("suite.generate", scenario.shape, scenario.encoding, str(scenario.rows), str(source))
    return source


def measure(scenario: Scenario, work: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Run a scenario; return what `results/*.json` holds."""
    source = make_source(scenario, work)
    jobs = {engine: _job(scenario, engine, source) for engine in scenario.engines}
    costs: dict[str, list[Cost]] = {engine: [] for engine in jobs}
    for turn in range(scenario.rounds):
        for engine, job in jobs.items():
            if costs[engine] and costs[engine][-1].failed:
                continue
            costs[engine].append(cost := launch(engine, job.words, job.out))
            outcome = cost.failed or f"{cost.wall:.2f} s, {cost.cpu:.2f} s of processor, {cost.rss:.0f} MB"
            say(f"  {scenario.name}, round {turn + 1}: {engine}: {outcome}")
    outs = {engine: job.out for engine, job in jobs.items() if scenario.compared and _ran(costs[engine])}
    verdicts = _verdicts(scenario, source, outs) if outs else {}
    return {
        **asdict(scenario),
        "bytes": source.stat().st_size,
        **environment(),
        "engines": {engine: summary(costs[engine], verdicts.get(engine, "not compared")) for engine in jobs},
        "ratios": ratios(costs),
    }


def ratios(costs: dict[str, list[Cost]]) -> dict[str, dict[str, dict[str, float]]]:
    """Divide each peer's cost by ours, round by round; more than 1: we are ahead."""
    return {
        ours: {
            peer: {what: round(median(_paired(costs[peer], costs[ours], what)), 2) for what in ("wall", "cpu", "rss")}
            for peer in costs
            if peer not in OURS and _ran(costs[peer])
        }
        for ours in OURS
        if ours in costs and _ran(costs[ours])
    }


def environment() -> dict[str, Any]:
    """Say what figures depend on: cores, load at the end, versions."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
    }


def _job(scenario: Scenario, engine: str, source: Path) -> Job:
    out = source.with_suffix(f".{engine}")
    return Job.of([scenario.shape, str(source), scenario.encoding, str(out), str(scenario.threads)])


def _ran(costs: list[Cost]) -> bool:
    return bool(costs) and not costs[-1].failed


def _paired(peer: list[Cost], ours: list[Cost], what: str) -> list[float]:
    return [getattr(theirs, what) / getattr(mine, what) for theirs, mine in zip(peer, ours, strict=False)]


def _verdicts(scenario: Scenario, source: Path, outs: dict[str, Path]) -> dict[str, str]:
    words = [scenario.shape, str(source), scenario.encoding, *map(str, outs.values())]
    found = json.loads(run_module("suite.reference", *words))
    return {engine: found[str(out)] or "equal" for engine, out in outs.items()}


def summary(costs: list[Cost], verdict: str) -> dict[str, Any]:
    """Say what an engine cost, round by round, and whether its output is right."""
    if not _ran(costs):
        return {"failed": costs[-1].failed}
    return {
        "wall": [round(cost.wall, 3) for cost in costs],
        "cpu": [round(cost.cpu, 3) for cost in costs],
        "rss": round(max(cost.rss for cost in costs)),
        "out": round(costs[-1].out, 1),
        "verdict": verdict,
    }
