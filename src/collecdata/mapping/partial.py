"""Dates known in part: EDTF text, the day when there is one, how precise, and the text as it was. Nothing is completed.

Source: EDTF level 1 (ISO 8601-2:2019), the subset with unspecified parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int32, from_int64, nulls, texts
from collecdata.kernels.dates import check_format, format_date, parse_date
from collecdata.kernels.distinct import decode, is_encoded, on_distinct, spread
from collecdata.kernels.replaced import replaced
from collecdata.mapping.values import Cells, Leaf, failure, fill

if TYPE_CHECKING:
    from collecdata.catalogue.table import Field
    from collecdata.mapping.arrays import Mask
    from collecdata.mapping.frame import Frame

__all__ = [
    "EDTF", "PRECISIONS", "Facet", "Part", "PartReader", "PartialDates", "part_of", "read_partial", "write_partial",
]  # fmt: skip

Part = Literal["date", "edtf", "precision", "raw"]
PRECISIONS = ("jour", "mois", "annee", "inconnue")
"""What is known: the day; the month; the year; not even the year."""
EDTF = ("%Y-%m-%d", "%Y-%m", "%Y")


def part_of(field: Field) -> Part:
    """Tell which part of a `date_partielle` group a field holds, by its type and the end of its name."""
    if field.type == "date":
        return "date"
    if field.vocabulaire or field.name.endswith("_precision"):
        return "precision"
    return "edtf" if field.name.endswith("_edtf") else "raw"


@dataclass(frozen=True, slots=True)
class PartialDates:
    """What a column of text says of dates, part by part, and which cells say nothing that can be."""

    date: pa.Date32Array
    edtf: pa.StringArray
    precision: pa.DictionaryArray
    bad: Mask


def read_partial(values: pa.StringArray, formats: tuple[str, ...]) -> PartialDates:
    """Read trimmed text as dates that may lack a part.

    A part is unknown when it is written in zeros, points, X or dashes (`15/00/1919`, `..../05/..`), or when the format
    does not have it (`%Y`, `%m/%Y`). The first format that fits wins, whole dates first.
    """
    whole = tuple(one for one in formats if check_format(one, "date") is None)
    if whole:
        date, left = parse_date(values, whole)
    else:
        date, left = pa.nulls(len(values), pa.date32()), ~nulls(values)
    edtf = format_date(date, "%Y-%m-%d")
    place = np.where(nulls(date), -1, 0)
    if not left.any():
        return PartialDates(date, edtf, _precisions(place), left)
    rows = np.flatnonzero(left)
    read = [_incomplete(cell, formats) for cell in values.take(from_int64(rows)).to_pylist()]
    edtf = replaced(edtf, rows, texts(text for text, _ in read))
    place[rows] = [known for _, known in read]
    bad = left & (place < 0)
    return PartialDates(date, edtf, _precisions(place), bad)


def _precisions(place: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(from_int32(np.maximum(place, 0), place < 0), texts(PRECISIONS), safe=False)


_UNKNOWN = {"Y": r"0000|\.{4}|[Xx]{4}|-{4}", "m": r"00|99|\.\.|[Xx]{2}|--", "d": r"00|99|\.\.|[Xx]{2}|--"}
_KNOWN = {"Y": r"\d{4}", "m": r"0[1-9]|1[0-2]", "d": r"0[1-9]|[12]\d|3[01]"}


@lru_cache(maxsize=256)
def _shape(form: str) -> re.Pattern[str]:
    """Compile a format to a pattern whose groups `Y`, `m`, `d` are the known parts; those unknown match no group."""
    pieces = [
        f"(?:{_UNKNOWN[piece[1]]}|(?P<{piece[1]}>{_KNOWN[piece[1]]}))"
        if piece in ("%Y", "%m", "%d")
        else re.escape(piece)
        for piece in re.findall(r"%.|[^%]+", form)
    ]
    return re.compile("".join(pieces), re.ASCII)


@lru_cache(maxsize=65_536)
def _incomplete(cell: str, formats: tuple[str, ...]) -> tuple[str | None, int]:
    """Return the EDTF text of a date that lacks a part and the place of its precision; (None, -1) when it is none.

    >>> _incomplete("00/05/1919", ("%d/%m/%Y",)), _incomplete("1919", ("%d/%m/%Y", "%Y"))
    (('1919-05', 1), ('1919', 2))
    >>> _incomplete("15/00/1919", ("%d/%m/%Y",)), _incomplete("00000000", ("%Y%m%d",))
    (('1919-XX-15', 2), (None, 3))
    >>> _incomplete("31/02/1919", ("%d/%m/%Y",))
    (None, -1)
    """
    for form in formats:
        found = _shape(form).fullmatch(cell)
        if found is None:
            continue
        year, month, day = (found.groupdict().get(name) for name in "Ymd")
        if year and month and day:
            continue
        if not (year or month or day):
            return None, 3
        tail = f"-{month or 'XX'}-{day}" if day else f"-{month}" if month else ""
        return f"{year or 'XXXX'}{tail}", 3 if not year else 1 if month else 2
    return None, -1


_TOLD = re.compile(r"(?P<Y>\d{4}|XXXX)(?:-(?P<m>\d{2}|XX)(?:-(?P<d>\d{2}|XX))?)?", re.ASCII)


def write_partial(values: pa.StringArray, form: str) -> pa.StringArray:
    """Write EDTF texts in a format, zeros for the parts that are not known; what is no such text stays as it is.

    >>> write_partial(texts(["1953", "1960-05", "XXXX-05-02", None]), "%d/%m/%Y").to_pylist()
    ['00/00/1953', '00/05/1960', '02/05/0000', None]
    """
    return texts(None if cell is None else _written(cell, form) for cell in values.to_pylist())


@lru_cache(maxsize=65_536)
def _written(cell: str, form: str) -> str:
    found = _TOLD.fullmatch(cell)
    if found is None:
        return cell
    parts = {name: (text or "").replace("X", "0") for name, text in found.groupdict().items()}
    zeros = {"Y": "0000", "m": "00", "d": "00"}
    return re.sub(r"%([Ymd])", lambda part: parts[part[1]] or zeros[part[1]], form)


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads one part of a canonical text: what types the default of a field of a group."""

    part: Part
    code: str = "cell.date"

    def __call__(self, values: pa.StringArray) -> tuple[pa.Array, Mask]:
        """Return the part of each EDTF text; the raw text of a default is empty."""
        read = read_partial(values, EDTF)
        if self.part == "raw":
            return pa.nulls(len(values), pa.string()), read.bad
        return decode(getattr(read, self.part)), read.bad


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of a partial date: `base` gives the text; `reports` says whether what cannot be read is told here."""

    base: Leaf
    formats: tuple[str, ...]
    part: Part
    reports: bool
    default: str | None = None

    @property
    def label(self) -> str:
        """The columns read, as an issue names them."""
        return self.base.label

    def cells(self, frame: Frame) -> Cells:
        """Return the cells of every row of the frame."""
        given = self.base.cells(frame)
        text = given.values
        read: PartialDates = frame.memo(
            (Facet, self.base, self.formats),
            lambda: read_partial(text.dictionary if is_encoded(text) else text, self.formats),
        )
        column = text if self.part == "raw" else self._part(text, read)
        failures = given.failures if self.reports else ()
        if self.reports:
            failures += failure("cell.date", spread(text, read.bad), self.base.source, frame)
        if self.default is not None:
            column = fill(column, nulls(text), self.default, PartReader(self.part))
        return Cells(column, None, failures)

    def _part(self, text: pa.Array, read: PartialDates) -> pa.Array:
        """Return one part for every row, `read` being that of the distinct texts if the column is encoded."""
        part = getattr(read, self.part)
        return on_distinct(text, lambda _: decode(part)) if is_encoded(text) else part
