"""The reader `json`: objects as rows, in pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.readers.csv.encoding import over_ascii_head
from collecdata.readers.json.inspect import begins, inspect_file
from collecdata.readers.json.options import JsonOptions
from collecdata.readers.nested.reading import cut, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout, Reader, Split
    from collecdata.readers.source import Source

__all__ = ["READER", "JsonReader"]


class JsonReader:
    """JSON and JSON Lines. Without state: all that is known of a file is in its layout."""

    name = "json"
    options: type[BaseModel] = JsonOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes begin with an object or an array."""
        return begins(over_ascii_head(head)) >= 0

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix encoding, record sets, columns, facts; see `inspect_file`. Raises `InputError`."""
        return inspect_file(
            source, options if isinstance(options, JsonOptions) else JsonOptions.model_validate(options.model_dump())
        )

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file; see `cut`. Raises `InputError`, once all pieces are given, where the file is cut short."""
        return cut(layout, observe)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece; see `read`."""
        return read(split)


READER: Reader = JsonReader()
