"""Delimited text, the way a product imports it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, texts
from collecdata.kernels.delimited import holds, quoted
from collecdata.kernels.distinct import decode, mask_on_distinct, on_distinct
from collecdata.writers.base import Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.kernels.buffers import Mask

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
        replace: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare.

        Args:
            columns: names, in order; the header line.
            delimiter: one character.
            encoding: of the file; a row with a character it does not have is left out.
            line_end: of every line, the last too.
            quote: `none` (a row that would need quotes is left out), `minimal`, `all`.
            header: whether there is a header line.
            replace: texts of cells and what is written for them, in order; every cell changed is a warning.
        """
        super().__init__(columns, encoding=encoding, line_end=line_end, delimiter=delimiter, header=header)
        self._quote = quote
        self._replace = dict(replace or {})

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        if self._replace:
            shown = ", ".join(f"`{old}`" for old in self._replace).replace("\n", "\\n").replace("\r", "\\r")
            changed = mask_on_distinct(values, self._changes)
            yield Fault(column, "write.replaced", changed, {"texts": shown}, Severity.WARNING)
        if self._quote == "none":
            values = self._without_those(values)
            yield Fault(column, "write.control", holds(values, f"{self._delimiter}\r\n"), {})

    def _changes(self, values: pa.Array) -> Mask:
        """Mark the values that hold a text to replace."""
        found = np.zeros(len(values), np.bool_)
        for old in self._replace:
            found |= bools(pc.match_substring(values, old))
        return found

    def _without_those(self, values: pa.Array) -> pa.Array:
        """Replace what is to be replaced."""
        for old, new in self._replace.items():
            values = on_distinct(values, partial(pc.replace_substring, pattern=old, replacement=new))
        return values

    def _written(self, column: str, values: pa.Array) -> pa.Array:  # noqa: ARG002 - all columns alike
        values = self._without_those(values)
        if self._quote == "none":
            return values
        written = quoted(values, self._delimiter, every=self._quote == "all")
        # A blank line is no row for most readers: the only cell of a row stands between quotes when it is empty.
        return _never_blank(written) if len(self.columns) == 1 else written


def _never_blank(values: pa.Array) -> pa.Array:
    plain = pc.fill_null(decode(values), texts([""])[0])
    blank = pc.equal(plain, texts([""])[0])
    return pc.if_else(blank, texts(['""'])[0], plain) if bools(blank).any() else plain
