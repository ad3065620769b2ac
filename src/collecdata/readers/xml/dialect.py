"""What is known of an XML file before its records are read: all that a worker needs, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.markup import starts
from collecdata.readers.xml.slow import read_slowly
from collecdata.readers.xml.survey import survey

if TYPE_CHECKING:
    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.piece import Piece, Survey
    from collecdata.readers.nested.rows import Form
    from collecdata.readers.nested.rules import Rules
    from collecdata.readers.nested.tree import Tree

__all__ = ["XmlDialect"]


@dataclass(frozen=True, slots=True)
class XmlDialect:
    """One XML file. `value` is the name of the attribute that is the value of an element. Units are elements."""

    encoding: str
    transcode: str
    rules: Rules
    cutting: Cutting
    form: Form
    value: str

    def survey(self, source: Bytes) -> Survey:
        """See `Dialect`."""
        return survey(source, Shape(self.rules), self.cutting, self.encoding)

    def parse(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        return read_slowly(piece, data, shape, self.encoding, self.value)

    def parse_skeleton(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        return read_slowly(piece, data, shape, self.encoding, self.value)

    def count(self, data: memoryview) -> int:
        """Count the elements."""
        return sum(1 for _ in starts(data))
