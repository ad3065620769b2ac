"""A table to be judged, whatever its format: its labels, and its rows, as many times as they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.validation.csvrows import Rows
    from collecdata.validation.decoding import BadByte

__all__ = ["Tabular"]


class Tabular(Protocol):
    """A CSV, a sheet, a Parquet file."""

    name: str
    labels: tuple[str, ...]
    header_row: int
    empty: bool
    encoding: str
    delimiter: str
    native: bool
    """Whether cells are more than text: numbers, dates."""
    bad: BadByte | None
    """The byte at which the last reading ended."""

    def rows(self, width: int) -> Iterator[Rows]:
        """Read all rows below the header, those of `width` cells as columns. May be called again.

        Raises:
            Restart: what was given is to be forgotten, and the rows asked for again.
        """
        ...

    def lines(self, rows: list[int]) -> dict[int, int]:
        """Return the physical line on which each of these rows begins."""
        ...
