"""What calamine does not say of a sheet (it shows an empty cell): read from the file itself, format by format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from collecdata.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "IN_ERROR", "MOST_CELLS", "MOST_ROWS", "UNCALCULATED", "Mark", "Marks", "Place", "Raw", "cell_name", "check_extent",
    "column_letters", "column_number",
]  # fmt: skip

MOST_ROWS = 1 << 20
"""Rows of a sheet, by the format; a file may say more."""
MOST_CELLS = MOST_ROWS * 64
"""Cells of the rectangle that holds a sheet's data: all of it is held in memory, about 75 bytes a cell (5 GB)."""
_LETTERS = 26

Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""


class Mark(NamedTuple):
    """A cell that only looks empty: the code that says why, and what it shows or holds."""

    code: str
    text: str


Marks: TypeAlias = "Mapping[Place, Mark]"

IN_ERROR = "excel.error_cell"
UNCALCULATED = "excel.formula"
"""A formula whose value the file does not hold: written by software that does not calculate."""


class Raw(Protocol):
    """The bytes of one workbook, read without calamine."""

    @property
    def producer(self) -> str:
        """Software that wrote the file, "" where it does not say."""
        ...

    def check(self, sheet: str) -> None:
        """Make sure that a sheet fits in memory.

        Raises:
            InputError: it does not.
        """
        ...

    def holds_data(self, sheet: str) -> bool | None:
        """Whether a sheet has a cell with a value, where that can be told without reading it all; else None."""
        ...

    def marks(self, sheet: str) -> Marks:
        """Find what calamine shows as empty and is not."""
        ...


def check_extent(rows: int, columns: int, source: str, sheet: str) -> None:
    """Refuse a sheet whose rectangle is too large: most often a cell filled by mistake at the very end.

    Raises:
        InputError: more than `MOST_CELLS`, or than `MOST_ROWS`.
    """
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise InputError(
            "excel.too_large", source=source, sheet=sheet, cell=cell_name(rows - 1, columns - 1), most=MOST_CELLS
        )


def cell_name(row: int, column: int) -> str:
    """Name a cell as spreadsheets do.

    >>> cell_name(11, 1), cell_name(0, 16383)
    ('B12', 'XFD1')
    """
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Name a column, from 0.

    >>> column_letters(25), column_letters(26)
    ('Z', 'AA')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """Return the column, from 0, of its letters.

    >>> column_number(b"A"), column_number(b"XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
