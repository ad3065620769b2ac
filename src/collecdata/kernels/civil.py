"""The Gregorian calendar of the years 1 to 9999, for arrays of days since 1970."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

__all__ = ["day_number", "from_day_number", "in_calendar"]

_YEARS = 9999
_EPOCH = 719_162
"""Days from 1 January of year 1 to 1 January 1970."""
_MONTHS_IN_CYCLE, _DAYS_IN_CYCLE = 4800, 146_097


def day_number(year: Ints, month: Ints, day: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return days since 1970, and whether there is such a day (where not, the number means nothing)."""
    known = (year >= 1) & (year <= _YEARS) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004
    number = np.where(known, year * 12 + month - 13, 0)
    firsts = _first_days()
    first = firsts[number]
    return first + day - np.int32(1), known & (day <= firsts[number + 1] - first)


def in_calendar(days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which days are of the years 1 to 9999."""
    first, stop = int(_first_days()[0]), int(_first_days()[-1])
    return (days >= first) & (days < stop)


def from_day_number(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of days since 1970 that are in the calendar."""
    firsts = _first_days()
    guess = (days.astype(np.int64) + _EPOCH) * _MONTHS_IN_CYCLE // _DAYS_IN_CYCLE  # never wrong by more than one
    month = np.clip(guess, 0, _YEARS * 12 - 1).astype(np.int32)
    month -= firsts[month] > days
    month += firsts[month + 1] <= days
    year = month // np.int32(12)
    return year + np.int32(1), month - year * np.int32(12) + np.int32(1), days - firsts[month] + np.int32(1)


@cache
def _first_days() -> Ints:
    """First day of each month from January of year 1, in days since 1970; one more at the end."""
    months = np.arange(_YEARS * 12 + 1) - (1970 - 1) * 12
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
