"""A block of bytes, and what it becomes: what the steps of reading hand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Block", "Cells"]


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
