"""The code officiel géographique by date: was a code one of a commune, or of a country, on such a day?

The code begins on 1 January 1943: of earlier days nothing is said. Data: `schemas/etat_civil/cog/`, made by
`scripts/generate_cog.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.packed import packed
from collecdata.kernels.buffers import cells, integers, nulls, texts
from collecdata.kernels.distinct import decode, on_distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

__all__ = ["FIRST_DAY", "FOREVER", "Cog", "cog"]

LENGTH, SHORT = 5, 4
"""Characters of a code, and those left when it lost its leading zero."""
_EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date(1943, 1, 1).toordinal() - _EPOCH
"""First day of the code, in days since 1970."""
FOREVER = 1 << 20
"""A day later than any."""
_SPACE = 1 << 21
"""More than the days a date may be, either side of 1970, so that code and day make one sorted number."""
_DATES = tuple((name, pa.date32()) for name in ("code_debut", "code_fin"))


@dataclass(frozen=True, eq=False)
class Cog:
    """Codes of communes, each with the days it was in force, whatever its name and kind; and codes of countries.

    `starts` are (place of the code, first day) as one sorted number, `ends` likewise with the last day; spans of one
    code never touch.
    """

    codes: pa.StringArray
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    countries: pa.StringArray

    def known(self, codes: pa.Array) -> Mask:
        """Return whether each code was ever that of a commune or a country; a null is not."""
        both = pa.concat_arrays([self.codes, self.countries])
        return ~nulls(decode(on_distinct(codes, lambda values: pc.index_in(values, value_set=both))))

    def in_force(self, codes: pa.Array, first: NDArray[np.int64], last: NDArray[np.int64]) -> Mask:
        """Return whether each code was in force on some day of `first` to `last` (days since 1970).

        True where nothing can be said: a span that begins before the code does, a country.
        """
        place = self._places(codes, self.codes)
        at = np.searchsorted(self.starts, place * _SPACE + np.clip(last, -FOREVER, FOREVER), side="right") - 1
        at = np.maximum(at, 0)
        mine = (self.starts[at] + FOREVER) // _SPACE == place
        inside = (place >= 0) & mine & (self.ends[at] >= place * _SPACE + first)
        unsaid = (first < FIRST_DAY) & (place >= 0)
        said: Mask = inside | unsaid | (self._places(codes, self.countries) >= 0)
        return said

    def lasts(self, codes: pa.Array, days: NDArray[np.int64]) -> Mask:
        """Return which codes of five digits are in force from this day to now, or of a day before the code begins.

        A quick look: what is not marked may be in force all the same (`in_force`), or be no code. A null is marked.
        """
        seen = cells(decode(codes))
        rows = np.flatnonzero(seen.lengths == LENGTH)
        whole = len(rows) * LENGTH == len(seen.data)
        digits = seen.data.reshape(-1, LENGTH) if whole else seen.data[seen.starts[rows][:, None] + np.arange(LENGTH)]
        number, wrong = np.zeros(len(rows), np.int32), np.zeros(len(rows), np.bool_)
        for column in digits.T:
            digit = column - np.uint8(ord("0"))
            number = number * np.int32(10) + digit
            wrong |= digit > 9  # noqa: PLR2004
        place = np.where(wrong, 0, number)  # "00000" is no code
        lasting, ever = self.since
        good = days[rows] >= lasting.take(place)
        left = np.flatnonzero(~good)
        good[left] = (days[rows[left]] < FIRST_DAY) & (ever[place[left]] < FOREVER)
        marked = nulls(codes)
        marked[rows] = good
        return marked

    @cached_property
    def since(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """For each number of five digits, the first day from which it is a code without end, and whether it ever was.

        A day later than any where it is not; one before any where it was, or is that of a country.
        """
        lasting, ever = np.full((2, 10**LENGTH), FOREVER, np.int32)
        numbers = np.array([int(code) if code.isdigit() else -1 for code in self.codes.to_pylist()])
        place = (self.starts + FOREVER) // _SPACE
        number, endless = numbers[place], self.ends - place * _SPACE >= FOREVER
        ever[number[number >= 0]] = -FOREVER
        kept = endless & (number >= 0)
        lasting[number[kept]] = (self.starts - place * _SPACE)[kept]
        abroad = [int(code) for code in self.countries.to_pylist() if code.isdigit()]
        lasting[abroad] = ever[abroad] = -FOREVER
        return lasting, ever

    def without_zero(self, codes: pa.Array) -> Mask:
        """Return which codes are of four characters and become known with the leading zero that a spreadsheet ate."""
        padded = pc.binary_join_element_wise(texts(["0"])[0], decode(codes), texts([""])[0])
        found: Mask = (integers(pc.utf8_length(decode(codes))) == SHORT) & self.known(padded)  # a null is not known
        return found

    @staticmethod
    def _places(codes: pa.Array, known: pa.StringArray) -> NDArray[np.int64]:
        found = decode(on_distinct(codes, lambda values: pc.index_in(values, value_set=known)))
        return np.where(nulls(found), -1, integers(found)).astype(np.int64)


@lru_cache(maxsize=1)
def cog() -> Cog:
    """Return the code officiel géographique since 1943."""
    rows = packed("etat_civil/cog/communes", _DATES)
    encoded = rows["commune_code"].dictionary_encode()
    place = integers(encoded.indices).astype(np.int64)
    first = integers(rows["code_debut"].cast(pa.int32())).astype(np.int64)
    last = np.where(nulls(rows["code_fin"]), FOREVER, integers(rows["code_fin"].cast(pa.int32()))).astype(np.int64)
    starts, ends = _joined(place * _SPACE + first, place * _SPACE + last)
    return Cog(encoded.dictionary, starts, ends, packed("etat_civil/cog/pays")["pays_insee_code"])


def _joined(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join the spans of one code that overlap or follow each other: names and kinds of commune change, the code stays.

    >>> [part.tolist() for part in _joined(np.array([1, 20, 5]), np.array([4, 30, 9]))]
    [[1, 20], [9, 30]]
    """
    order = np.argsort(starts, kind="stable")
    starts, reached = starts[order], np.maximum.accumulate(ends[order])
    begins = np.append(True, starts[1:] > reached[:-1] + 1)
    return starts[begins], np.append(reached[:-1][begins[1:]], reached[-1])
