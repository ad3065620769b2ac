"""Canonical tables to Parquet: one ordered file, few and large row groups, the same bytes for the same rows.

This is the end of the bulk path: a row group is encoded in a thread of its own while the next one fills, so that who
gives the rows is not kept from feeding those who make them. Measured choices: zstd 1 (3 costs 6 % and gains nothing),
row groups of about a million rows, decimals as 64-bit integers, whole numbers as deltas, dictionary pages only where
values are few (hashing unique values again is what makes a writer slow), no levels where nothing can be null (a tenth),
no statistics of texts (a fifth: the first and last of the names of a million rows, in no order, let nobody skip them).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.errors import UsageError
from collecdata.kernels.distinct import is_encoded
from collecdata.kernels.stream import LINE
from collecdata.sinks.draft import Draft, WrittenFile, writing
from collecdata.sinks.encoded import TEXT, as_dictionary, as_plain, merged, mostly_repeated, worth_dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

__all__ = ["GROUP_BYTES", "GROUP_ROWS", "ParquetSink", "WrittenFile", "group_bytes"]

GROUP_ROWS = 3 << 18
GROUP_BYTES = 96 << 20
"""A row group ends with the first batch that reaches one or the other (see `PLAIN` and `WIDE`)."""
PLAIN = 3
"""Values that are in no dictionary gain nothing from a large row group: a third of those bytes of theirs is one too."""
WIDE, SHARE = 256, 8
"""Where each row has so many bytes of its own (long texts), an eighth of those bytes is a row group: larger ones gain
nothing, and fill memory."""
ROOM, LEAST = 3 * GROUP_BYTES, 8 << 20
"""Bytes that may wait in all the tables filled together, and those of the smallest row group that is worth it."""
LAST = 8
"""The part of a row group that is the least for the last ones, made smaller so that no one waits for them."""
AT_ONCE = 1 << 14
"""Values given to a page at a time."""
PAGE_ROWS = 1 << 17
"""Rows of a page; the default of Arrow, 20 000, makes files a tenth larger."""
MANY = 256
"""So many batches are merged: what waits is bounded even where each holds a row or two of a large block."""
HEAVY = 1024
"""Bytes a row from which batches are thought to carry dictionaries larger than they are, and are merged first."""


def group_bytes(tables: int) -> int:
    """Return the bytes of the row groups of tables filled together: what waits does not grow with their number.

    >>> group_bytes(2) == GROUP_BYTES, group_bytes(30) >> 20
    (True, 9)
    """
    return max(LEAST, min(GROUP_BYTES, ROOM // max(tables, 1)))


class ParquetSink(Draft):
    """One Parquet file, its batches given in order by one thread.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "t.parquet"
    >>> with ParquetSink(path, pa.schema([("code", pa.string())])) as sink:
    ...     sink.write(pa.record_batch({"code": ["a", "b"]}))
    >>> pq.read_table(path)["code"].to_pylist()
    ['a', 'b']
    """

    def __init__(
        self,
        path: Path,
        schema: pa.Schema,
        metadata: Mapping[str, str] | None = None,
        *,
        group_rows: int = GROUP_ROWS,
        group_bytes: int = GROUP_BYTES,
        alone: bool = False,
    ) -> None:
        """Open the temporary file.

        Args:
            path: where the file will be.
            schema: columns in order, of plain types; what batches must hold (any column may come as a dictionary). One
                that is not nullable holds no null.
            metadata: key-value pairs of the file.
            group_rows: rows of a row group.
            group_bytes: bytes of a row group in memory.
            alone: row groups are encoded by who gives the rows, not in a thread of their own.

        Raises:
            UsageError: the folder or the file cannot be written.
        """
        super().__init__(path)
        self.schema = schema
        self._metadata = dict(metadata or {})
        self._limits = group_rows, group_bytes
        self._batches: list[pa.RecordBatch] = []
        self._merged = self._waiting_rows = self._waiting_bytes = self._waiting_text = 0
        self._writer: pq.ParquetWriter | None = None
        self._encoder = None if alone else ThreadPoolExecutor(1, thread_name_prefix="parquet")
        self._encoding: Future[None] | None = None
        with writing(path):
            self._stream = pa.OSFile(str(self.temporary), "wb")

    def write(self, batch: pa.RecordBatch, left: int | None = None) -> None:
        """Append rows. Columns are found by name; others than those of the schema are left out.

        `left`, where it is known about how many rows come after these, makes the last groups smaller and smaller: each
        is encoded while the next fills, and when the last row comes little waits.

        Raises:
            KeyError: a column of the schema is absent.
            UsageError: the disk is full.
        """
        if not batch.num_rows:
            return
        batch = batch.select(self.schema.names)
        self._batches.append(batch)
        self._waiting_rows += batch.num_rows
        for column in batch.columns:
            size: int = column.nbytes  # asking the batch would count all of them again
            self._waiting_bytes += size
            self._waiting_text += 0 if is_encoded(column) else size
        rows, size = self._limits
        if self._waiting_bytes >= max(size, self._waiting_rows * HEAVY):
            self._merge(0)
        elif len(self._batches) - self._merged == MANY:
            self._merge(self._merged)
        text = self._waiting_text
        wide = text >= size // PLAIN or text >= max(size // SHARE, LEAST, self._waiting_rows * WIDE)
        enough = rows if left is None else min(rows, max(left, rows // LAST))
        if self._waiting_rows >= enough or self._waiting_bytes >= size or wide:
            self._flush()

    def close(self, metadata: Mapping[str, str] | None = None) -> WrittenFile:
        """Write the rest, and `metadata` known only now; the file keeps its temporary name until `commit`.

        Raises:
            UsageError: the disk is full.
        """
        self._metadata |= metadata or {}
        return super().close()

    def _finish(self) -> None:
        self._wait()
        if self._batches:  # the last rows, and of a small file all of them: a thread of their own would only cost
            self._encode(self._take())
        writer = self._writer or self._open([])
        writer.add_key_value_metadata(self._metadata)
        writer.close()
        self._stream.close()

    def _release(self) -> None:
        self._batches.clear()
        with suppress(UsageError, OSError, pa.ArrowException):
            self._wait()
        if self._encoder is not None:
            self._encoder.shutdown()
        with suppress(OSError, pa.ArrowException):
            if self._writer is not None:
                self._writer.close()
        self._stream.close()

    def _merge(self, start: int) -> None:
        """Make one batch of those from `start` on."""
        self._batches[start:] = [merged(self._batches[start:])]
        self._merged = len(self._batches)
        self._waiting_bytes = sum(batch.nbytes for batch in self._batches)

    def _flush(self) -> None:
        """Hand the rows that wait to the encoder as one row group; the group before is written by then."""
        if not self._batches:
            return
        if self._encoder is None:
            self._encode(self._take())
            return
        self._wait()
        self._encoding = self._encoder.submit(self._encode, self._take())

    def _take(self) -> list[pa.RecordBatch]:
        """Take the rows that wait."""
        batches, self._batches = self._batches, []
        self._merged = self._waiting_rows = self._waiting_bytes = self._waiting_text = 0
        return batches

    def _wait(self) -> None:
        """Wait for the row group being written. Raises what went wrong with it."""
        if self._encoding is not None:
            encoding, self._encoding = self._encoding, None
            encoding.result()

    def _encode(self, batches: list[pa.RecordBatch]) -> None:
        """Write some batches as one row group."""
        with writing(self.path):
            writer = self._writer or self._open(batches)
            columns = [
                as_dictionary([batch.column(field.name) for batch in batches])
                if field.type == TEXT
                else as_plain([batch.column(field.name) for batch in batches], field.type)
                for field in writer.schema
            ]
            table = pa.table(columns, schema=writer.schema)
            writer.write_table(table, row_group_size=table.num_rows)
        self.rows += table.num_rows

    def _open(self, batches: list[pa.RecordBatch]) -> pq.ParquetWriter:
        """Start the file; the rows that wait say which columns have dictionary pages."""
        encoded = [name for name in self.schema.names if name != LINE and worth_dictionary(batches, name)]
        texts = {name for name in encoded if self.schema.field(name).type == pa.string()}
        numbers = {field.name for field in self.schema if field.type == pa.int64()}.difference(encoded)
        plain = [field.name for field in self.schema if field.type == pa.string() and field.name not in texts]
        repeated = [name for name in plain if mostly_repeated(batches, name)]
        self._writer = pq.ParquetWriter(
            self._stream,
            pa.schema([field.with_type(TEXT) if field.name in texts else field for field in self.schema]),
            compression="zstd",
            compression_level=1,
            use_dictionary=[*encoded, *repeated],
            column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED") or None,
            store_decimal_as_integer=True,
            write_batch_size=AT_ONCE,
            max_rows_per_page=PAGE_ROWS,
            write_statistics=[field.name for field in self.schema if field.type != pa.string()],
            # It would give dictionaries back to those who read. Without it, times in seconds are read in milliseconds.
            store_schema=False,
        )
        return self._writer
