"""Text of fixed widths, the way older products import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, from_int64, texts
from collecdata.kernels.delimited import holds
from collecdata.kernels.distinct import decode, mask_on_distinct, on_distinct
from collecdata.writers.base import Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["FixedWriter", "Width"]


@dataclass(frozen=True, slots=True)
class Width:
    """One column: characters, the side text stands on, what fills the rest, whether long text may be cut."""

    width: int
    align: Literal["left", "right"] = "left"
    fill: str = " "
    truncate: bool = False


class FixedWriter(Writer):
    r"""One file of fixed widths.

    >>> writer = FixedWriter({"code": Width(4, "right", "0"), "libelle": Width(3)}, line_end="\n")
    >>> encoded = writer.write(pa.RecordBatch.from_pydict({"code": ["7", "-7"], "libelle": ["a", "trop long"]}))
    >>> encoded.data, encoded.issues[0].code, encoded.issues[0].lines
    (b'0007a  \n', 'write.too_long', (2,))
    """

    def __init__(
        self,
        columns: Mapping[str, Width],
        *,
        encoding: str = "utf-8",
        line_end: str = "\r\n",
        header: bool = False,
    ) -> None:
        """Prepare.

        Args:
            columns: names and shapes, in order.
            encoding: of the file; a row with a character it does not have is left out.
            line_end: of every line, the last too; may be empty.
            header: whether the first line is the names, in the same widths.
        """
        super().__init__(tuple(columns), encoding=encoding, line_end=line_end, delimiter="", header=header)
        self._widths = dict(columns)

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        shape = self._widths[column]
        yield Fault(column, "write.control", holds(values, "\r\n"), {})
        params = {"width": str(shape.width)}
        long = mask_on_distinct(values, lambda distinct: _longer(distinct, shape.width))
        if shape.truncate:
            yield Fault(column, "write.truncated", long, params, Severity.WARNING)
        else:
            yield Fault(column, "write.too_long", long, params)

    def _written(self, column: str, values: pa.Array) -> pa.Array:
        shape = self._widths[column]
        filled = pc.fill_null(decode(values), texts([""])[0]) if values.null_count else values
        return on_distinct(filled, lambda distinct: _padded(distinct, shape))


def _longer(values: pa.Array, width: int) -> Mask:
    return bools(pc.greater(pc.utf8_length(values), from_int64(np.array([width]))[0]))


def _padded(values: pa.Array, shape: Width) -> pa.Array:
    if shape.truncate:
        values = pc.utf8_slice_codeunits(values, 0, shape.width)
    if shape.align == "left":
        return pc.utf8_rpad(values, width=shape.width, padding=shape.fill)
    padded = pc.utf8_lpad(values, width=shape.width, padding=shape.fill)
    negative = pc.starts_with(values, "-")
    if shape.fill != "0" or not bools(negative).any():
        return padded
    # Zeros go after the sign of a number: -0012, not 00-12.
    digits = pc.utf8_lpad(pc.utf8_slice_codeunits(values, 1), width=shape.width - 1, padding="0")
    return pc.if_else(negative, pc.binary_join_element_wise(texts(["-"])[0], digits, texts([""])[0]), padded)
