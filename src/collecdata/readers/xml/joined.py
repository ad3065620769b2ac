"""Small files one behind the other, read at once.

The roots are inside of an element without a name that stands above them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.nested.piece import Open, Piece
from collecdata.readers.nested.tree import NOWHERE
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.read import read_fast
from collecdata.readers.xml.markup import tag_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Tree
    from collecdata.readers.xml.dialect import XmlDialect

__all__ = ["Roots"]

_ABOVE = (Open(b"", NOWHERE),)
"""What holds the roots."""
_LF = b"\n"


@dataclass(frozen=True, slots=True)
class Roots:
    """What of several files is read: `data`, from the root of each on; where that is in it, and was in the file."""

    data: bytes
    bases: Indices
    heads: tuple[int, ...]

    @classmethod
    def of(cls, files: Sequence[bytes]) -> Roots:
        """Put files together, a line end between two."""
        heads = tuple(map(_root_at, files))
        sizes = (len(file) - head + 1 for file, head in zip(files, heads, strict=True))
        data = _LF.join(file[head:] for file, head in zip(files, heads, strict=True))
        return cls(data, np.cumsum([0, *sizes])[:-1], heads)

    def read(self, dialect: XmlDialect, shape: Shape) -> Tree:
        """Read all of them.

        Raises:
            IrregularError: one of them is not plain, or not whole.
        """
        whole = Piece(0, len(self.data), stack=_ABOVE, ends=_ABOVE, last=True)
        tree = read_fast(whole, memoryview(self.data), shape, dialect.encoding, dialect.value)
        if tree.files or not np.array_equal(tree.starts[tree.parents == NOWHERE], self.bases):
            raise IrregularError
        return tree


def _root_at(data: bytes) -> int:
    """Return the place of the root, behind the declaration and the comments that may stand before it."""
    low = data.find(b"<")
    while (tag := tag_at(data, low, len(data))) is not None and tag.kind == "other":
        low = data.find(b"<", tag.stop)
    return low
