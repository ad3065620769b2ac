"""How numbers are written in a column: which byte is what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from collecdata.kernels.buffers import Cells, counts, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.kernels.buffers import Bytes

__all__ = [
    "CLOSING",
    "MINUS",
    "OPENING",
    "OTHER",
    "PLUS",
    "POINT",
    "SEPARATOR",
    "Notation",
    "Sign",
    "narrow",
    "notation",
]

Sign = Literal["leading", "trailing", "either", "parentheses"]

OTHER, POINT, SEPARATOR, MINUS, PLUS, OPENING, CLOSING = range(7)
"""Kinds of bytes that are not digits."""

_WIDE_SEPARATOR = 0xFF
"""Stands for separators of several bytes: no UTF-8 text holds it."""
_MINUS_SIGN = "\u2212".encode()
_HIGH = 0x80
_SHORT_LEAD = 0xC2
"""First byte of U+0080 to U+00BF."""


@dataclass(frozen=True)
class Notation:
    """What may stand in a number besides digits. `point` is empty for integers."""

    point: bytes
    separators: tuple[bytes, ...]
    sign: Sign

    @cached_property
    def kinds(self) -> Bytes:
        """Kind of each of the 256 bytes."""
        kinds = np.full(256, OTHER, np.uint8)
        kinds[ord("-")], kinds[ord("+")] = MINUS, PLUS
        if self.sign == "parentheses":
            kinds[ord("(")], kinds[ord(")")] = OPENING, CLOSING
        kinds[list(self.narrow_separators)] = SEPARATOR
        kinds[list(self.point)] = POINT
        return kinds

    @cached_property
    def narrow_separators(self) -> bytes:
        """The bytes that separate thousands once `narrow` has passed."""
        single = b"".join(each for each in self.separators if len(each) == 1)
        return single if len(single) == len(self.separators) else single + bytes([_WIDE_SEPARATOR])

    @cached_property
    def separator_bytes(self) -> bytes:
        """All the bytes of separators, narrow or as `widths` takes them."""
        return self.narrow_separators + b"".join(each for each in self.separators if each[0] == _SHORT_LEAD)

    @cached_property
    def narrow_widths(self) -> Bytes:
        """By byte: 1 where it separates thousands once `narrow` has passed, else 0."""
        widths = np.zeros(256, np.uint8)
        widths[list(self.narrow_separators)] = 1
        return widths

    @cached_property
    def _short_widths(self) -> Bytes:
        widths = np.zeros(256, np.uint8)
        for each in self.separators:
            if len(each) == 1 or each[0] == _SHORT_LEAD:
                widths[each[-1]] = len(each)
        return widths

    def widths(self, seen: Cells) -> Bytes | None:
        """Return the bytes of each separator by its last one, where that is enough to know it; else None.

        It is where no character is beyond U+00BF: no-break spaces are not made narrow then.
        """
        highest = int(seen.data.max()) if len(seen.data) else 0
        return self._short_widths if highest <= _SHORT_LEAD else None


@lru_cache(maxsize=256)
def _notation(decimal: str, thousands: tuple[str, ...], sign: Sign) -> Notation:
    if len(decimal.encode()) > 1 or decimal in _RESERVED:
        raise ValueError(f"decimal must be one ASCII character that is neither a digit nor a sign, not {decimal!r}")
    for each in thousands:
        if len(each) != 1 or each in _RESERVED or each == decimal:
            raise ValueError(f"thousands must be single characters, of no other meaning: {each!r}")
    if sign not in get_args(Sign):
        raise ValueError(f"sign must be one of {', '.join(get_args(Sign))}, not {sign!r}")
    return Notation(decimal.encode(), tuple(dict.fromkeys(each.encode() for each in thousands)), sign)


_RESERVED = frozenset("0123456789+-()\u2212")


def notation(decimal: str, thousands: Sequence[str], sign: Sign) -> Notation:
    """Check and prepare a notation.

    Raises:
        ValueError: characters that cannot be told apart, or an unknown sign.
    """
    return _notation(decimal, tuple(thousands), sign)


def narrow(seen: Cells, written: Notation) -> Cells:
    """Bring separators of several bytes, and U+2212, to one byte each; ASCII cells are left alone."""
    if not len(seen.data) or int(seen.data.max()) < _HIGH:
        return seen
    seen = _replace(seen, _MINUS_SIGN, b"-")
    for separator in written.separators:
        if len(separator) > 1:
            seen = _replace(seen, separator, bytes([_WIDE_SEPARATOR]))
    return seen


def _replace(seen: Cells, wide: bytes, single: bytes) -> Cells:
    """Replace one character of several bytes by one byte; it cannot straddle two cells."""
    leads = seen.data == wide[0]
    raw = bytes(seen.data)
    found = raw.count(wide) if leads.any() else 0
    if not found:
        return seen
    if np.count_nonzero(leads) > found:  # other characters begin with the same byte
        places = np.flatnonzero(leads)
        leads[places] = np.logical_and.reduce([seen.data[places + k] == wide[k] for k in range(1, len(wide))])
    if np.count_nonzero(seen.data >= _HIGH) == found * len(wide):  # no other character: three times faster
        raw = raw.translate(bytes.maketrans(wide[-1:], single), wide[:-1])
    else:
        raw = raw.replace(wide, single)
    gone = running(counts(seen.offsets, leads.view(np.uint8) << np.uint8(7))) * np.int32(len(wide) - 1)
    return Cells(seen.offsets - gone, np.frombuffer(raw, np.uint8), seen.null)
