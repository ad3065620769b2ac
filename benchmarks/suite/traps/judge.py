"""From what a tool did to a verdict: right, refused (and does it say where?), or wrong without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from suite.traps.files import COLUMNS, SPOILED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suite.traps.files import Trap
    from suite.traps.outcome import Outcome

__all__ = ["Verdict", "judge"]


LINES_BEFORE = 2
"""A row's index is its line less the header line, less one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: right, said (all the rest right, and the trouble said with its line), refused_line, refused, wrong."""

    kind: str
    detail: str = ""


def judge(trap: Trap, outcome: Outcome) -> Verdict:
    """Judge one outcome against what the file means."""
    rows, words, said = outcome
    if rows is None:
        return _refusal(trap, words)
    if trap.absent:
        return Verdict("said", f"colonne {trap.absent}") if said else Verdict("wrong", f"colonne {trap.absent} absente")
    here = [(line, column) for line, column in said if line == trap.line]
    wrong = "" if not trap.unsayable else _unsayable(trap, rows)
    wrong = wrong or _difference(trap, rows)
    if wrong:
        return Verdict("said", _where(trap, here)) if here and _rest_is_right(trap, rows) else Verdict("wrong", wrong)
    return Verdict("right", _where(trap, here) if here else "")


def _refusal(trap: Trap, words: str) -> Verdict:
    """Refused: does the message give the line? A reader that counts records is one short of it, or right."""
    numbers = {int(found) for found in re.findall(r"(?i)(?:lines?|rows?|lignes?)\W{0,4}(\d+)", words)}
    named = bool(numbers & {trap.line, trap.line - 1, trap.line - 2})
    return Verdict("refused_line" if named else "refused", words.partition("\n")[0][:120])


def _rest_is_right(trap: Trap, rows: list[Any]) -> bool:
    """Whether all but the spoiled cell, or row, is as it should be; the spoiled cell is empty, the row left out."""
    expected, place = list(trap.rows), trap.line - LINES_BEFORE
    if len(rows) == len(expected) - 1:
        return list(rows) == expected[:place] + expected[place + 1 :]
    if len(rows) != len(expected) or trap.unsayable == "*":
        return False
    spoiled = rows[place]
    empty = [i for i, (found, wanted) in enumerate(zip(spoiled, expected[place], strict=True)) if found != wanted]
    others = list(rows[:place]) == expected[:place] and list(rows[place + 1 :]) == expected[place + 1 :]
    return others and (not empty or (len(empty) == 1 and spoiled[empty[0]] is None))


def _where(trap: Trap, said: list[tuple[int, str]]) -> str:
    columns = ", ".join(sorted({column for _, column in said if column}))
    return f"ligne {trap.line}" + (f", colonne {columns}" if columns else "")


def _unsayable(trap: Trap, rows: list[Any]) -> str:
    if trap.unsayable == "*":
        return f"ligne lue : {_show(rows[SPOILED])}" if len(rows) == len(trap.rows) else f"{len(rows)} lignes"
    if len(rows) != len(trap.rows):
        return f"{len(rows)} lignes au lieu de {len(trap.rows)}"
    return f"lu : {_show([rows[SPOILED][COLUMNS.index(trap.unsayable)]])}"


def _difference(trap: Trap, rows: list[Any]) -> str:
    if len(rows) != len(trap.rows):
        return f"{len(rows)} lignes au lieu de {len(trap.rows)}"
    for found, wanted in zip(rows, trap.rows, strict=True):
        if tuple(found) != tuple(wanted):
            different = [(got, true) for got, true in zip(found, wanted, strict=True) if got != true]
            return f"lu : {_show([got for got, _ in different])} pour {_show([true for _, true in different])}"
    return ""


def _show(cells: Iterable[object]) -> str:
    """Show values as French people write them; a text is in quotation marks, so that it is not taken for a number."""
    return " ; ".join(map(_shown, cells))


def _shown(cell: object) -> str:
    if isinstance(cell, str):
        return f"« {cell} »"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    return "vide" if cell is None else str(cell)
