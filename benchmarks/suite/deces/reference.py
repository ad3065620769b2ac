"""The death file read a line at a time, in plain Python, as its description says: what every fast way is held to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["COLUMNS", "differences", "read_plainly"]

COLUMNS = (
    "rang", "defunt_nom", "defunt_prenoms", "defunt_sexe", "defunt_naissance_date", "defunt_naissance_date_edtf",
    "defunt_naissance_date_precision", "defunt_naissance_date_brute", "defunt_naissance_lieu_code",
    "defunt_naissance_commune", "defunt_naissance_pays", "deces_date", "deces_date_edtf", "deces_date_precision",
    "deces_date_brute", "deces_lieu_code", "deces_acte_numero",
)  # fmt: skip
LEAST = 167
CONTROLS = dict.fromkeys([*range(32), 127])
KNOWN = {"m": [f"{month:02}" for month in range(1, 13)], "d": [f"{day:02}" for day in range(1, 32)]}
SEXES = {"1": "masculin", "2": "feminin"}


def read_plainly(path: Path) -> Iterator[tuple[Any, ...]]:
    """Give one row for each line that is a record; its line is its rank.

    A part of a date is unknown where it is written in zeros (the INSEE's way) or in X.
    """
    for rank, raw in enumerate(path.read_bytes().removesuffix(b"\n").split(b"\n"), 1):
        line = raw.removesuffix(b"\r")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode("latin-1")
        if len(text) >= LEAST:
            yield (rank, *_row(text))


def differences(path: Path, rows: Iterator[tuple[Any, ...]]) -> tuple[int, int]:
    """Count the cells, and the people, that another reading of the file has otherwise or has not.

    Args:
        path: the file.
        rows: what the other reading made, in order, with the columns of `COLUMNS`. Ranks are not compared: they shift
            after a person is lost.
    """
    cells = lost = 0
    other = next(rows, None)
    for wanted in read_plainly(path):
        same = [a == b for a, b in zip(other or (), wanted, strict=False)][1:]
        if sum(same) < len(COLUMNS) // 2:
            lost += 1
            continue
        cells += same.count(False)
        other = next(rows, None)
    surplus = (other is not None) + sum(1 for _ in rows)
    return cells + surplus * len(COLUMNS), lost


def _row(text: str) -> tuple[Any, ...]:
    zone = text[:80]
    last, star, rest = zone.partition("*")
    names = (last, rest.partition("/")[0]) if star else (zone.partition("/")[0], "")
    return (
        *map(_clean, names),
        SEXES.get(text[80]),
        *_date(text[81:89]),
        *(_clean(text[first:stop]) for first, stop in ((89, 94), (94, 124), (124, 154))),
        *_date(text[154:162]),
        *(_clean(text[first:stop]) for first, stop in ((162, 167), (167, 176))),
    )


def _clean(text: str) -> str | None:
    return text.translate(CONTROLS).strip() or None


def _date(text: str) -> tuple[dt.date | None, str | None, str | None, str | None]:
    year, month, day = text[:4], text[4:6], text[6:]
    try:
        whole = dt.date(int(year), int(month), int(day))
    except ValueError:
        whole = None
    if whole:
        return whole, whole.isoformat(), "jour", text
    year, month, day = ("" if set(part) <= set("0") or set(part) <= set("X") else part for part in (year, month, day))
    known = (
        year.isdigit() or not year,
        *(part in KNOWN[name] or not part for name, part in (("m", month), ("d", day))),
    )
    if len(text) != len("AAAAMMJJ") or not all(known) or (year and month and day):
        return None, None, None, _clean(text)
    if not (year or month or day):
        return None, None, "inconnue", text
    tail = f"-{month or 'XX'}-{day}" if day else f"-{month}" if month else ""
    precision = "inconnue" if not year else "mois" if month else "annee"
    return None, f"{year or 'XXXX'}{tail}", precision, text
