"""Delimited text, the way a product imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, texts
from collecdata.kernels.delimited import holds, quoted
from collecdata.kernels.distinct import decode
from collecdata.writers.base import Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CsvWriter", "Quote"]

Quote = Literal["none", "minimal", "all"]


class CsvWriter(Writer):
    r"""One delimited file.

    >>> writer = CsvWriter(["code", "libelle"], encoding="cp1252", quote="none")
    >>> writer.header()
    b'code;libelle\r\n'
    >>> encoded = writer.write(pa.RecordBatch.from_pydict({"code": ["1", "2"], "libelle": ["é", "a;b"]}))
    >>> encoded.data, encoded.left_out, encoded.issues[0].code, encoded.issues[0].lines
    (b'1;\xe9\r\n', 1, 'write.control', (2,))
    """

    def __init__(
        self,
        columns: Sequence[str],
        *,
        delimiter: str = ";",
        encoding: str = "utf-8",
        line_end: str = "\r\n",
        quote: Quote = "minimal",
        header: bool = True,
    ) -> None:
        """Prepare.

        Args:
            columns: names, in order; the header line.
            delimiter: one character.
            encoding: of the file; a row with a character it does not have is left out.
            line_end: of every line, the last too.
            quote: `none` (a row that would need quotes is left out), `minimal`, `all`.
            header: whether there is a header line.
        """
        super().__init__(columns, encoding=encoding, line_end=line_end, delimiter=delimiter, header=header)
        self._quote = quote

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        if self._quote == "none":
            yield Fault(column, "write.control", holds(values, f"{self._delimiter}\r\n"), {})

    def _written(self, column: str, values: pa.Array) -> pa.Array:  # noqa: ARG002 - all columns alike
        if self._quote == "none":
            return values
        written = quoted(values, self._delimiter, every=self._quote == "all")
        # A blank line is no row for most readers: the only cell of a row stands between quotes when it is empty.
        return _never_blank(written) if len(self.columns) == 1 else written


def _never_blank(values: pa.Array) -> pa.Array:
    plain = pc.fill_null(decode(values), texts([""])[0])
    blank = pc.equal(plain, texts([""])[0])
    return pc.if_else(blank, texts(['""'])[0], plain) if bools(blank).any() else plain
