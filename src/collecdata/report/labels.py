"""How a report writes words, numbers and dates, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.messages import number, words

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

__all__ = ["Words"]


@dataclass(frozen=True, slots=True)
class Words:
    r"""One language: its words, and its way to write numbers and dates.

    >>> from decimal import Decimal
    >>> Words("fr").amount(Decimal("-1234567.50")), Words("en").amount(Decimal("0"))
    ('-1\u202f234\u202f567,50', '0')
    """

    lang: str

    def __getitem__(self, key: str) -> str:
        return words(self.lang)[key]

    def number(self, value: int) -> str:
        """Write a whole number."""
        return number(value, self.lang)

    def amount(self, value: Decimal) -> str:
        """Write an amount, all its decimals kept."""
        whole, point, decimals = f"{value:,f}".partition(".")
        if self.lang == "fr":
            return whole.replace(",", "\u202f") + point.replace(".", ",") + decimals
        return whole + point + decimals

    def rate(self, share: float) -> str:
        """Write a share of 1 as a percentage."""
        return f"{share:.1%}".replace(".", ",").replace("%", "\u00a0%") if self.lang == "fr" else f"{share:.1%}"

    def day(self, value: dt.date) -> str:
        """Write a date."""
        return f"{value:%d/%m/%Y}" if self.lang == "fr" else value.isoformat()

    def boolean(self, *, value: bool) -> str:
        """Write yes or no."""
        return self["yes" if value else "no"]
