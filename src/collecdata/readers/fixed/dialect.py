"""How a file of fixed widths is cut into records, and these into fields. Picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Dialect", "Kind", "Place"]


class Place(NamedTuple):
    """Where a field stands: positions in characters, from 0; `stop` None: the end of the line.

    Within them, a field may follow a mark (`after`) and end before one (the first of `until` that is there).
    """

    name: str
    first: int
    stop: int | None
    after: str = ""
    until: tuple[str, ...] = ()

    def cut(self, text: str) -> str:
        """Return the field of one record, blanks included.

        >>> Place("prenoms", 0, 20, "*", ("/",)).cut("LE GOFF*MARIE ANNE/  ")
        'MARIE ANNE'
        """
        zone = text[self.first : self.stop]
        if self.after:
            zone = zone.partition(self.after)[2]
        mark = next((one for one in self.until if one in zone), None)
        return zone if mark is None else zone.partition(mark)[0]


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of record."""

    name: str
    fields: tuple[Place, ...]
    length: int
    """Characters that a record must have."""
    end: int
    """Characters that it may have."""
    mark: tuple[int, int, tuple[str, ...]] | None
    """First and last position of what tells this type, and its values; None: records of no other type."""
    plain: tuple[bool, ...] = ()
    """For each field, whether a dictionary would cost more than it saves."""

    @property
    def open(self) -> bool:
        """Whether its last field goes to the end of the line."""
        return any(place.stop is None for place in self.fields)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is cut into records, and these into fields."""

    encoding: str
    eol: bytes
    """Last byte of a line end; empty when records follow one another."""
    start: int
    """Byte of the first record."""
    skipped: int
    """Lines above it."""
    length: int
    """Bytes of a record, when there are no line ends."""
    kinds: tuple[Kind, ...]
    pad: bool
    cut: bool
    """Whether what stands after the last field does not count."""
    block: int
    fallback: str = ""
    """Encoding of the lines that are not UTF-8; none: their cells cannot be decoded."""
    drop_controls: bool = False

    @property
    def width(self) -> int:
        """Characters of a line that are looked at."""
        ends = [kind.end for kind in self.kinds] + [kind.mark[1] for kind in self.kinds if kind.mark]
        return max(*ends, 1)

    @property
    def multibyte(self) -> bool:
        """Whether a character may be several bytes."""
        return self.encoding == "utf-8"
