"""Files to publish, judged: SCDL subventions, right, damaged or all wrong. Engines in `engines`, cases here."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CASES", "ENGINES", "Case"]

ENGINES = ("collecdata", "frictionless", "validata")


class Case(NamedTuple):
    """A kind of file, what it is called, its rows when published, who judges it, and what is wanted."""

    kind: str
    title: str
    rows: int
    engines: tuple[str, ...]
    goals: dict[str, dict[str, float]]
    part: int = 10
    """What the rows are divided by when nothing is published."""


CASES = {
    "clean": Case(
        "clean", "Subventions (SCDL), sans erreur", 1_000_000, ENGINES,
        {"frictionless": {"cpu": 10}, "validata": {"cpu": 20}},
    ),
    "damaged": Case(
        "damaged", "Subventions, une ligne sur cent fausse", 1_000_000, ENGINES[:2], {"frictionless": {"cpu": 6}}
    ),
    "wrong": Case(
        "wrong", "Subventions, tout faux et tout différent", 20_000, ENGINES[:2], {"frictionless": {"cpu": 1}}
    ),
    "small": Case("clean", "Subventions, un quart : la mémoire est la même", 250_000, ENGINES[:1], {}),
    "start": Case(
        "clean", "10 Mo de subventions, démarrage compris ; pyarrow les lit sans les juger", 41_500,
        ("collecdata", "pyarrow"), {"pyarrow": {"cpu": 0.5}}, part=1,
    ),
}  # fmt: skip
