"""The one shape of a writer: text columns in, bytes out, what cannot be written left out and said."""

from __future__ import annotations

import codecs
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.errors import UsageError
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import cells, from_bools, from_int64, texts
from collecdata.kernels.delimited import join_rows
from collecdata.kernels.distinct import decode, mask_on_distinct
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["Encoded", "Fault", "Writer"]

SLICE = 65_536
"""Rows joined at once: a batch of long texts stays far from the 2 GiB of one Arrow array."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes of some rows, how many rows they are, how many were left out, and why."""

    data: bytes
    rows: int
    left_out: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows of one column that cannot be written as they are; those of a warning are written all the same."""

    column: str
    code: str
    rows: Mask
    params: Mapping[str, str]
    severity: Severity = Severity.ERROR


class Writer(ABC):
    """One file of text. Keeps the state of its encoding: one instance a file, batches in order."""

    def __init__(self, columns: Sequence[str], *, encoding: str, line_end: str, delimiter: str, header: bool) -> None:
        self.columns = tuple(columns)
        self._encoding = codecs.lookup(encoding).name
        self._encoder = codecs.getincrementalencoder(encoding)()
        self._line_end = line_end
        self._delimiter = delimiter
        self._header = header
        self._seen = 0

    @abstractmethod
    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        """Find the cells of a column that the layout cannot hold."""

    @abstractmethod
    def _written(self, column: str, values: pa.Array) -> pa.Array:
        """Write the cells of a column as they stand between two delimiters."""

    def header(self) -> bytes:
        """Give the first line; nothing when the layout has none. Call it first.

        Raises:
            UsageError: a column name cannot be written in this layout.
        """
        if not self._header:
            return b""
        names = {name: texts([name]) for name in self.columns}
        if any(fault for name, column in names.items() for fault in self._faults(name, column) if fault.rows.any()):
            raise UsageError("write.header", columns=", ".join(self.columns))
        try:
            return self._encode([self._written(name, column) for name, column in names.items()])
        except UnicodeEncodeError as error:
            raise UsageError("write.header", columns=", ".join(self.columns)) from error

    def footer(self) -> bytes:
        """Give what closes the file, after the last row; nothing for lines of text."""
        return b""

    def write(self, batch: pa.RecordBatch) -> Encoded:
        """Write rows of text columns, found by name (null: an empty cell).

        `_source` and `_ligne`, where the batch has them, say in the issues where a row comes from; else its number.
        """
        pieces = [self._slice(batch.slice(start, SLICE)) for start in range(0, batch.num_rows, SLICE)]
        return Encoded(
            b"".join(piece.data for piece in pieces),
            sum(piece.rows for piece in pieces),
            sum(piece.left_out for piece in pieces),
            tuple(issue for piece in pieces for issue in piece.issues),
        )

    def _slice(self, batch: pa.RecordBatch) -> Encoded:
        faults = self._found(batch)
        try:
            data, kept = self._without(batch, faults)
        except UnicodeEncodeError:
            faults += self._unencodable(batch)
            data, kept = self._without(batch, faults)
        issues = tuple(issue for fault in faults for issue in self._issues(batch, fault))
        self._seen += batch.num_rows
        return Encoded(data, kept, batch.num_rows - kept, issues)

    def _found(self, batch: pa.RecordBatch) -> list[Fault]:
        """Find what the layout cannot hold."""
        found = (fault for name in self.columns for fault in self._faults(name, batch.column(name)))
        return [fault for fault in found if fault.rows.any()]

    def _without(self, batch: pa.RecordBatch, faults: Sequence[Fault]) -> tuple[bytes, int]:
        """Write the rows that have no fault; return how many."""
        bad = np.zeros(batch.num_rows, np.bool_)
        for fault in faults:
            if fault.severity == Severity.ERROR:
                bad |= fault.rows
        if bad.any():
            batch = batch.filter(from_bools(~bad))
        if not batch.num_rows:
            return b"", 0
        return self._rows(batch), batch.num_rows

    def _rows(self, batch: pa.RecordBatch) -> bytes:
        """Write rows that have no fault."""
        return self._encode([self._written(name, batch.column(name)) for name in self.columns])

    def _encode(self, columns: Sequence[pa.Array]) -> bytes:
        text = join_rows(columns, self._delimiter, self._line_end)
        if self._encoding == "utf-8":
            return bytes(memoryview(text))
        return self._encoder.encode(str(memoryview(text), "utf-8"))

    def _unencodable(self, batch: pa.RecordBatch) -> Iterator[Fault]:
        params = {"encoding": self._encoding}
        for name in self.columns:
            rows = mask_on_distinct(batch.column(name), self._beyond_encoding)
            if rows.any():
                yield Fault(name, "write.encoding", rows, params)

    def _beyond_encoding(self, values: pa.Array) -> Mask:
        """Mark the values that hold a character the encoding does not have; one look at columns that are ASCII."""
        if cells(values).data.tobytes().isascii():
            return np.zeros(len(values), np.bool_)
        found = (value is not None and not self._encodes(value) for value in values.to_pylist())
        return np.fromiter(found, np.bool_, len(values))

    def _encodes(self, text: str) -> bool:
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _issues(self, batch: pa.RecordBatch, fault: Fault) -> Iterator[Issue]:
        """Say where the rows of a fault come from, one issue a file."""
        positions = np.flatnonzero(fault.rows)
        rows = batch.take(from_int64(positions))
        values = decode(rows.column(fault.column)).to_pylist()
        lines = rows.column(LINE).to_pylist() if LINE in batch.schema.names else [self._seen + 1 + p for p in positions]
        sources = decode(rows.column(SOURCE)).to_pylist() if SOURCE in batch.schema.names else [""] * len(rows)
        for source in dict.fromkeys(sources):
            places = [index for index, one in enumerate(sources) if one == source]
            yield Issue(
                fault.code,
                fault.severity,
                column=fault.column,
                source=source or "",
                lines=tuple(int(lines[index]) for index in places),
                values=tuple(values[index] for index in places),
                params=fault.params,
            )
