"""What the columns of an unknown export look like: how full, of what type, in which notation; never their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.kernels.dates import parse_date
from collecdata.kernels.decimals import parse_decimal
from collecdata.kernels.distinct import decode
from collecdata.kernels.text import clean
from collecdata.report.privacy import mask

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ColumnProfile", "profile"]

DATES = ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y[50]")
SPACES = (" ", "\u00a0", "\u202f")
FEW = 12
"""As many distinct values may be a code."""
SHORT = 3
"""Values this short name nobody: they are shown, and kept in the sample."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column of an export.

    `kind` is `date`, `decimal`, `integer`, `code`, `text` or `empty`; `format` the date format or the decimal mark;
    `shown` a few values, masked unless they are too short to be somebody's.
    """

    name: str
    kind: str
    format: str
    filled: int
    rows: int
    distinct: int
    shown: tuple[str, ...]

    @property
    def rate(self) -> int:
        """Percentage of cells that hold something."""
        return round(100 * self.filled / self.rows) if self.rows else 0

    @property
    def harmless(self) -> bool:
        """Whether its values may be kept as they are in a sample."""
        return self.kind == "code"


def profile(name: str, column: pa.Array) -> ColumnProfile:
    """Look at a text column."""
    values = clean(decode(column)).drop_null()
    distinct = values.unique()
    kind, notation = _kind(distinct, len(values))
    words = distinct.slice(0, FEW if kind == "code" else SHORT).to_pylist()
    shown = tuple(words if kind == "code" else dict.fromkeys(map(mask, words)))
    return ColumnProfile(name, kind, notation, len(values), len(column), len(distinct), shown)


def _kind(distinct: pa.Array, filled: int) -> tuple[str, str]:
    if not len(distinct):
        return "empty", ""
    for date in DATES:
        if not parse_date(distinct, (date,))[1].any():
            return "date", date
    longest = pc.max(pc.utf8_length(distinct)).as_py()
    if len(distinct) <= FEW and longest <= SHORT and filled > 2 * len(distinct):
        return "code", ""
    for marked in (",", "."):
        if not parse_decimal(distinct, scale=6, decimal=marked, thousands=SPACES, sign="either")[1].any():
            has_mark = pc.any(pc.match_substring(distinct, marked)).as_py()
            padded = pc.any(pc.starts_with(distinct, "0")).as_py()
            if has_mark:
                return "decimal", marked
            return ("text" if padded else "integer"), ""
    return "text", ""
