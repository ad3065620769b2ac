"""Subsidies as towns publish them (SCDL subventions 2.1.1), some 250 bytes a row: right, damaged, or all wrong.

python -m suite.validation.generate clean|damaged|wrong ROWS PATH
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suite.generate.text import digits, glue, lines, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from suite.generate.text import Ints

__all__ = ["KINDS", "write"]

KINDS = ("clean", "damaged", "wrong")
"""No error; an error in one row of a hundred; no right value, and none twice."""
HEADER = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
    "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
    "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
TOWNS = ("Ville de Figeac", "Ville de Vitré", "Commune de Bédarieux", "Commune de L'Isle-sur-la-Sorgue")
CLUBS = ("Amicale", "Comité des fêtes", "Foyer rural", "Union sportive", "École de musique", "Secours", "Ciné-club")
PLACES = ("du Haut-Quercy", "des Trois Rivières", "de la vallée de l'Orb", "du canton", "Jean-Jaurès", "de l'Étang")
AIMS = ("Fonctionnement", "Festival d'été", "Achat de matériel", "Projet éducatif, collèges")
NATURES = ("aide en numéraire", "aide en nature", "aide en numéraire;aide en nature")
TERMS = ("unique", "échelonné en deux versements", "échelonné")
AT_ONCE = 50_000
ONE_IN = 100


def write(kind: str, rows: int, path: Path) -> None:
    """Write a file of one of `KINDS`; it appears whole or not at all."""
    dice = np.random.default_rng(2024)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write((",".join(HEADER) + "\r\n").encode())
        for first in range(0, rows, AT_ONCE):
            columns = _rows(dice, first, min(AT_ONCE, rows - first))
            if kind == "wrong":
                columns = _all_wrong(columns, first)
            out.writelines(_damaged(columns) if kind == "damaged" else [lines(list(columns.values()), ",")])
    part.rename(path)


def _rows(dice: Generator, first: int, count: int) -> dict[str, pa.Array]:
    serial = np.arange(first, first + count)
    year = dice.integers(2015, 2025, count)
    day = glue(
        digits(year, 4), digits(dice.integers(1, 13, count), 2), digits(dice.integers(1, 29, count), 2), between="-"
    )
    club = glue(pick(CLUBS, dice.integers(0, len(CLUBS), count)), pick(PLACES, serial % len(PLACES)), between=" ")
    share = dice.integers(1, 100, count)
    return {
        "nomAttribuant": pick(TOWNS, dice.integers(0, len(TOWNS), count)),
        "idAttribuant": _siret(dice.integers(0, 40, count)),
        "dateConvention": day,
        "referenceDecision": glue("CM", digits(year, 4), digits(serial, 7), between="-"),
        "nomBeneficiaire": club,
        "idBeneficiaire": _siret(dice.integers(0, 90_000, count)),
        "rnaBeneficiaire": glue("W", digits(dice.integers(0, 10**9, count), 9)),
        "objet": glue('"', pick(AIMS, dice.integers(0, len(AIMS), count)), ", dossier ", digits(serial, 7), '"'),
        "montant": glue(_text(dice.integers(50, 90_000, count)), digits(dice.integers(0, 100, count), 2), between="."),
        "nature": pick(NATURES, dice.choice(3, count, p=(0.9, 0.06, 0.04))),
        "conditionsVersement": pick(TERMS, dice.integers(0, len(TERMS), count)),
        "datesPeriodeVersement": glue(day, glue(digits(year + 1, 4), "12-31", between="-"), between="/"),
        "idRAE": pick(("", "12345"), (serial % 50 == 0).astype(np.int64)),
        "notificationUE": pick(("non", "oui"), (serial % 20 == 0).astype(np.int64)),
        "pourcentageSubvention": glue("0.", digits(share, 2)),
        "dispositifAide": pick(("", "65d5b6c7-102c-4440-ac3b-768f708edc0a"), (serial % 3 == 0).astype(np.int64)),
    }


WRONG: dict[str, Callable[[pa.Array], pa.Array]] = {
    "idAttribuant": lambda text: glue("A", text),
    "dateConvention": lambda text: glue("le ", text),
    "rnaBeneficiaire": lambda text: glue("X", text),
    "montant": lambda text: glue(text, " euros"),
    "nature": lambda text: glue("aide ", text),
    "datesPeriodeVersement": lambda text: glue("depuis ", text),
    "idRAE": lambda text: glue("RAE", text),
    "notificationUE": lambda text: glue("non", text),
    "pourcentageSubvention": lambda text: glue(text, " %"),
}
"""What makes a text wrong, for each field that may be."""


def _all_wrong(columns: dict[str, pa.Array], first: int) -> dict[str, pa.Array]:
    """Spoil each value that may be wrong, with the number of its row: none is there twice."""
    serial = digits(np.arange(first, first + len(columns["objet"])), 7)
    return columns | {name: spoil(serial) for name, spoil in WRONG.items()}


DAMAGE = (
    ("dateConvention", "31/12/2019"), ("dateConvention", "2019-02-30"), ("montant", '"1 250,50"'), ("montant", ""),
    ("nature", "Aide en numéraire"), ("idAttribuant", "2146010280001"), ("rnaBeneficiaire", "w461000000"),
    ("notificationUE", "Oui"), ("pourcentageSubvention", "45"), ("datesPeriodeVersement", "2019"),
)  # fmt: skip
BROKEN = (b"," * (len(HEADER) - 1), b"Ville de Figeac,21460102800018,2019-12-31", b"," * len(HEADER), b"")
"""Rows without a value, too short, too long, without anything."""


def _damaged(columns: dict[str, pa.Array]) -> Iterator[bytes]:
    """Spoil one row of a hundred, each kind of damage in turn."""
    count = len(columns["objet"])
    hit = np.flatnonzero(np.arange(count) % ONE_IN == ONE_IN // 2)
    turn = np.arange(len(hit)) % (len(DAMAGE) + len(BROKEN))
    for place, (name, text) in enumerate(DAMAGE):
        spoiled = np.zeros(count, np.bool_)
        spoiled[hit[turn == place]] = True
        columns[name] = pc.if_else(pa.array(spoiled), text, columns[name])
    rows = lines(list(columns.values()), ",").split(b"\r\n")[:-1]
    for place, row in zip(hit[turn >= len(DAMAGE)].tolist(), turn[turn >= len(DAMAGE)].tolist(), strict=True):
        rows[place] = BROKEN[row - len(DAMAGE)]
    yield b"\r\n".join([*rows, b""])


def _text(numbers: Ints) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _siret(numbers: Ints) -> pa.Array:
    """Write establishments that do not exist, their two check digits right."""
    siren = 99_000_000 + numbers
    siren = siren * 10 + _check(siren)
    siret = siren * 10_000 + 1
    return digits(siret * 10 + _check(siret), 14)


def _check(numbers: Ints) -> NDArray[np.int64]:
    """Return the digit of Luhn that follows each number."""
    total, left = np.zeros_like(numbers), numbers.copy()
    for rank in range(14):
        digit = left % 10 * (2 - rank % 2)
        total += digit // 10 + digit % 10
        left //= 10
    return -total % 10


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
