"""A block of bytes, and what it becomes: what the steps of reading hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels import buffers
from collecdata.readers.csv.scan import count_byte, find_byte

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
    """Raw cells by column, the physical line of each row, the (line, column) of cells that are to be null."""

    columns: Sequence[pa.BinaryArray]
    lines: NDArray[np.int64]
    spoilt: Sequence[tuple[int, int]] = ()


def line_ends_inside(columns: Sequence[pa.BinaryArray], eol: bytes) -> list[int]:
    """Count the line ends that are text, by column."""
    return [count_byte(seen.data, eol[0], 0, len(seen.data)) for seen in map(buffers.cells, columns)]


def lines_of_rows(block: Block, columns: Sequence[pa.BinaryArray], eol: bytes) -> NDArray[np.int64] | None:
    """Number the rows of a block by their physical lines, given the line ends in their cells.

    None when there are other lines than those: blank ones.
    """
    count = len(columns[0])
    rows = np.arange(block.first_line, block.first_line + count, dtype=np.int64)
    if count == block.lines:
        return rows
    inside = line_ends_inside(columns, eol)
    if count + sum(inside) != block.lines:
        return None
    after = np.zeros(count + 1, np.int64)
    for column, found in zip(columns, inside, strict=True):
        if found:
            seen = buffers.cells(column)
            places = find_byte(seen.data, eol[0], 0, len(seen.data))
            after += np.bincount(np.searchsorted(seen.offsets, places, side="right"), minlength=count + 1)
    return rows + np.cumsum(after)[:-1]
