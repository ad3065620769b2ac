"""Rejected rows, as they were: to be corrected and fed in again.

Rows wait in a temporary Arrow file until the end: only then is it known whether a row had cells too many, and whether
the input's encoding has every character.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import cells, from_int32, texts
from collecdata.kernels.delimited import join_rows, quoted
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, REASONS, SOURCE, SURPLUS
from collecdata.sinks.draft import Draft, WrittenFile, writing
from collecdata.sinks.textfile import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Dialect", "RejectsSink"]

SLICE = 65_536
UNICODE = "utf-8-sig"
"""Where the input's encoding fails: the mark at the head makes spreadsheets read it right."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the input was written; the defaults are for inputs that are not text (spreadsheets, XML)."""

    delimiter: str = ";"
    encoding: str = UNICODE
    line_end: str = "\r\n"
    quote: str = '"'
    """Empty: the input has no quotes."""


class RejectsSink:
    """The reject file of one input. Nothing is made until a row comes."""

    def __init__(self, path: Path, columns: Sequence[str], dialect: Dialect | None = None) -> None:
        """Prepare.

        Args:
            path: where the file will be.
            columns: of the input, in its order.
            dialect: of the input.
        """
        self.path = path
        self.issues: tuple[Issue, ...] = ()
        """Whether the encoding had to change; known once closed."""
        self._dialect = dialect or Dialect()
        self._columns = tuple(columns)
        self._spool: _Spool | None = None
        self._file: TextFile | None = None
        self._surplus = False
        self._source = ""

    def write(self, rows: pa.RecordBatch, source: str) -> None:
        """Append rejected rows of one file: the input's columns, `_ligne`, `_motifs` and, if it has one, `_surplus`.

        Raises:
            UsageError: the disk is full, or the folder cannot be written.
        """
        if not rows.num_rows:
            return
        if self._spool is None:
            self._spool = _Spool(self.path, (*self._columns, SOURCE, LINE, REASONS, SURPLUS))
            self._source = source
        columns = {name: decode(rows.column(name)).cast(pa.string()) for name in rows.schema.names}
        columns[SOURCE] = _constant(source, rows.num_rows)
        self._surplus |= SURPLUS in columns and cells(columns[SURPLUS]).data.size > 0
        self._spool.write(columns, rows.num_rows)

    def close(self) -> WrittenFile | None:
        """Write the file; None when no row was rejected.

        Raises:
            UsageError: the disk is full.
        """
        if self._spool is not None and self._file is None:
            try:
                self._file = self._written(self._spool, self._dialect.encoding)
            except UnicodeEncodeError:
                self.issues = (
                    Issue(
                        "write.rejects_utf8",
                        Severity.INFO,
                        source=self._source,
                        params={"encoding": self._dialect.encoding},
                    ),
                )
                self._file = self._written(self._spool, UNICODE)
            self._spool.abort()
        return self._file.close() if self._file else None

    def commit(self) -> WrittenFile | None:
        """Close, and give the file its name.

        Raises:
            UsageError: the disk is full.
        """
        self.close()
        return self._file.commit() if self._file else None

    def abort(self) -> None:
        """Give up: nothing of it stays on the disk (what was committed does)."""
        for part in (self._spool, self._file):
            if part is not None:
                part.abort()

    def _written(self, spool: _Spool, encoding: str) -> TextFile:
        names = [*self._columns, SOURCE, LINE, REASONS, *([SURPLUS] if self._surplus else [])]
        header = pa.RecordBatch.from_arrays([_constant(name, 1) for name in names], names=names)
        file = TextFile(self.path, encoding)
        try:
            file.write(self._text(header))
            for rows in spool.batches():
                file.write(self._text(rows.select(names)), rows.num_rows)
        except UnicodeEncodeError:
            file.abort()
            raise
        return file

    def _text(self, rows: pa.RecordBatch) -> pa.Buffer:
        shape = self._dialect
        ours = (SOURCE, REASONS)
        columns = [
            quoted(column, shape.delimiter, shape.quote)
            if shape.quote
            else (_without(column, f"{shape.delimiter}\r\n") if name in ours else column)
            for name, column in zip(rows.schema.names, rows.columns, strict=True)
        ]
        return join_rows(columns, shape.delimiter, shape.line_end)


class _Spool(Draft):
    """Rows that wait, as text, in an Arrow file of their own."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        super().__init__(path.with_name(f"{path.name}.attente"))
        self._schema = pa.schema([(name, pa.string()) for name in names])
        with writing(path):
            self._stream = pa.OSFile(str(self.temporary), "wb")
            self._writer = pa.ipc.new_stream(self._stream, self._schema)

    def write(self, columns: dict[str, pa.Array], rows: int) -> None:
        every = [columns[name] if name in columns else pa.nulls(rows, pa.string()) for name in self._schema.names]
        batch = pa.RecordBatch.from_arrays(every, schema=self._schema)
        with writing(self.path):
            for start in range(0, rows, SLICE):
                self._writer.write_batch(batch.slice(start, SLICE))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read them back, in order."""
        self._release()
        with pa.OSFile(str(self.temporary), "rb") as stream:
            yield from pa.ipc.open_stream(stream)

    def _finish(self) -> None:
        self._release()

    def _release(self) -> None:
        with suppress(pa.ArrowException):
            self._writer.close()
        self._stream.close()


def _constant(text: str, rows: int) -> pa.Array:
    """Make a column that says the same on every row."""
    return texts([text]).take(from_int32(np.zeros(rows, np.int32)))


def _without(column: pa.Array, characters: str) -> pa.Array:
    """Make our own words fit a format that has no quotes."""
    return pc.replace_substring_regex(column, pattern=f"[{re.escape(characters)}]+", replacement=" ")
