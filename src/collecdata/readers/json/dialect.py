"""What is known of a JSON file before its records are read: all that a worker needs, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.readers.json.brackets import marks
from collecdata.readers.json.survey import survey
from collecdata.readers.json.walk import read_exactly
from collecdata.readers.nested.shape import Shape

if TYPE_CHECKING:
    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.piece import Piece, Survey
    from collecdata.readers.nested.rows import Form
    from collecdata.readers.nested.rules import Rules
    from collecdata.readers.nested.tree import Tree

__all__ = ["JsonDialect"]


@dataclass(frozen=True, slots=True)
class JsonDialect:
    """One JSON file; `lines`: each line of it is a value. Units are the marks: brackets, colons, commas."""

    encoding: str
    transcode: str
    rules: Rules
    cutting: Cutting
    form: Form
    lines: bool

    def survey(self, source: Bytes) -> Survey:
        """See `Dialect`."""
        return survey(source, Shape(self.rules), self.cutting, self.encoding, lines=self.lines)

    def parse(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        return read_exactly(piece, data, shape, self.encoding, lines=self.lines)

    def parse_skeleton(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        return read_exactly(piece, data, shape, self.encoding, lines=self.lines)

    def count(self, data: memoryview) -> int:
        """Count the marks that open an object or an array, or stand between values."""
        return marks(bytearray(data))
