"""A package as CSV for spreadsheets: one file a table, one for the fields, one for the codes.

UTF-8 with its mark, semicolons, decimal commas, ISO dates, `oui` and `non`: what a French Excel opens as it is. It
still shows a code with leading zeros as a number; a workbook (`xlsx`) does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import texts
from collecdata.kernels.delimited import join_rows, quoted
from collecdata.kernels.formatting import format_decimal
from collecdata.sinks.dictionary import CODE_COLUMNS, FIELD_COLUMNS, code_rows, field_rows
from collecdata.sinks.formulas import neutralised
from collecdata.sinks.textfile import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.codes import CodeList
    from collecdata.sinks.draft import WrittenFile
    from collecdata.sinks.stored import Package

__all__ = ["CODES", "DICTIONARY", "CsvSink", "export_csv"]

ENCODING, DELIMITER, LINE_END = "utf-8-sig", ";", "\r\n"
DICTIONARY = "dictionnaire.csv"
CODES = "codes.csv"


class CsvSink:
    """One file, rows appended to it batch by batch; it appears whole, or not at all."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        """Open the temporary file and write the header.

        Raises:
            UsageError: the folder or the file cannot be written.
        """
        self._file = TextFile(path, ENCODING)
        self._file.write(_header(names))

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows. Raises `UsageError` when the disk is full."""
        self._file.write(_rows([_text(column) for column in batch.columns]), batch.num_rows)

    def commit(self) -> WrittenFile:
        """Finish the file and give it its name."""
        return self._file.commit()

    def abort(self) -> None:
        """Remove what is not committed."""
        self._file.abort()


def export_csv(package: Package, folder: Path, codes: Mapping[str, CodeList]) -> tuple[WrittenFile, ...]:
    """Write every table of a package, then its fields and its codes; memory does not grow with the tables.

    Args:
        package: what to export.
        folder: where the files go.
        codes: code lists by identifier, for their labels.

    Raises:
        UsageError: the folder cannot be written, or the disk is full.
        InputError: a file of the package is absent or damaged.
    """
    places = {name: f"{name}.csv" for name in package.tables}
    files = []
    for name, table in package.tables.items():
        sink = CsvSink(folder / places[name], table.columns)
        try:
            for batch in table.batches():
                sink.write(batch)
            files.append(sink.commit())
        finally:
            sink.abort()
    files.append(_small(folder / DICTIONARY, FIELD_COLUMNS, field_rows(package, places)))
    files.append(_small(folder / CODES, CODE_COLUMNS, code_rows(package, codes)))
    return tuple(files)


def _small(path: Path, columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> WrittenFile:
    with TextFile(path, ENCODING) as file:
        file.write(_header(columns))
        listed = list(rows)
        if listed:
            file.write(_rows([neutralised(texts(column)) for column in zip(*listed, strict=True)]), len(listed))
    return file.close()


def _header(names: Sequence[str]) -> pa.Buffer:
    return _rows([texts([name]) for name in names])


def _rows(columns: Sequence[pa.Array]) -> pa.Buffer:
    return join_rows([quoted(column, DELIMITER) for column in columns], DELIMITER, LINE_END)


def _text(column: pa.Array) -> pa.Array:
    """Write a column as a French spreadsheet reads it."""
    kind = column.type
    if pa.types.is_string(kind):
        return neutralised(column)
    if pa.types.is_decimal(kind):
        return format_decimal(column, decimal=",")
    if pa.types.is_boolean(kind):
        return pc.if_else(column, texts(["oui"])[0], texts(["non"])[0])
    written = column.cast(pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        # Whole seconds, nearly always: their zeros are noise.
        return pc.replace_substring_regex(written, pattern=r"\.0+$", replacement="")
    return written
