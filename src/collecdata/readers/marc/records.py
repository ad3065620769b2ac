"""Records of libraries as flat tables over one text: what ISO 2709 and XML have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.kernels.buffers import from_int32, strings

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int64]
    Ranks = NDArray[np.integer]

__all__ = ["Records", "Spans", "Stretches", "Through", "texts_at"]


class Spans(NamedTuple):
    """Stretches of a text: first byte, byte after the last."""

    starts: Ranks
    stops: Ranks

    def take(self, ranks: NDArray[np.integer] | slice) -> Spans:
        """Return some of them."""
        if isinstance(ranks, slice):
            return Spans(self.starts[ranks], self.stops[ranks])
        return Spans(self.starts.take(ranks), self.stops.take(ranks))


class Through:
    """`values` at some ranks, and so many `more`: computed for those that are asked."""

    def __init__(self, values: NDArray[np.int32], ranks: Places, more: int = 0) -> None:
        self._values, self._ranks, self._more = values, ranks, np.int32(more)

    def __getitem__(self, asked: NDArray[np.integer] | slice) -> NDArray[np.int32]:
        """Return some of them."""
        ranks = self._ranks[asked] if isinstance(asked, slice) else self._ranks.take(asked)
        found = self._values.take(ranks)
        if self._more:
            found += self._more
        return found


class Stretches(NamedTuple):
    """Stretches that begin so many bytes `ahead` of a mark and end at another (None: the next), placed when asked for.

    Most adapters take few of what a record holds. `opened` and `closed` are ranks among the `marks`.
    """

    marks: NDArray[np.int32]
    opened: Places
    ahead: int
    closed: Places | None = None

    def take(self, ranks: NDArray[np.integer] | slice) -> Spans:
        """Return some of them."""
        opened = self.opened[ranks] if isinstance(ranks, slice) else self.opened.take(ranks)
        starts = self.marks.take(opened)
        starts += np.int32(self.ahead)
        if self.closed is None:
            return Spans(starts, self.marks.take(opened + 1))
        return Spans(starts, self.marks.take(self.closed[ranks]))


@dataclass(slots=True)
class Records:
    """Records, their fields, the subfields of these. `text` is UTF-8.

    Places in the file are bytes, from `start`. Of records: place, number in the file from 1, line (its number where the
    format has none), leader, whether it was repaired, character set. Of fields, by record: record, place, tag (itself
    below 1000, else 1000 and its rank in `odd_tags`), the text before any subfield (indicators, or all of a control
    field). Of subfields, by field: field, place, code (0 where it is not one byte), where the code is (None: all are
    one byte), text.
    """

    text: Bytes
    start: int
    at: Places
    numbers: Places
    lines: Places
    leaders: Spans
    repaired: Mask
    charsets: NDArray[np.int8]
    field_record: NDArray[np.int32]
    field_at: Ranks
    field_tag: NDArray[np.int32]
    field_heads: Spans
    sub_field: NDArray[np.int32]
    sub_at: Ranks | Through
    sub_code: Bytes
    sub_codes: Spans | None
    sub_texts: Spans | Stretches
    odd_tags: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.at)

    def tag(self, text: str) -> int:
        """Return the number of a tag, -1 when no field has it and it is not a number."""
        if text.isdigit():
            return int(text)
        return 1000 + self.odd_tags.index(text) if text in self.odd_tags else -1


def texts_at(text: Bytes, spans: Spans, rows: NDArray[np.integer] | None = None, size: int = 0) -> pa.StringArray:
    """Gather stretches of a text, one copy each.

    Args:
        text: UTF-8.
        spans: stretches, each of whole characters.
        rows: the row of each; the other rows of `size` are null, and the first of two of one row wins. By default one
            row each, in order.
        size: how many rows.
    """
    count = len(spans.starts)
    even = np.arange(0, 2 * count, 2, dtype=np.int32)
    place, null = even, None
    if rows is not None:
        place = np.full(size, -1, np.int32)
        place[rows] = even
        null = place < 0
        if np.count_nonzero(null) > size - count:  # the last that is written stays
            place[rows[::-1]] = even[::-1]
    if not count:
        return strings(np.zeros((size if rows is not None else 0) + 1, np.int32), b"", null)
    if (spans.starts[1:] < spans.starts[:-1]).any():
        order = np.argsort(spans.starts, kind="stable")
        spans = spans.take(order)
        place = 2 * np.argsort(order).astype(np.int32)[place >> 1]
    bounds = np.empty(2 * count + 1, np.int32)
    bounds[0:-1:2], bounds[1:-1:2] = spans.starts, spans.stops
    bounds[-1] = spans.stops[-1]
    return strings(bounds, text).take(from_int32(place, null))
