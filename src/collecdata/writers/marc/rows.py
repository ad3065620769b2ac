"""Rows of subfields, in order, gathered into whole records: what both writings have in common."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.errors import UsageError
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_int32, from_int64, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import changes
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.writers.base import Encoded, Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask
    from collecdata.writers.marc.added import Added

    Places = NDArray[np.int64]

__all__ = ["COLUMNS", "LEADER", "Record", "RecordWriter", "is_control", "joined", "leader_of"]

COLUMNS = ("notice", "zone_rang", "zone", "indicateurs", "sous_zone_rang", "sous_zone", "contenu")
"""What a file of records is written from: the fields of `mediatheque.notice_zone`, a row a subfield."""
LEADER = "LDR"
_LEADER = "     nam0 22     3  450 "


@dataclass(frozen=True, slots=True)
class Record:
    """Rows of some whole records: their cells, and the first row of each field and of each record."""

    cells: Mapping[str, pa.Array]
    fields: Places
    records: Places

    @classmethod
    def of(cls, rows: pa.RecordBatch) -> Record:
        """Find where fields and records begin."""
        cells = {name: pc.fill_null(decode(rows.column(name)), texts([""])[0]) for name in COLUMNS}
        begins = _begins(cells["notice"])
        fields = begins | changes(cells["zone_rang"])
        return cls(cells, np.flatnonzero(fields), np.flatnonzero(begins))

    def first(self, name: str) -> pa.Array:
        """Return a cell of each field: that of its first row."""
        return self.cells[name].take(from_int64(self.fields))

    def of_record(self) -> Places:
        """Return the rank of the first field of each record."""
        return np.searchsorted(self.fields, self.records)


def joined(cells: pa.Array, starts: Places, separator: str = "") -> pa.Array:
    """Put cells end to end from each start to the next."""
    bounds = np.append(starts, len(cells)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(from_int32(bounds), cells), texts([separator])[0])


class RecordWriter(Writer):
    """A file of records. Rows come record by record; the last record waits for its end in the next batch."""

    def __init__(self, columns: Sequence[str], added: Added | None = None) -> None:
        if set(columns) != set(COLUMNS):
            raise ValueError(f"columns of records: {', '.join(COLUMNS)}")
        self.columns = COLUMNS
        self._left: pa.RecordBatch | None = None
        self._added = added

    @abstractmethod
    def _records(self, record: Record) -> tuple[Sequence[bytes], Mapping[str, Places]]:
        """Write records; return those that cannot be, by issue code (their bytes are empty)."""

    def header(self) -> bytes:
        """Give what begins the file."""
        return b""

    def write(self, batch: pa.RecordBatch) -> Encoded:
        """Write the records that are whole."""
        if not batch.num_rows:
            return Encoded(b"", 0, 0, ())
        names = [*COLUMNS, *(name for name in (SOURCE, LINE) if name in batch.schema.names)]
        rows = pa.RecordBatch.from_arrays([decode(batch.column(name)) for name in names], names=names)
        if self._left is not None:
            both = pa.Table.from_batches([self._left, rows]).combine_chunks()
            rows = both.to_batches()[0]
        last = int(np.flatnonzero(_begins(rows.column("notice")))[-1])
        self._left = rows.slice(last)
        data, left_out, issues = self._whole(rows.slice(0, last))
        return Encoded(data, batch.num_rows - left_out, left_out, issues)

    def footer(self) -> bytes:
        """Give the last record.

        Raises:
            UsageError: it cannot be written.
        """
        if self._left is None:
            return b""
        data, _, issues = self._whole(self._left)
        if issues:
            raise UsageError(issues[0].code, value=str(issues[0].values[0]))
        return data

    def _whole(self, rows: pa.RecordBatch) -> tuple[bytes, int, tuple[Issue, ...]]:
        if not rows.num_rows:
            return b"", 0, ()
        begins = np.flatnonzero(_begins(rows.column("notice")))
        sizes = np.diff(np.append(begins, rows.num_rows))
        whole, ranks = self._added.to(rows, begins) if self._added is not None else (rows, begins)
        written, faults = self._records(Record.of(whole))
        left_out = sum(int(sizes[refused].sum()) for refused in faults.values())
        issues = tuple(self._said(code, rows, begins[refused]) for code, refused in faults.items() if len(refused))
        if self._added is not None:
            self._added.wrote(np.delete(ranks, np.concatenate([*faults.values(), np.zeros(0, np.int64)])))
        return b"".join(written), left_out, issues

    def _said(self, code: str, rows: pa.RecordBatch, places: Places) -> Issue:
        taken = rows.take(from_int64(places))
        lines = taken.column(LINE).to_pylist() if LINE in rows.schema.names else (places + 1).tolist()
        source = taken.column(SOURCE)[0].as_py() if SOURCE in rows.schema.names else ""
        values = tuple(taken.column("notice").to_pylist())
        return Issue(code, Severity.ERROR, column="notice", source=source or "", lines=tuple(lines), values=values)

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:  # noqa: ARG002 - found by record
        yield from ()

    def _written(self, column: str, values: pa.Array) -> pa.Array:  # noqa: ARG002 - written by record
        return values


def leader_of(text: str) -> str:
    """Return a leader as the norm wants what never changes in it; another where it is none."""
    if len(text) != len(_LEADER) or not text.isascii():
        return _LEADER
    return f"{text[:10]}22{text[12:20]}{'4500' if text[20:] == '4500' else '450 '}"


def _begins(column: pa.Array) -> Mask:
    """Return which rows are not of the record before: the first is not."""
    found = changes(column)
    found[:1] = True
    return found


def is_control(tags: pa.Array) -> NDArray[np.bool_]:
    """Return which tags are those of control fields."""
    return bools(pc.match_substring_regex(tags, pattern="^00"))
