"""The values of a piece: which bytes are a cell of which record, and that all bytes are accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.csv.scan import count_byte
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.values import count_blanks, gather

if TYPE_CHECKING:
    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.paths import Paths
    from collecdata.readers.xml.fast.structure import Blocks
    from collecdata.readers.xml.fast.tags import Tags

__all__ = ["Cells", "Elements", "Gathered"]

_BLANKS = b" \t\r\n"
_BLANK = 0x20
_STRETCH = 1 << 17


class Elements(NamedTuple):
    """The elements that the tags of a stretch begin (-1 for end tags): node, record they are of, what they are."""

    nodes: Indices
    owners: Indices
    is_record: Mask
    skipped: Mask


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cells of a piece, in the order of their bytes.

    `owners`: rank of the record; `leaves`: number in the shape; `places`: first byte of the element; `starts`, `stops`:
    bytes of the value; `attributes`: whether it is one.
    """

    owners: Indices
    leaves: Indices
    places: Indices
    starts: Indices
    stops: Indices
    attributes: Mask


class Cells:
    """Gathers the values of a piece, stretch by stretch, and counts the white space that stands between tags."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.binary: list[tuple[int, int, int, int, int]] = []
        """Texts that are a file: record, node, first byte of the element, of the text, and the one after its last."""
        self._parts: list[tuple[Indices | Mask, ...]] = []
        self._left_out: list[tuple[Indices, Indices]] = []
        self._between = self._low = self._high = 0

    def start(self, low: int) -> None:
        """Begin at the first tag."""
        self._low = self._high = low

    def add(self, data: memoryview, tags: Tags, blocks: Blocks, elements: Elements, high: int) -> None:
        """Take the values of a stretch in."""
        attributes, within = tags.attributes, tags.attributes.tags
        is_value, is_space = self.paths.is_value(attributes.names), self.paths.is_space(attributes.names)
        valued, described = np.zeros((2, len(tags.starts)), np.bool_)
        valued[within[is_value]] = True
        described[within[~(is_value | is_space)]] = True
        kept = (elements.owners[within] >= 0) & ~(is_space | elements.skipped[within])
        if not kept.all():
            out = np.flatnonzero(~kept)
            self._left_out.append((attributes.starts[out], attributes.stops[out]))
            attributes = attributes.only(np.flatnonzero(kept))
            within = attributes.tags
        leaves = self.paths.of_attributes(elements.nodes[within], attributes.names)
        parts: list[tuple[Indices | Mask, ...]] = [
            (within, leaves, attributes.starts, attributes.stops, np.ones(len(within), np.bool_)),
            *self._texts(data, tags, blocks, elements, valued, described),
        ]
        tag, leaf, first, last, attribute = parts[0]
        if len(parts) > 1:
            joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
            order = np.argsort(joined[2], kind="stable")
            tag, leaf, first, last, attribute = (column[order] for column in joined)
        self._parts.append((elements.owners[tag], leaf, tags.starts[tag], first, last, attribute))
        pairs = np.flatnonzero(blocks.pairs)
        texts = int((tags.starts[pairs + 1] - tags.stops[pairs] - 1).sum())
        held = int(tags.stops.sum()) - int(tags.starts.sum()) + len(tags.starts)
        self._between += high - self._high - held - texts + tags.blanks
        self._high = high

    def _texts(
        self, data: memoryview, tags: Tags, blocks: Blocks, elements: Elements, valued: Mask, described: Mask
    ) -> list[tuple[Indices | Mask, ...]]:
        """Return the texts of leaves: the value of those that have no attribute for it; beside it, if not blank."""
        leaves = blocks.leaves[blocks.pairs[blocks.leaves] | ~valued[blocks.leaves]]  # the others have no text
        starts = tags.stops[leaves] + 1
        stops = np.where(blocks.pairs[leaves], tags.starts[np.minimum(leaves + 1, len(tags.starts) - 1)], starts)
        filled = stops > starts
        left_out = elements.skipped[leaves] | (elements.owners[leaves] < 0)
        binary = self.paths.binary()[elements.nodes[leaves]]
        beside = valued[leaves] | elements.is_record[leaves]
        is_value = ~(beside | left_out | binary) & (filled | ~described[leaves])
        is_text = np.flatnonzero(beside & filled & ~(left_out | binary))
        is_text = is_text[[_holds_text(data, int(starts[at]), int(stops[at])) for at in is_text.tolist()]]
        for at in np.flatnonzero(binary & filled & ~left_out).tolist():
            tag = leaves[at]
            place = (elements.owners[tag], elements.nodes[tag], tags.starts[tag], starts[at], stops[at])
            self.binary.append((int(place[0]), int(place[1]), int(place[2]), int(place[3]), int(place[4])))
        taken = is_value.copy()
        taken[is_text] = True
        other = filled & ~taken
        self._left_out.append((starts[other], stops[other]))
        values = np.flatnonzero(is_value)
        found = [(values, self.paths.of_values), (is_text, self.paths.of_texts)]
        return [
            (leaves[at], leaf(elements.nodes[leaves[at]]), starts[at], stops[at], np.zeros(len(at), np.bool_))
            for at, leaf in found
            if len(at)
        ]

    def gathered(self) -> Gathered:
        """Return the cells of all the stretches."""
        return Gathered(*(np.concatenate(column) for column in zip(*self._parts, strict=True)))

    def check(self, data: memoryview, in_values: int) -> None:
        """Check that what is neither tag nor value is white space, `in_values` being how much of it values hold.

        Raises:
            IrregularError: it is not, or there are control characters.
        """
        controls = _count_controls(data, self._low, self._high)
        lines = 0
        for byte in b"\n\r\t":
            lines += count_byte(data, byte, self._low, self._high) if lines < controls else 0
        found = lines + count_byte(data, _BLANK, self._low, self._high)
        starts, stops = (np.concatenate(column) for column in zip(*self._left_out, strict=True))
        order = np.argsort(starts, kind="stable")
        left_out = count_blanks(gather(data[: self._high], starts[order], stops[order]))
        if lines != controls or found != self._between + in_values + left_out:
            raise IrregularError


def _holds_text(data: memoryview, start: int, stop: int) -> bool:
    return data[start] > _BLANK or bool(bytes(data[start:stop]).strip(_BLANKS))


def _count_controls(data: memoryview, low: int, high: int) -> int:
    view = np.frombuffer(data, np.uint8)
    parts = (view[at : min(at + _STRETCH, high)] for at in range(low, high, _STRETCH))
    return sum(int(np.count_nonzero(part < _BLANK)) for part in parts)
