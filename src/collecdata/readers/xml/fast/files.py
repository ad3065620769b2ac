"""Cells that are not bytes of the piece: names of elements, and what is kept of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.nested.rules import NAME
from collecdata.readers.nested.shape import BYTES, SHA256
from collecdata.readers.nested.tree import Remark
from collecdata.readers.xml.binary import attached
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.references import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices

__all__ = ["Added", "File", "name_cells", "read_files"]


@dataclass(frozen=True, slots=True)
class Added:
    """Cells: rank of the record, leaf, first byte of the element; the text of each is `texts[at]`."""

    owners: Indices
    leaves: Indices
    places: Indices
    texts: list[str]
    at: Indices

    def with_files(self, files: Sequence[File]) -> Added:
        """Return these cells, and those of files."""
        if not files:
            return self
        more = np.array([file.cell for file in files], np.int64)
        return Added(
            np.concatenate([self.owners, more[:, 0]]),
            np.concatenate([self.leaves, more[:, 1]]),
            np.concatenate([self.places, more[:, 2]]),
            [*self.texts, *(file.text for file in files)],
            np.concatenate([self.at, len(self.texts) + np.arange(len(files))]),
        )


def name_cells(named: Indices, shape: Shape) -> Added:
    """Return the names of elements as cells; `named` has their ranks, nodes and first bytes as rows."""
    ranks, nodes, places = named
    found, at = np.unique(nodes, return_inverse=True)
    leaves = np.array([shape.leaf(node, NAME) for node in found.tolist()], np.int64)
    return Added(ranks, leaves[at], places, [shape.nodes[node].name for node in found.tolist()], at)


class File(NamedTuple):
    """One cell that says something of a file: record, leaf and first byte of the element; and its text.

    `content` is the file itself, in the cell of its SHA-256.
    """

    cell: tuple[int, int, int]
    text: str
    fault: str = ""
    content: bytes | None = None

    def remark(self, start: int) -> Remark:
        """Say what is wrong with the way the file is written, in a piece that begins at `start`."""
        return Remark("xml.attachment", self.cell[1], self.cell[2] + start, self.fault)


def read_files(
    data: memoryview, found: Sequence[tuple[int, int, int, int, int]], shape: Shape, encoding: str
) -> list[File]:
    """Return two cells for each file: its size and its SHA-256.

    Raises:
        IrregularError: a text is not well-formed.
    """
    files = []
    for record, node, place, start, stop in found:
        read = attached(_text(bytes(data[start:stop]), encoding))
        if read is not None:
            size, digest = shape.leaf(node, BYTES), shape.leaf(node, SHA256)
            files.append(File((record, size, place), read.size, read.fault))
            files.append(File((record, digest, place), read.sha256, content=read.content))
    return files


def _text(raw: bytes, encoding: str) -> bytes:
    """Return the bytes of a text as the exact reading would: in UTF-8, line ends and references read."""
    if raw.isascii() and b"&" not in raw and b"\r" not in raw:
        return raw
    try:
        return as_text(raw.decode(encoding), attribute=False).encode()
    except UnicodeDecodeError:
        raise IrregularError from None
