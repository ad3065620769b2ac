"""The one shape of `results/*.json`: what was measured, on what, by whom, at what cost, and whether outputs are equal.

    {"name": "compta-fec", "title": "FEC", "size": "5 000 000 lignes", "rounds": 3, "cores": 2, "load": 0.4,
     "versions": {...}, "goals": {"lxml": {"cpu": 3}},
     "engines": {"collecdata": {"wall": [...], "cpu": [...], "rss": 300, "out": 12.0, "verdict": "equal", "share": 1}},
     "ratios": {"collecdata": {"lxml": {"wall": 3.1, "cpu": 3.2, "rss": 0.9}}}}

`benchmarks/table.py` prints a folder of them, and `docs/mesures.md` is generated from it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suite.rounds import environment, ratios, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suite.launch import Cost

__all__ = ["folder_of", "read_all", "result_of", "store"]

BENCHMARKS = Path(__file__).parents[1]


def result_of(
    name: str,
    title: str,
    size: str,
    costs: Mapping[str, Sequence[Cost]],
    verdicts: Mapping[str, str] | str,
    *,
    goals: Mapping[str, Mapping[str, float]] | None = None,
    shares: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Make a result of interleaved rounds.

    Args:
        name: of the file.
        title: what was done, in French, for the page.
        size: of the input, in French.
        costs: of each engine, round by round; ours is `collecdata`.
        verdicts: of each engine (or of all): `equal`, or what differs, or `not compared`.
        goals: by peer, the ratio that is wanted of `wall`, `cpu` or `rss`.
        shares: the part of the work that a slow peer did (0.05: a twentieth); its ratios are brought to the whole.
    """
    shares = shares or {}
    said = dict.fromkeys(costs, verdicts) if isinstance(verdicts, str) else verdicts
    engines = {engine: summary(list(found), said.get(engine, "not compared")) for engine, found in costs.items()}
    for engine, share in shares.items():
        engines[engine]["share"] = share
    whole = {engine: [_whole(one, shares.get(engine, 1.0)) for one in found] for engine, found in costs.items()}
    return {
        "name": name,
        "title": title,
        "size": size,
        "rounds": max(map(len, costs.values())),
        **environment(),
        "goals": goals or {},
        "engines": engines,
        "ratios": ratios(whole),
    }


def folder_of(*, publish: bool) -> Path:
    """Return where results go: the published ones are committed, the others are not."""
    return BENCHMARKS / "results" if publish else BENCHMARKS.parent / ".benchmarks"


def store(result: Mapping[str, Any], *, publish: bool) -> Path:
    """Write one result under its name."""
    folder = folder_of(publish=publish)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result['name']}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_all(folder: Path) -> list[dict[str, Any]]:
    """Read the results that compare engines, by name."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [one for one in found if "engines" in one]


def _whole(cost: Cost, share: float) -> Cost:
    return replace(cost, wall=cost.wall / share, cpu=cost.cpu / share)
