"""Rules about rows that every tabular format shares: names of columns, the header, footers, blank rows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from collecdata.kernels.stream import RESERVED

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FOOTER", "HEADER_SAMPLE", "duplicates", "find_header", "is_blank", "is_footer", "kept",
    "unique_names",
]  # fmt: skip

HEADER_SAMPLE = 200
"""Rows looked at to find the header."""
_FULL = 0.75
"""Share of the widest row's cells that the header fills: titles above it fill a few, the header nearly all."""
_NARROW = 2
"""A table so narrow that a total may fill all its cells."""

FOOTER = re.compile(
    r"(?:sous[\s-]*)?tota(?:l|ux)(?:\s+(?:g[eé]n[eé]ra(?:l|ux)|(?:de|des|du|par)\s.{1,60}))?"
    r"|nombre\s+(?:total\s+)?(?:de|d['’])\s*(?:lignes?|enregistrements?|mouvements?|[eé]critures?|pi[eè]ces?)\b.{0,20}"
    r"|(?:fin\s+(?:de\s+|d['’]|du\s+)(?:l['’])?(?:[eé]dition|extraction|export|fichier|liste))"
    r"|(?:[eé]dit[eé]e?|extraite?|imprim[eé]e?)\s+le\s+\d.{0,40}",
    re.IGNORECASE,
)
"""What the first filled cell of a footer says, whole (`TOTAL ENERGIES` is a supplier), a final colon aside."""
_LONGEST = 200
"""Characters of a cell that patterns are tried on."""
_NUMBER = re.compile(r"[-+(]?[\d\s.,/:%€-]*\d[\d\s.,/:%€)-]*")


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    r"""Name columns: blanks squeezed, NFC, later ones of a name `#2`, `#3`, nameless ones `colonne_<position>`.

    >>> unique_names(["Tiers", "AP/AE", "", "AP/AE", "Montant\nTTC ", "AP/AE#2"])
    ('Tiers', 'AP/AE', 'colonne_3', 'AP/AE#3', 'Montant TTC', 'AP/AE#2')
    """
    cleaned = [_squeeze(name) or f"colonne_{place}" for place, name in enumerate(names, 1)]
    taken, times = set(cleaned), Counter[str]()
    unique: list[str] = []
    for name in cleaned:
        times[name] += 1
        candidate = name
        while times[name] > 1 and (candidate := f"{name}#{times[name]}") in taken:
            times[name] += 1
        unique.append(candidate)
    return tuple(unique)


def duplicates(names: Sequence[str]) -> dict[str, int]:
    """Return the names that come more than once, as `unique_names` first writes them, and how often.

    >>> duplicates(["AP/AE", "Tiers", "AP/AE ", "", ""])
    {'AP/AE': 2}
    """
    counts = Counter(filter(None, map(_squeeze, names)))
    return {name: count for name, count in counts.items() if count > 1}


def kept(names: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of the input's own columns: those we added to a reject file fed in again are left out.

    >>> kept(["Tiers", "_motifs", "Montant"])
    (0, 2)
    """
    return tuple(place for place, name in enumerate(names) if name not in RESERVED)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the position of the header among the first rows: the first nearly full row that is mostly words.

    Titles above it (name of the report, date, filters) fill fewer cells. Where no row fits, the first row that is
    not blank; 0 when all are.

    >>> find_header([["Liste des factures", "", ""], ["", "", ""], ["Exercice", "Tiers", "TTC"], ["2025", "A", "1,5"]])
    2
    """
    widest = max((_filled(row) for row in rows), default=0)
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        words = sum(not _NUMBER.fullmatch(cell.strip()) for cell in filled)
        if filled and len(filled) >= _FULL * widest and words * 2 > len(filled):
            return place
    return next((place for place, row in enumerate(rows) if not is_blank(row)), 0)


def is_blank(cells: Sequence[str]) -> bool:
    r"""Whether no cell holds anything but white space.

    >>> is_blank(["", " ", "\u00a0"]), is_blank([]), is_blank(["", "0"])
    (True, True, False)
    """
    return not any(cell and not cell.isspace() for cell in cells)


def is_footer(cells: Sequence[str], patterns: Sequence[str] = ()) -> bool:
    """Whether a row at the very end is a total or a closing note. Ask only of rows with no record after them.

    Its first filled cell says so, and it leaves some cell blank (a record of a supplier named `Total` does not); or
    that cell is, whole, one of the adapter's `patterns`.

    >>> [is_footer(row) for row in (["Total général :", "", "1,00"], ["TOTAL", "2025", "1"], ["TOTAL ENERGIES", ""])]
    [True, False, False]
    """
    first = _squeeze(next((cell for cell in cells if cell and not cell.isspace()), ""))[:_LONGEST]
    if any(re.fullmatch(pattern, first) for pattern in patterns if first):
        return True
    said = FOOTER.fullmatch(first.removesuffix(":").rstrip())
    return said is not None and (len(cells) <= _NARROW or _filled(cells) < len(cells))


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell and not cell.isspace())


def _squeeze(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.replace("\0", "").split()))
