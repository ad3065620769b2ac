"""Tables of what the benchmarks measured: ratios in one run, never seconds alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reference.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["conditions", "memory", "rowwise", "speed", "traps"]

SCENARIOS = {
    "payroll-utf8": "paie, UTF-8",
    "payroll-cp1252": "paie, cp1252",
    "unique-utf8": "tout différent, UTF-8",
    "unique-cp1252": "tout différent, cp1252",
}
ENGINES = {"collecdata": "toutes promesses tenues", "collecdata-bare": "le cœur seul"}
VERDICTS = {
    "right": "juste",
    "said": "signalé",
    "refused_line": "refusé, ligne dite",
    "refused": "refusé",
    "wrong": "**faux, sans un mot**",
}
NOTHING = "*Pas encore mesuré.*"


def speed(stored: Path) -> str:
    """Return how many times slower each peer is, in wall time and in processor time."""
    found = [(name, result) for name in SCENARIOS if (result := _read(stored, name))]
    peers = list(dict.fromkeys(peer for _, result in found for peer in result["engines"] if peer not in ENGINES))
    rows = [
        (SCENARIOS[name], ENGINES[ours], *(_ratio(result, ours, peer) for peer in peers), _memory(result, ours))
        for name, result in found
        for ours in ENGINES
        if ours in result["ratios"]
    ]
    return table(("données", "collecdata", *peers, "mémoire (Mo)"), rows) if rows else NOTHING


def rowwise(stored: Path) -> str:
    """Return how many times slower row by row tools are."""
    result = _read(stored, "rowwise")
    if not result:
        return NOTHING
    ratios = result["ratios"]["collecdata"]
    rows = [
        (peer, f"{_number(ratio['wall'])} fois", f"{_number(ratio['cpu'])} fois", _verdict(result["engines"][peer]))
        for peer, ratio in ratios.items()
    ]
    return table(("outil", "temps", "processeur", "résultat"), rows)


def memory(stored: Path) -> str:
    """Return the peak memory at two sizes."""
    results = [result for times in (1, 4) if (result := _read(stored, f"memory-{times}"))]
    rows = [
        (
            f"{result['rows'] / 1e6:g} millions",
            f"{result['bytes'] / 1e6:.0f}",
            str(result["engines"]["collecdata"]["rss"]),
        )
        for result in results
    ]
    return table(("lignes", "fichier (Mo)", "mémoire de pointe (Mo)"), rows) if rows else NOTHING


def traps(stored: Path) -> str:
    """Return what each tool makes of each trap file, and the totals."""
    result = _read(stored, "traps")
    if not result:
        return NOTHING
    tools = result["tools"]
    rows = [(trap["title"], *(_trap(trap["verdicts"][tool]) for tool in tools)) for trap in result["traps"].values()]
    totals = [_totals(result, tool) for tool in tools]
    return table(("piège", *tools), [*rows, ("**faux, sans un mot**", *totals)])


def conditions(stored: Path) -> str:
    """Return what the figures depend on, from the results themselves."""
    rows = []
    for name in (*SCENARIOS, "rowwise", "traps"):
        if result := _read(stored, name):
            size = f"{result['rows']} lignes, {result['rounds']} tours" if "rows" in result else "39 fichiers"
            rows.append((f"`{name}`", size, f"{result['cores']} cœurs, charge {result['load']}", _versions(result)))
    return table(("mesure", "taille", "machine", "versions"), rows) if rows else NOTHING


def _read(stored: Path, name: str) -> dict[str, Any] | None:
    path = stored / f"{name}.json"
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _ratio(result: dict[str, Any], ours: str, peer: str) -> str:
    ratio = result["ratios"][ours].get(peer)
    return f"{_number(ratio['wall'])} ({_number(ratio['cpu'])})" if ratio else "ne sait pas le lire"


def _memory(result: dict[str, Any], ours: str) -> str:
    return str(result["engines"][ours]["rss"])


def _verdict(engine: dict[str, Any]) -> str:
    return "égal à la référence" if engine["verdict"] == "equal" else f"diffère : {engine['verdict']}"


def _trap(verdict: dict[str, str]) -> str:
    said = VERDICTS[verdict["kind"]]
    return f"{said} : {verdict['detail']}" if verdict["kind"] in {"said", "wrong"} else said


def _totals(result: dict[str, Any], tool: str) -> str:
    return str(sum(trap["verdicts"][tool]["kind"] == "wrong" for trap in result["traps"].values()))


def _versions(result: dict[str, Any]) -> str:
    return ", ".join(_version_words(result))


def _version_words(result: dict[str, Any]) -> Iterator[str]:
    for name, version in result["versions"].items():
        if name != "collecdata":
            yield f"{name} {version}"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
