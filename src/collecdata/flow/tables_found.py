"""Files to tables that can be judged: what each holds is said by its first bytes, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collecdata.errors import InputError
from collecdata.readers.magic import kind_of
from collecdata.readers.source import Source
from collecdata.validation.csvtable import CsvTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from collecdata.validation.table import Tabular

__all__ = ["open_table", "sources_of"]

_COMPRESSED = frozenset({"zip", "gz"})


def sources_of(path: Path) -> list[Source]:
    """Return the files of a path: itself, or what a folder or an archive holds.

    Raises:
        InputError: nothing there can be read.
    """
    if path.is_file():
        source = Source(path, str(path))
        if kind_of(source) not in _COMPRESSED:
            return [source]
    from collecdata.readers.sources import expand

    expansion = expand(path, str(path))
    if expansion.issues and not expansion.sources:
        one = expansion.issues[0]
        raise InputError(one.code, at=None, source=one.source, **one.params)
    return list(expansion.sources)


def open_table(source: Source, said: Mapping[str, Any]) -> Tabular:
    """Open a file as a table.

    Args:
        source: the file.
        said: what is known of it: `encoding`, `sheet`, and the keys of a Table Dialect.

    Raises:
        InputError: it is no table, or cannot be read.
        UsageError: no such encoding.
    """
    kind = kind_of(source)
    if kind == "parquet" and source.plain:
        from collecdata.validation.parquettable import ParquetTable

        return ParquetTable(source.name, source.path)
    if kind in ("xls", "xlsx", "ods", "protected", "damaged", "office"):
        return _sheet(source, said)
    if kind in ("text", "empty", "xml", "binary"):
        return CsvTable(source.name, source.open, said)
    raise InputError("published.format", source=source.name, kind=kind)


def _sheet(source: Source, said: Mapping[str, Any]) -> Tabular:
    from collecdata.readers.excel.workbook import open_workbook
    from collecdata.validation.sheettable import SheetTable

    book = open_workbook(source)
    wanted = said.get("sheet")
    sheet = book.sheet(book.choose(str(wanted)) if wanted is not None else book.sheets[0])
    left = sheet.start[1] if sheet.start else 0

    def read() -> Iterator[Sequence[Any]]:
        for cells in sheet.iter_rows():
            yield [None] * left + list(cells)

    return SheetTable(source.name, read, 0 if said.get("header") is False else None)
