"""Text of fixed widths, the way older products import it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_int64, texts
from collecdata.kernels.delimited import holds
from collecdata.kernels.distinct import decode, mask_on_distinct, on_distinct
from collecdata.writers.base import Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["FixedWriter"]


class FixedWriter(Writer):
    r"""One file of fixed widths. Cells come in their widths: the mapping aligns, fills and cuts them.

    A shorter cell is filled with blanks; a longer one leaves its row out.

    >>> writer = FixedWriter({"code": 4, "libelle": 3}, line_end="\n")
    >>> encoded = writer.write(pa.RecordBatch.from_pydict({"code": ["0007", "-007"], "libelle": ["a", "trop long"]}))
    >>> encoded.data, encoded.issues[0].code, encoded.issues[0].lines
    (b'0007a  \n', 'write.too_long', (2,))
    """

    def __init__(
        self,
        columns: Mapping[str, int],
        *,
        encoding: str = "utf-8",
        line_end: str = "\r\n",
        header: bool = False,
    ) -> None:
        """Prepare.

        Args:
            columns: names and widths in characters, in order.
            encoding: of the file; a row with a character it does not have is left out.
            line_end: of every line, the last too; may be empty.
            header: whether the first line is the names, in the same widths.
        """
        super().__init__(tuple(columns), encoding=encoding, line_end=line_end, delimiter="", header=header)
        self._widths = dict(columns)

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        width = self._widths[column]
        yield Fault(column, "write.control", holds(values, "\r\n"), {})
        long = mask_on_distinct(values, lambda distinct: _longer(distinct, width))
        yield Fault(column, "write.too_long", long, {"width": str(width)})

    def _written(self, column: str, values: pa.Array) -> pa.Array:
        filled = pc.fill_null(decode(values), texts([""])[0]) if values.null_count else values
        return on_distinct(filled, lambda distinct: pc.utf8_rpad(distinct, width=self._widths[column]))


def _longer(values: pa.Array, width: int) -> Mask:
    return bools(pc.greater(pc.utf8_length(values), from_int64(np.array([width]))[0]))
