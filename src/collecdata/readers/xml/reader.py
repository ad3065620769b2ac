"""The reader `xml`: elements as rows, in pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from collecdata.readers.csv.encoding import over_ascii_head
from collecdata.readers.magic import kind_of_head
from collecdata.readers.nested.reading import cut, read
from collecdata.readers.xml.inspect import inspect_file
from collecdata.readers.xml.options import XmlOptions
from collecdata.readers.xml.several import inspect_several
from collecdata.readers.xml.together import alike, join, whole_split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel

    from collecdata.errors import InputError
    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Joined, Layout, Reader, Split
    from collecdata.readers.source import Source

__all__ = ["READER", "XmlReader"]

_KINDS = ("xml", "spreadsheetml", "html")


class XmlReader:
    """XML of any shape. Without state: all that is known of a file is in its layout."""

    name = "xml"
    options: type[BaseModel] = XmlOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes are mark-up."""
        return kind_of_head(over_ascii_head(head)) in _KINDS

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix encoding, record sets, columns, facts; see `inspect_file`. Raises `InputError`."""
        return inspect_file(
            source, options if isinstance(options, XmlOptions) else XmlOptions.model_validate(options.model_dump())
        )

    def inspect_several(
        self, files: Sequence[tuple[Source, bytes]], options: BaseModel
    ) -> list[Layout | InputError | None]:
        """Fix the layouts of small files together; see `inspect_several`."""
        return inspect_several(files, cast("XmlOptions", options))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file; see `cut`. Raises `InputError`, once all pieces are given, where the file is cut short."""
        alone = whole_split(layout, observe)
        return iter([alone]) if alone is not None else cut(layout, observe)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece; see `read`."""
        return read(split)

    def alike(self, one: Layout, other: Layout) -> bool:
        """Whether two files, both small and sound, may be read together; see `alike`."""
        return alike(one.dialect, other.dialect)

    def join(self, splits: Sequence[Split]) -> Joined | None:
        """Read whole files together; see `join`."""
        return join(splits)


READER: Reader = XmlReader()
