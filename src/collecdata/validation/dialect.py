"""How a CSV is written, guessed as frictionless guesses it: separator, quotes, row of the header."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.validation.decoding import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

__all__ = ["MOST_COLUMNS", "Dialect", "Head", "header_row", "read_head"]

SAMPLE = 100
"""Lines that are sniffed, and rows among which the header is looked for."""
SEPARATORS = ",\t;|"
SNIFFED = 1 << 16
"""Characters that are sniffed at most: the sniffer's own patterns take long on long lines."""
MOST_COLUMNS = 16_384
"""Columns of the widest spreadsheet."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """As `csv.Dialect`; `header` is the row of the labels, from 1 (0: there is none)."""

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str | None = None
    skip_space: bool = False
    header: int = 1

    def reader(self, lines: Iterable[str]) -> Any:  # noqa: ANN401 - `csv.reader` has no public type
        """Read rows as Python does."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            doublequote=self.double_quote if self.escape else True,
            escapechar=self.escape,
            skipinitialspace=self.skip_space,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
        )

    @property
    def plain(self) -> bool:
        """Whether Arrow reads it as Python does."""
        return self.escape is None and not self.skip_space and self.quote == '"' and self.delimiter.isascii()


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: its dialect, its labels (stripped), and whether it holds anything."""

    dialect: Dialect
    labels: tuple[str, ...]
    empty: bool


def read_head(text: str, whole: bool, name: str, given: Mapping[str, Any] | None = None) -> Head:  # noqa: FBT001
    """Guess the dialect of a file from its beginning.

    Args:
        text: the beginning, decoded.
        whole: whether that is all.
        name: what messages call the file.
        given: what the user or the package says of it (keys of Frictionless Table Dialect).

    Raises:
        InputError: one line is longer than any record, or there are more columns than any table has.
    """
    said = given or {}
    lines = io.StringIO(text, newline="").readlines()
    if not whole and len(lines) <= 1:
        raise InputError("published.record", source=name, most=LONGEST >> 20)
    dialect = _sniffed("".join(lines[:SAMPLE])[:SNIFFED], said)
    sample = _rows(dialect, lines if whole else lines[:-1])
    dialect = replace(dialect, header=_header(sample, said))
    labels = sample[dialect.header - 1] if 0 < dialect.header <= len(sample) else []
    if max(map(len, sample), default=0) > MOST_COLUMNS:
        raise InputError("published.columns", source=name, most=MOST_COLUMNS)
    return Head(dialect, tuple(label.strip() for label in labels), not labels and len(sample) <= dialect.header)


def _sniffed(sample: str, said: Mapping[str, Any]) -> Dialect:
    delimiter = said.get("delimiter")
    try:
        found = csv.Sniffer().sniff(sample, delimiter or SEPARATORS)
        guess = Dialect(
            found.delimiter, found.quotechar or '"', escape=found.escapechar, skip_space=found.skipinitialspace
        )
    except csv.Error:
        guess = Dialect()
    quote = said.get("quoteChar", '"' if guess.quote == "'" else guess.quote)
    return replace(
        guess,
        delimiter=delimiter or guess.delimiter,
        quote=quote,
        double_quote=said.get("doubleQuote", True),
        escape=said.get("escapeChar", guess.escape),
        skip_space=said.get("skipInitialSpace", guess.skip_space),
    )


def _rows(dialect: Dialect, lines: list[str]) -> list[list[str]]:
    csv.field_size_limit(LONGEST)
    rows: list[list[str]] = []
    try:
        for cells in dialect.reader(lines):
            rows.append(cells)
            if len(rows) == SAMPLE:
                break
    except csv.Error:
        pass  # a record that is too long: the body says where
    return rows


def _header(sample: Sequence[Sequence[str]], said: Mapping[str, Any]) -> int:
    if said.get("header") is False:
        return 0
    rows = said.get("headerRows")
    if isinstance(rows, list) and rows:
        return int(rows[-1])
    return header_row(list(map(len, sample)))


def header_row(widths: Sequence[int]) -> int:
    """Find the first row about as wide as the average: what stands above is a title.

    >>> header_row([1, 0, 5, 5, 5, 5]), header_row([3, 3]), header_row([])
    (3, 1, 1)
    """
    if not widths:
        return 1
    width = round(sum(widths) / len(widths))
    drift = max(round(width * 0.1), 1)
    return next((row for row, one in enumerate(widths, 1) if width - drift <= one <= width + drift), 1)
