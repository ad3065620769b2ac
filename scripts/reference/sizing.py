"""How long a region takes, its memory and its disk, from what was measured: nothing here is a number of ours."""

from __future__ import annotations

import json
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from reference.markdown import table
from reference.results import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["hours"]

SMALL = "region"
LARGE = ("payroll-cp1252", "payroll-utf8", "unique-utf8", "compta-pes")
"""Conversions of large files whose bytes are known; the table counts the dearest."""
ONE = "un cœur"
"""What the region was converted by, beside two cores."""
COMMUNES = (1, 50, 400, 1_000)
CORES = (2, 8, 32)
FILES, GIGABYTES = 100, 0.5
"""Of one commune."""
NIGHT = 12
NOTHING = "*Pas encore mesuré.*"


class _Large(NamedTuple):
    """What a gigabyte of one format takes: seconds of processor, megabytes of result."""

    seconds: float
    written: float
    title: str


def hours(stored: Path) -> str:
    """Return the hours for so many communes on so many cores; in bold, what no night is long enough for."""
    small = _read(stored / f"{SMALL}.json")
    read = [one for one in (_read(stored / f"{name}.json") for name in LARGE) if one]
    if not small or not read:
        return NOTHING
    large = sorted(map(_large, read))
    dearest, widest = large[-1], max(large, key=lambda one: one.written)
    files = _digits(small["size"])
    each, kept = _cpu(small) / files, small["engines"]["collecdata"]["out"] / files
    gain = min(small["ratios"]["collecdata"][ONE]["wall"] / 2, 1)
    rows = []
    for communes in COMMUNES:
        work = communes * (FILES * each + GIGABYTES * dearest.seconds)
        spent = [work / (cores * gain) / 3600 for cores in CORES]
        disk = communes * (FILES * kept + GIGABYTES * widest.written) / 1000
        counts = f"{communes:,}", f"{communes * FILES:,}", f"{communes * GIGABYTES:,.1f}", f"{disk:,.1f}"
        rows.append((*(one.replace(",", " ").replace(".", ",") for one in counts), *map(_shown, spent)))
    memory = max(one["engines"]["collecdata"]["rss"] for one in (small, *read))
    said = (
        f"Par commune, {FILES} petits fichiers et {GIGABYTES:.1f} Go de grands. ".replace(".", ",", 1)
        + f"Mille petits fichiers, mesurés sur {files} : {each * 1000:.0f} s de processeur, "
        f"{kept * 1000:.0f} Mo écrits. Un gigaoctet de grands : de {large[0].seconds:.0f} s ({large[0].title}) "
        f"à {dearest.seconds:.0f} s ({dearest.title}), et au plus {widest.written:.0f} Mo écrits ({widest.title}) ; "
        f"la table compte les plus chers. Mémoire d'un processus : au plus {memory} Mo."
    )
    header = ("communes", "fichiers", "Go", "Go écrits", *(f"{cores} cœurs" for cores in CORES))
    return table(header, rows) + f"\n\n{said}"


def _large(result: Mapping[str, Any]) -> _Large:
    size = result["bytes"] / 1e9 if "bytes" in result else _digits(result["size"]) / 1000
    title = result.get("title") or SCENARIOS.get(result["name"], result["name"])
    return _Large(_cpu(result) / size, result["engines"]["collecdata"]["out"] / size, title)


def _digits(size: str) -> int:
    """Return the number that a size begins with (`200 Mo`, `2 000 fichiers`)."""
    return int("".join(filter(str.isdigit, size)))


def _cpu(result: Mapping[str, Any]) -> float:
    return float(median(result["engines"]["collecdata"]["cpu"]))


def _shown(spent: float) -> str:
    if spent < 1:
        return f"{max(1, round(spent * 60))} min"
    return f"**{spent:.0f} h**" if spent > NIGHT else f"{spent:.1f} h".replace(".", ",")


def _read(path: Path) -> Any:  # noqa: ANN401
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
