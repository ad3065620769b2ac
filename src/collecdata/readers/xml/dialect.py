"""What is known of an XML file before its records are read: all that a worker needs, picklable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.scan import stretches
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.read import read_fast
from collecdata.readers.xml.markup import starts, tag_at
from collecdata.readers.xml.slow import read_slowly
from collecdata.readers.xml.survey import survey

if TYPE_CHECKING:
    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.piece import Piece, Survey
    from collecdata.readers.nested.rows import Form
    from collecdata.readers.nested.rules import Rules
    from collecdata.readers.nested.tree import Tree

__all__ = ["SMALL", "XmlDialect"]

SMALL = 1 << 13
"""Bytes that the exact reading is done with before the fast one has made its tables."""
_LESS, _SLASH = b"</"
_LETTERS = ord("A")
"""From there on, names begin: below are `/`, `!` and `?`."""
_BLANK = re.compile(rb"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class XmlDialect:
    """One XML file. `value` is the name of the attribute that is the value of an element. Units are elements.

    `whole` is the only piece of a file that is small, and in which nothing is wrong.
    """

    encoding: str
    transcode: str
    rules: Rules
    cutting: Cutting
    form: Form
    value: str
    whole: Piece | None = None

    def survey(self, source: Bytes) -> Survey:
        """See `Dialect`."""
        return survey(source, Shape(self.rules), self.cutting, self.encoding)

    def parse(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        if len(data) < SMALL:
            return read_slowly(piece, data, shape, self.encoding, self.value)
        try:
            return read_fast(piece, data, shape, self.encoding, self.value)
        except IrregularError:
            return read_slowly(piece, data, shape, self.encoding, self.value)

    def parse_skeleton(self, piece: Piece, data: memoryview, shape: Shape) -> Tree:
        """See `Dialect`."""
        return read_slowly(piece, data, shape, self.encoding, self.value)

    def count(self, data: memoryview) -> int:
        """Count the elements: what begins like a tag, outside of comments, CDATA sections and instructions."""
        low = 0
        while (tag := tag_at(data, low, len(data))) is not None and tag.kind == "other":
            low = tag.stop + len(_BLANK.match(data, tag.stop)[0])  # type: ignore[index]
        view, found = np.frombuffer(data, np.uint8), 0
        for at, stop in stretches(low, len(data) - 1):
            less, behind = view[at:stop] == _LESS, view[at + 1 : stop + 1]
            ends = np.count_nonzero(less & (behind == _SLASH))
            if ends != np.count_nonzero(less & (behind < _LETTERS)):
                return sum(1 for _ in starts(data))
            found += int(np.count_nonzero(less)) - int(ends)
        return found
