"""Generate the INSEE death file: nobody's deaths, with the quirks that the real file is known for.

python -m suite.deces.generate 1000000 deces-2020.txt [seed]

Of ten thousand lines: ten hold letters of several bytes, two are in Latin-1, two are cut short, some hold NUL or DEL, a
hundred end with characters that mean nothing, a hundred have a birth date known in part, five an impossible one, five
people died before they were born; a hundred were born in a commune that may be gone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from collecdata.catalogue.packed import packed

if TYPE_CHECKING:
    from typing import BinaryIO

    from numpy.typing import NDArray

    Cells = NDArray[np.uint8]

__all__ = ["RECORD", "generate"]

RECORD = 198
CHUNK = 500_000
NAMES = 200_000
SYLLABLES = (
    "BAR",
    "BEL",
    "COR",
    "DAN",
    "FER",
    "GAL",
    "KER",
    "LEM",
    "MAR",
    "NOR",
    "PER",
    "QUE",
    "ROS",
    "SAL",
    "TOR",
    "VIL",
)
ENDS = ("AC", "AIN", "ARD", "EAU", "EL", "ET", "IER", "IN", "ON", "OU", "Y", "EZ")
FIRST = (
    "MARIE", "JEAN", "ANNE", "PIERRE", "JEANNE", "LOUIS", "YVONNE", "ANDRE", "MADELEINE", "RENE", "GERMAINE", "HENRI",
    "MARGUERITE", "MARCEL", "SUZANNE", "PAUL", "DENISE", "ROGER", "SIMONE", "GEORGES", "PAULETTE", "LUCIEN", "ODETTE",
    "JEAN-PIERRE", "MARIE-LOUISE", "FERNAND", "GILBERTE", "EMILE", "RAYMONDE", "ALBERT", "LUCIENNE", "ROBERT",
)  # fmt: skip
ACCENTED = ("ANDRÉE", "JOSÉ", "FRANÇOIS", "MARIE-THÉRÈSE", "GÜNTHER", "ZO\ufffd")


def generate(path: Path, count: int, seed: int = 42) -> None:
    """Write `count` records."""
    draw = np.random.default_rng(seed)
    names = _cells([_name(draw) for _ in range(min(NAMES, count))], 80)
    communes = packed("etat_civil/cog/communes")
    codes = _cells(communes["commune_code"].to_pylist(), 5)
    ended = np.array([bool(day) for day in communes["code_fin"].to_pylist()])
    today = np.flatnonzero(~ended)
    labels = _cells([_ascii(label) for label in communes["commune_libelle"].to_pylist()], 30)
    countries = packed("etat_civil/cog/pays")
    abroad = _cells(countries["pays_insee_code"].to_pylist(), 5)
    lands = _cells([_ascii(label) for label in countries["pays_libelle"].to_pylist()], 30)
    with path.open("wb") as file:
        for start in range(0, count, CHUNK):
            size = min(CHUNK, count - start)
            rows = np.full((size, RECORD + 1), ord(" "), np.uint8)
            rows[:, RECORD] = ord("\n")
            rows[:, :80] = names[draw.integers(0, len(names), size)]
            rows[:, 80] = ord("1") + (draw.random(size) < 0.49)
            rows[:, 81:89], rows[:, 154:162] = _lives(draw, size)
            born = np.where(draw.random(size) < 0.01, draw.integers(0, len(codes), size), draw.choice(today, size))
            rows[:, 89:94], rows[:, 94:124] = codes[born], labels[born]
            far = np.flatnonzero(draw.random(size) < 0.12)
            land = draw.integers(0, len(abroad), len(far))
            rows[far, 89:94], rows[far, 94:124], rows[far, 124:154] = abroad[land], ord(" "), lands[land]
            rows[:, 162:167] = codes[draw.choice(today, size)]
            rows[:, 167:176] = _numbers(draw, size)
            noise = np.flatnonzero(draw.random(size) < 0.01)
            rows[noise, 180:190] = draw.integers(33, 126, (len(noise), 10))
            _write(file, rows, draw)


def _write(file: BinaryIO, rows: Cells, draw: np.random.Generator) -> None:
    """Write the records, some of them spoilt as the real ones are."""
    odd = np.sort(draw.choice(len(rows), int(len(rows) * 0.00145), replace=False))
    done = 0
    for row, kind in zip(odd.tolist(), draw.random(len(odd)).tolist(), strict=True):
        file.write(rows[done:row].tobytes())
        file.write(_spoilt(rows[row].tobytes(), kind, row))
        done = row + 1
    file.write(rows[done:].tobytes())


def _spoilt(record: bytes, kind: float, row: int) -> bytes:
    if kind < 0.69:
        return f"EXEMPLE*{ACCENTED[row % len(ACCENTED)]} JEAN/".ljust(80).encode() + record[80:]
    if kind < 0.83:
        return "EXEMPLE*RENÉ/".ljust(80).encode("latin-1") + record[80:]
    if kind < 0.95:
        return record.rstrip() + b"\n"
    if kind < 0.97:
        return record[:167] + b"\n"
    return record[:3] + (b"\0" if row % 2 else b"\x7f") + record[4:]


def _name(draw: np.random.Generator) -> str:
    last = "".join(draw.choice(SYLLABLES, draw.integers(1, 3))) + str(draw.choice(ENDS))
    return f"{last}*{' '.join(draw.choice(FIRST, draw.integers(1, 4)))}/"[:80]


def _lives(draw: np.random.Generator, size: int) -> tuple[Cells, Cells]:
    """Draw dates of birth and of death; a life is of 1 to 105 years, save where the file says that it was not."""
    died = draw.integers(1970, 2024, size)
    born = died - draw.integers(1, 106, size)
    born = np.where(draw.random(size) < 0.0005, died + 1, born)
    births = _dates(draw, born, day=0.006, month=0.004, year=0.0005)
    births[draw.random(size) < 0.0005, 4:8] = np.frombuffer(b"0230", np.uint8)
    return births, _dates(draw, died, day=0.0002, month=0.00005, year=0.0)


def _dates(draw: np.random.Generator, years: NDArray[np.int64], *, day: float, month: float, year: float) -> Cells:
    """Draw days of these years; a part is unknown this often."""
    size = len(years)
    chance = draw.random(size)
    days = np.where(chance < day, 0, draw.integers(1, 29, size))
    months = np.where(chance < month, 0, draw.integers(1, 13, size))
    return _digits(np.where(chance < year, 0, years) * 10_000 + months * 100 + days, 8)


def _numbers(draw: np.random.Generator, size: int) -> Cells:
    """Draw numbers of acts, half of them filled with zeros, half with blanks."""
    numbers = draw.integers(0, 3000, size)
    cells = _digits(numbers, 9)
    plain = np.flatnonzero(draw.random(size) < 0.5)
    cells[plain] = _cells([str(number) for number in numbers[plain].tolist()], 9)
    return cells


def _digits(values: NDArray[np.int64], width: int) -> Cells:
    return (values[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10 + ord("0")).astype(np.uint8)


def _cells(texts: list[str], width: int) -> Cells:
    joined = "".join(text[:width].ljust(width) for text in texts)
    return np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, width).copy()


def _ascii(text: str) -> str:
    return text.upper().encode("ascii", "ignore").decode()


if __name__ == "__main__":
    generate(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:4]))
