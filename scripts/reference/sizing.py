"""How long a region takes, from what was measured: processor for small files and for large ones, gain of two cores."""

from __future__ import annotations

import json
from statistics import median
from typing import TYPE_CHECKING, Any

from reference.markdown import table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["hours"]

SMALL, LARGE = "region", "payroll-cp1252"
"""Results that the table rests on."""
ONE = "un cœur"
"""What the region was converted by, beside two cores."""
COMMUNES = (1, 50, 400, 1_000)
CORES = (2, 8, 32)
FILES, GIGABYTES = 100, 0.5
"""Of one commune."""
NIGHT = 12
NOTHING = "*Pas encore mesuré.*"


def hours(stored: Path) -> str:
    """Return the hours for so many communes on so many cores; in bold, what no night is long enough for."""
    small, large = (_read(stored / f"{name}.json") for name in (SMALL, LARGE))
    if not small or not large:
        return NOTHING
    files = int("".join(filter(str.isdigit, small["size"])))
    each = _cpu(small) / files
    gigabyte = _cpu(large) / large["bytes"] * 1e9
    gain = min(small["ratios"]["collecdata"][ONE]["wall"] / 2, 1)
    rows = []
    for communes in COMMUNES:
        work = communes * (FILES * each + GIGABYTES * gigabyte)
        spent = [work / (cores * gain) / 3600 for cores in CORES]
        counts = f"{communes:,}", f"{communes * FILES:,}", f"{communes * GIGABYTES:,.1f}"
        rows.append((*(one.replace(",", " ").replace(".", ",") for one in counts), *map(_shown, spent)))
    said = f"Mille petits fichiers : {each * 1000:.0f} s de processeur ; un gigaoctet : {gigabyte:.0f} s."
    return table(("communes", "fichiers", "Go", *(f"{cores} cœurs" for cores in CORES)), rows) + f"\n\n{said}"


def _cpu(result: Mapping[str, Any]) -> float:
    return float(median(result["engines"]["collecdata"]["cpu"]))


def _shown(spent: float) -> str:
    if spent < 1:
        return f"{max(1, round(spent * 60))} min"
    return f"**{spent:.0f} h**" if spent > NIGHT else f"{spent:.1f} h".replace(".", ",")


def _read(path: Path) -> Any:  # noqa: ANN401
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
