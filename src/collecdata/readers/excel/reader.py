"""The reader `excel`: .xls, .xlsx and .ods, one sheet."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from collecdata.readers.base import Layout, Split
from collecdata.readers.excel.batches import read_sheet
from collecdata.readers.excel.layout import inspect_sheet
from collecdata.readers.excel.options import ExcelOptions
from collecdata.readers.excel.workbook import open_workbook
from collecdata.readers.magic import SUFFIXES, kind_of_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Reader
    from collecdata.readers.source import Source

__all__ = ["READER", "ExcelReader"]

_KINDS = frozenset({"xls", "xlsx", "ods"})


class ExcelReader:
    """Spreadsheets as text. A sheet is held in memory (about 75 bytes a cell) and is one split."""

    name = "excel"
    options: type[BaseModel] = ExcelOptions

    def fits(self, source: Source, head: bytes) -> bool:
        """Whether the content or the suffix promises a workbook; a false promise is explained by `inspect`."""
        promised = SUFFIXES.get(PurePosixPath(source.base).suffix.lower())
        return promised in _KINDS or kind_of_head(head) in ("zip", "ole")

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Choose the sheet and find its header.

        Raises:
            InputError: not a workbook (said by its content), protected, damaged, too large; no such sheet; no data.
        """
        return inspect_sheet(source, open_workbook(source), cast("ExcelOptions", options))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Give the one split, once every byte of the file has passed `observe`."""
        for block in layout.source.raw_blocks():
            observe(memoryview(block))
        yield Split(layout, 0)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read the sheet.

        Raises:
            InputError: the workbook cannot be opened any more.
        """
        layout = split.layout
        workbook = open_workbook(layout.source)
        name = layout.dialect.sheet
        yield from read_sheet(layout, workbook.sheet(name), workbook.marks(name))


READER: Reader = ExcelReader()
