"""The valid name a misspelt one was probably meant to be."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["nearest"]

CLOSE = 0.6
"""Share of characters that two names must have in common, in order."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return the valid name closest to `name`, accents and capitals aside; empty when none is close.

    >>> nearest("form", ["from", "concat"]), nearest("Libelle", ["Libellé", "Code"]), nearest("xyz", ["from"])
    ('from', 'Libellé', '')
    """
    plain: dict[str, str] = {}
    for candidate in valid:
        plain.setdefault(_plain(candidate), candidate)
    found = get_close_matches(_plain(name), list(plain), n=1, cutoff=CLOSE)
    return plain[found[0]] if found else ""


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
