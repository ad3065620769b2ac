"""A block of bytes, and what it becomes: what the steps of reading hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels import buffers
from collecdata.kernels.distinct import is_encoded
from collecdata.readers.csv.scan import find_byte

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Block", "Cells", "line_ends_inside", "lines_of_rows"]


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes 0 to `stop` of `data`: whole records, on `lines` physical lines from `first_line` on.

    `regular`: no record is ill-quoted. `footer`: where the file's footer begins, -1 if not here. `last`: the file
    ends with this block; `cut_short`: where it should not.
    """

    data: bytearray
    stop: int
    first_line: int
    lines: int
    regular: bool = True
    footer: int = -1
    last: bool = False
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """Raw cells by column, the physical line of each row, the (line, column) of cells that are to be null.

    Columns are binary, or dictionaries of binary values.
    """

    columns: Sequence[pa.Array]
    lines: NDArray[np.int64]
    spoilt: Sequence[tuple[int, int]] = ()


def line_ends_inside(column: pa.Array, eol: bytes) -> NDArray[np.int64] | None:
    """Count the line ends that are text, by row; None when there is none."""
    values = column.dictionary if is_encoded(column) else column
    seen = buffers.cells(values)
    places = find_byte(seen.data, eol[0], 0, len(seen.data))
    if not len(places):
        return None
    found = np.bincount(np.searchsorted(seen.offsets, places, side="right") - 1, minlength=len(values))
    return found[buffers.integers(column.indices)] if is_encoded(column) else found


def lines_of_rows(block: Block, columns: Sequence[pa.Array], eol: bytes) -> NDArray[np.int64] | None:
    """Number the rows of a block by their physical lines, given the line ends in their cells.

    None when there are other lines than those: blank ones.
    """
    count = len(columns[0])
    rows = np.arange(block.first_line, block.first_line + count, dtype=np.int64)
    if count == block.lines:
        return rows
    inside = [found for column in columns if (found := line_ends_inside(column, eol)) is not None]
    after = np.zeros(count, np.int64)
    for found in inside:
        after += found
    if count + int(after.sum()) != block.lines:
        return None
    rows[1:] += np.cumsum(after[:-1])
    return rows
