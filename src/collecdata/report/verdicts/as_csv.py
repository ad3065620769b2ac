"""For a spreadsheet: one fault a row, in UTF-8 with a mark, separated by semicolons."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from collecdata.report.verdicts.flat import COLUMNS, flat
from collecdata.report.verdicts.wording import entries

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

__all__ = ["render"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute."""


def render(judgement: Judgement, lang: str) -> str:
    """Write the faults; a cell that a spreadsheet would compute is preceded by an apostrophe."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for entry in entries(judgement, lang):
        writer.writerow({key: _inert(value) for key, value in flat(entry).items()})
    return out.getvalue()


def _inert(value: str | int | None) -> str | int | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
