"""Catalogues against pymarc and yaz: `FORMS` says who reads what."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FORMS", "Form"]


class Form(NamedTuple):
    """One comparison: its title, the catalogue read, who reads it (ours first, then the peer), the ratios wanted."""

    title: str
    catalogue: str
    engines: dict[str, str]
    goals: dict[str, dict[str, float]]


_PYMARC = {"collecdata": "ours.promises", "pymarc": "peers.pymarc"}
_BARE = {"collecdata": "ours.promises", "collecdata-bare": "ours.bare", "pymarc": "peers.pymarc"}
FORMS = {
    "utf8": Form("catalogue ISO 2709 en UTF-8", "utf8", _BARE, {"pymarc": {"cpu": 17}}),
    "iso5426": Form("catalogue ISO 2709 en ISO 5426", "iso5426", _BARE, {"pymarc": {"cpu": 17}}),
    "xml": Form("catalogue MARCXML", "xml", _PYMARC, {"pymarc": {"cpu": 2.5}}),
    "workers": Form(
        "catalogue ISO 2709, deux ouvriers face à un",
        "utf8",
        {"collecdata": "ours.two_workers", "un ouvrier": "ours.promises"},
        {"un ouvrier": {"wall": 1.4}},
    ),
    "structure": Form(
        "catalogue ISO 2709, la structure seule",
        "utf8",
        {"collecdata": "ours.structure", "yaz-marcdump": "peers.yaz"},
        {"yaz-marcdump": {"cpu": 1}},
    ),
}
