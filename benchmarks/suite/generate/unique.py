"""Invoices whose cells are nearly all different: the counter-example to everything that lives on repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suite.generate.text import NO_BREAK, amount, digits, glue, lines, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator

    from suite.generate.text import Ints

__all__ = ["unique"]

SYLLABLES = (
    "BA BÉ BO CA CÉ CHA CO DA DÉ DO FA FÉ FLO GA GÉ GLO JA JU LA LÉ LI MA MÉ MI NA NÉ NO PA PÉ PLO RA RÉ RI SA SÉ "
    "SO TA TÉ VA VI"
).split()
STREETS = ("RUE", "AVENUE", "IMPASSE", "CHEMIN", "PLACE", "ALLÉE", "QUAI", "ROUTE")
NATURES = ("Travaux", "Fournitures", "Prestation", "Maintenance", "Location", "Étude", "Abonnement", "Réparation")
FIRST_DAY = np.datetime64("1900-01-01")
DAYS = 73_049
AT_ONCE = 100_000


def unique(rows: int, seed: int = 43) -> Iterator[bytes]:
    """Make `rows` lines in UTF-8, some tens of megabytes at a time, without the header."""
    dice = np.random.default_rng(seed)
    for start in range(0, rows, AT_ONCE):
        yield lines(_block(dice, start, min(AT_ONCE, rows - start)))


def _block(dice: Generator, start: int, count: int) -> list[pa.Array]:
    net = dice.integers(100, 999_999_999, count)
    tax = (net * 20 + 50) // 100
    company, street = _word(dice, count, 4), _word(dice, count, 3)
    reference = dice.integers(0, 10**12, count)
    return [
        glue("FAC-", digits(start + np.arange(count, dtype=np.int64), 9)),
        digits(reference, 14),
        glue("SOCIÉTÉ ", company),
        glue(_number(dice, 400, count), pick(STREETS, dice.integers(0, 8, count)), street, between=" "),
        glue(pc.cast(pa.array(reference), pa.string()), "@exemple.invalid"),
        glue('"', pick(NATURES, dice.integers(0, 8, count)), " – ", _word(dice, count, 5), ' ; n° ""',
             _number(dice, 10**9, count), '"""'),
        _day(dice.integers(0, DAYS, count)),
        _day(dice.integers(0, DAYS, count)),
        amount(dice.integers(1, 10**8, count), scale=3),
        amount(net, group=NO_BREAK),
        amount(tax),
        amount(net + tax),
    ]  # fmt: skip


def _word(dice: Generator, count: int, syllables: int) -> pa.Array:
    return glue(*(pick(SYLLABLES, dice.integers(0, len(SYLLABLES), count)) for _ in range(syllables)))


def _number(dice: Generator, most: int, count: int) -> pa.Array:
    return pc.cast(pa.array(dice.integers(1, most, count)), pa.string())


def _day(days: Ints) -> pa.Array:
    """Write dates as dd/mm/yyyy: 200 years of them, looked up."""
    every = [f"{day:%d/%m/%Y}" for day in (FIRST_DAY + np.arange(DAYS)).astype(object)]
    return pick(every, days)
