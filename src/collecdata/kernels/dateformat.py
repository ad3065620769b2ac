"""Date formats of fixed width: what stands at which byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

__all__ = ["DateFormat", "Kind", "Part", "check_format", "date_format"]

Kind = Literal["date", "datetime", "time"]

_DIRECTIVE = re.compile(r"%(?:y\[(?P<pivot>\d\d)\]|(?P<letter>[dmYHMS]))")
_WIDTHS = {"d": 2, "m": 2, "y": 2, "Y": 4, "H": 2, "M": 2, "S": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A number in a date: `letter` as in `strptime`, first byte, bytes."""

    letter: str
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A format taken apart: numbers, single literal bytes and where they stand; years below `pivot` are 20xx."""

    parts: tuple[Part, ...]
    literals: tuple[tuple[int, int], ...]
    width: int
    pivot: int | None

    @property
    def letters(self) -> frozenset[str]:
        """Which parts there are."""
        return frozenset(part.letter for part in self.parts)

    @property
    def has_date(self) -> bool:
        """Whether a whole day is given."""
        return "d" in self.letters

    @property
    def has_time(self) -> bool:
        """Whether hours and minutes are given."""
        return "H" in self.letters


def check_format(text: str, kind: Kind | None = None) -> str | None:
    """Say why a format is not supported (for this kind of values, if given); None when it is.

    Parts are `%d %m %Y %H %M %S` and `%y[50]` (two digits: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999),
    each at most once and of fixed width, among any other characters. A date needs day, month and year; a time
    needs hours and minutes. A date may be read from a format with a time, which is checked and left out.

    >>> check_format("%d/%m/%Y"), check_format("%d/%m/%y")
    (None, 'a two-digit year needs its pivot: %y[50]')
    >>> check_format("%m/%Y")
    'a date needs %d, %m and %Y or %y[..]'
    """
    letters = [match["letter"] or "y" for match in _DIRECTIVE.finditer(text)]
    left = _DIRECTIVE.sub("", text)
    given = set(letters)
    day, time = given & set("dmYy"), given & set("HMS")
    needs_day, needs_time = kind in {"date", "datetime"}, kind in {"datetime", "time"}
    reasons = {
        "a two-digit year needs its pivot: %y[50]": re.search(r"%y(?!\[\d\d\])", left),
        f"unknown directive {left[left.find('%') :][:2]}": "%" in left,
        "a part is given twice": len(given) < len(letters) or {"y", "Y"} <= given,
        "no part of a date or time": not given,
        "a date needs %d, %m and %Y or %y[..]": (day or needs_day) and len(day) < 3,  # noqa: PLR2004
        "a time needs %H and %M": (time or needs_time) and not {"H", "M"} <= time,
        "a time has no day": kind == "time" and day,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def date_format(text: str, kind: Kind | None = None) -> DateFormat:
    """Take a format apart.

    Raises:
        ValueError: it is not supported; says why.
    """
    return _date_format(text, kind)


@lru_cache(maxsize=256)
def _date_format(text: str, kind: Kind | None) -> DateFormat:
    reason = check_format(text, kind)
    if reason:
        raise ValueError(f"date format {text!r}: {reason}")
    parts, literals, pivot, at, read = [], [], None, 0, 0
    for match in [*_DIRECTIVE.finditer(text), None]:
        literal = text[read : match.start() if match else None].encode()
        literals += list(enumerate(literal, at))
        at += len(literal)
        if match:
            letter = match["letter"] or "y"
            pivot = int(match["pivot"]) if match["pivot"] else pivot
            parts.append(Part(letter, at, _WIDTHS[letter]))
            at, read = at + _WIDTHS[letter], match.end()
    return DateFormat(tuple(parts), tuple(literals), at, pivot)
