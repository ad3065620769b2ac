"""One table of every benchmark that is stored: what was done, against whom, how many times as much it costs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reference.markdown import table
from reference.results import ENGINES, SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["every"]

OURS = "collecdata"
HEADER = ("mesure", "taille", "face à", "temps", "processeur", "mémoire", "la nôtre (Mo)", "résultat", "visé", "charge")
UNITS = {"wall": "temps", "cpu": "processeur", "rss": "mémoire"}
TITLES = {
    **SCENARIOS,
    "memory-1": "paie, mémoire seule",
    "memory-4": "paie, mémoire seule",
    "rowwise": "paie, rang à rang",
}
NOTHING = "*Pas encore mesuré.*"


def every(folder: Path) -> str:
    """Return the table of a folder of results, a row a peer; ratios are theirs over ours: more than 1, we are ahead."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    rows = [row for one in found if OURS in one.get("engines", {}) for row in _rows(one)]
    return table(HEADER, rows) if rows else NOTHING


def _rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Give a row for each peer; where the core alone was measured too, as many again for it."""
    title = result.get("title") or TITLES.get(result["name"], result["name"])
    size = result.get("size") or f"{result['rows']:,} lignes".replace(",", " ")
    peers = [name for name in result["engines"] if name not in ENGINES]
    for ours in ENGINES:
        if ours not in result["engines"]:
            continue
        said = title if ours == OURS else f"{title} : {ENGINES[ours]}"
        for peer in peers or [""]:
            ratio = result["ratios"].get(ours, {}).get(peer)
            numbers = [_number(ratio[unit]) if ratio else "" for unit in UNITS]
            goal = _goal(ratio, result.get("goals", {}).get(peer, {})) if ours == OURS else ""
            memory, verdict = str(result["engines"][ours].get("rss", "")), _verdict(result["engines"], ours, peer)
            yield said, size, peer, *numbers, memory, verdict, goal, _number(result["load"], 1)


def _verdict(engines: Mapping[str, Mapping[str, Any]], ours: str, peer: str) -> str:
    """Say whether outputs are equal, and of whom they are not."""
    for name in (ours, peer):
        engine = engines.get(name, {})
        if "failed" in engine:
            return f"{name} ne sait pas"
        if engine.get("verdict", "equal") not in {"equal", "not compared"}:
            return f"{name} diffère"
    compared = engines[ours].get("verdict") == "equal"
    return "égal" if compared else "non comparé"


def _goal(ratio: Mapping[str, float] | None, goal: Mapping[str, float]) -> str:
    """Say what was aimed at, and whether it is reached."""
    said = []
    for unit, least in goal.items():
        reached = ratio is not None and ratio[unit] >= least
        said.append(f"{UNITS[unit]} {_number(least)} : {'tenu' if reached else '**non tenu**'}")
    return ", ".join(said)


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
