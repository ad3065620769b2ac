"""The DSN norm: the tree of its blocks, their rubrics, and the codes each may hold, year by year.

The norm is plain CSV in `schemas/rh/dsn/` (made by `scripts/generate_dsn.py`): a row says the first and last years it
holds for. A file says the norm it follows in S10.G00.00.006: `P25V01` is that of 2025.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from collecdata.catalogue.resources import SCHEMAS, built_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Norm", "Rubric", "every_rubric", "norm", "parents", "year_of", "years"]

_VERSION = re.compile(r"P([0-9]{2})V[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Rubric:
    """One rubric, as a year of the norm has it: `nature` is X, N, D (date), E (coded) or R (an outside register)."""

    code: str
    label: str
    nature: str
    longest: int
    codes: Mapping[str, str]
    """Code to label; empty where the norm lists none."""


@dataclass(frozen=True, slots=True)
class Norm:
    """The rubrics of one year, by code (`S21.G00.30.001`)."""

    year: int
    rubrics: Mapping[str, Rubric]


def year_of(version: str) -> int | None:
    """Return the year of a version of the norm, None when it is not one.

    >>> year_of("P25V01"), year_of("V01R02")
    (2025, None)
    """
    found = _VERSION.fullmatch(version)
    return 2000 + int(found[1]) if found else None


@lru_cache(maxsize=8)
def norm(version: str) -> Norm:
    """Return the norm of a version; of another year than those known, the nearest."""
    wanted = year_of(version) or years()[-1]
    year = min(max(wanted, years()[0]), years()[-1])
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows("codes", year):
        codes[f"{row['bloc']}.{row['rubrique']}"][row["code"]] = row["libelle"]
    found = (_rubric(row, codes) for row in _rows("rubriques", year))
    return Norm(year, {rubric.code: rubric for rubric in found})


@lru_cache(maxsize=1)
def years() -> tuple[int, ...]:
    """Return the years known, in order."""
    return tuple(sorted({int(row[end]) for row in _rows("rubriques") for end in ("annee_debut", "annee_fin")}))


@lru_cache(maxsize=1)
def parents() -> Mapping[str, str]:
    """Return the block that holds each block, of any year; that of the envelope has none (empty)."""
    return {row["bloc"]: row["parent"] for row in _rows("blocs")}


@lru_cache(maxsize=1)
def every_rubric() -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the rubrics of each block, of any year, in order."""
    found: dict[str, set[int]] = {block: set() for block in parents()}
    for row in _rows("rubriques"):
        found[row["bloc"]].add(int(row["rubrique"]))
    return {block: tuple(sorted(numbers)) for block, numbers in found.items()}


def _rubric(row: Mapping[str, str], codes: Mapping[str, Mapping[str, str]]) -> Rubric:
    code = f"{row['bloc']}.{row['rubrique']}"
    return Rubric(code, row["libelle"], row["nature"], int(row["longueur_max"]), codes.get(code, {}))


def _rows(name: str, year: int | None = None) -> Iterator[dict[str, str]]:
    """Give the rows of a file that hold for a year, or all of them."""
    for row in csv.DictReader(io.StringIO(gzip.decompress((_folder() / f"{name}.csv.gz").read_bytes()).decode())):
        if year is None or int(row["annee_debut"]) <= year <= int(row["annee_fin"]):
            yield row


def _folder() -> Path:
    return built_in() / SCHEMAS / "rh" / "dsn"
