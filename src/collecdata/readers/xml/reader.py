"""The reader `xml`: elements as rows, in pieces that any worker reads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.base import Split
from collecdata.readers.csv.buffers import borrowed
from collecdata.readers.csv.encoding import guess_encoding, over_ascii
from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.magic import kind_of_head
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.inspect import inspect_file
from collecdata.readers.xml.options import XmlOptions
from collecdata.readers.xml.parse import read_piece
from collecdata.readers.xml.sources import from_disk, from_stream
from collecdata.readers.xml.spanning import with_spanning
from collecdata.readers.xml.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.source import Source
    from collecdata.readers.xml.inspect import Dialect
    from collecdata.readers.xml.piece import Piece

__all__ = ["READER", "XmlReader"]

_KINDS = ("xml", "spreadsheetml", "html")


class XmlReader:
    """XML of any shape. Without state: all that is known of a file is in its layout."""

    name = "xml"
    options: type[BaseModel] = XmlOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes are mark-up."""
        encoding = guess_encoding([head]).encoding
        text = head if over_ascii(encoding) else head.decode(encoding, "replace").encode()
        return kind_of_head(text) in _KINDS

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix encoding, record sets, columns, facts; see `inspect_file`. Raises `InputError`."""
        return inspect_file(source, XmlOptions.model_validate(options.model_dump()))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file after records.

        The file is gone through twice: the elements that hold the records are known whole before the first piece is
        given, so that every row finds what it climbs to.

        Raises:
            InputError: once all pieces are given, when the file is cut short or cannot be read further.
        """
        dialect: Dialect = layout.dialect
        with open_bytes(layout.source, dialect.transcode) as stream:
            found = survey(stream, Shape(dialect.rules), dialect.cutting)
            reason = stream.truncated
        pieces = with_spanning(found, dialect, layout.source.name)
        if layout.source.plain and not dialect.transcode:
            ready = from_disk(layout.source, pieces, observe)
        else:
            ready = from_stream(layout.source, pieces, observe, dialect.transcode)
        for index, piece in enumerate(ready):
            yield Split(layout, index, piece.start, piece.stop, piece.line, piece)
        if found.damage is not None:
            code = reason if reason.startswith("archive.") else found.damage.code
            raise InputError(code, source=layout.source.name, line=found.line, reason=found.damage.reason)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece: the rows that its own climb to, then a batch for each record set."""
        piece: Piece = split.detail
        if piece.data is not None:
            yield from read_piece(split.layout, piece, memoryview(piece.data))
            return
        with borrowed(piece.stop - piece.start) as room, split.layout.source.path.open("rb", buffering=0) as stream:
            stream.seek(piece.start)
            filled, view = 0, memoryview(room)[: piece.stop - piece.start]
            while filled < len(view) and (count := stream.readinto(view[filled:])):
                filled += count
            yield from read_piece(split.layout, piece, view[:filled])


READER: Reader = XmlReader()
