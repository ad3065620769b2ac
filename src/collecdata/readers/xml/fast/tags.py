"""The tags of a piece, all at once: where each begins and ends, what it is, where its values are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.heads import Head, blanks, read_head, read_middle
from collecdata.readers.xml.fast.words import identify
from collecdata.readers.xml.markup import ATTRIBUTE, tag_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.kernels.buffers import Bytes
    from collecdata.readers.nested.tree import Indices, Mask
    from collecdata.readers.xml.fast.words import Words
    from collecdata.readers.xml.markup import Tag

__all__ = ["Names", "Spans", "Tags", "scan"]

_LESS, _GREATER, _QUOTE, _SLASH = b'<>"/'
_EITHER = 2
"""The bit by which `<` and `>` differ."""
_STRETCH = 1 << 17
_MOST_VALUES = 64
"""Values of one tag beyond which it is read alone."""
_MOST_ODD = 2_000
"""Tags read alone beyond which the piece is not read so."""
_BLANKS = b" \t\r\n"
_IS_BLANK = np.isin(np.arange(256), list(_BLANKS))


@dataclass(slots=True)
class Spans:
    """Values: the tag each is in, the name of its attribute (a number), its first byte and the one after its last."""

    tags: Indices
    names: Indices
    starts: Indices
    stops: Indices

    def only(self, kept: Mask) -> Spans:
        """Return some of the values."""
        return Spans(self.tags[kept], self.names[kept], self.starts[kept], self.stops[kept])


@dataclass(slots=True)
class Tags:
    """Tags in order: first byte, last byte, name (a number), kind; and the values of their attributes.

    `blanks` counts the white space that is in tags and in no value.
    """

    starts: Indices
    stops: Indices
    names: Indices
    close: Mask
    empty: Mask
    attributes: Spans
    blanks: int


class Names:
    """Names of elements and of attributes, each with a number, over all the stretches of a piece."""

    def __init__(self) -> None:
        self.elements: dict[bytes, int] = {}
        self.attributes: dict[bytes, int] = {}

    def element(self, name: bytes) -> int:
        """Return the number of an element's name."""
        return self.elements.setdefault(name, len(self.elements))

    def attribute(self, name: bytes) -> int:
        """Return the number of an attribute's name."""
        return self.attributes.setdefault(name, len(self.attributes))


def scan(data: memoryview, words: Words, low: int, high: int, names: Names) -> Tags:
    """Find the tags from `low`, where one begins, to `high`, in front of another or at the end.

    Raises:
        IrregularError: something is no plain tag.
    """
    return _Scan(data, words, low, high, names).run()


class _Scan:
    """One pass. `marks` are the brackets and quotes of the piece, `first` which of them begin a tag.

    `counts` is how many values each tag has, -1 for one that is odd: it is read alone. `held` is the white space found
    in tags, with the tags, or None for all of them.
    """

    def __init__(self, data: memoryview, words: Words, low: int, high: int, names: Names) -> None:
        self.data, self.words, self.high, self.names = data, words, high, names
        self.view = np.frombuffer(data, np.uint8)
        self.places, marks = _marks(self.view, low, high)
        self.first = np.flatnonzero(marks == _LESS)
        if not len(self.first):
            raise IrregularError
        regular = _count_regular(marks, self.first)
        self.counts = _count_values(marks, self.first) if regular is None else regular
        self.held: list[tuple[Indices | None, Indices]] = []

    def run(self) -> Tags:
        heads, ids = self._heads()
        last = np.where(self.counts < 0, self.first, self.first + 1 + 2 * self.counts)
        stops = self.places[last]
        slash = self.view[stops - 1] == _SLASH
        self._tails(stops - self.places[last - 1], stops, slash)
        middles = [(place, *self._middle(place)) for place in range(1, int(self.counts.max(initial=0)))]
        values = [self._values(0, *self._of_first(heads, ids)), *(self._values(*middle) for middle in middles)]
        tags = Tags(
            starts=self.places[self.first],
            stops=stops,
            names=np.array([self.names.element(head.name) for head in heads], np.int64)[ids],
            close=np.array([head.close for head in heads], np.bool_)[ids],
            empty=slash,
            attributes=_joined(values),
            blanks=sum(int(held[self._kept(tags)].sum()) for tags, held in self.held),
        )
        self._read_odd(tags)
        return tags

    def _kept(self, tags: Indices | None) -> Mask:
        return (self.counts if tags is None else self.counts[tags]) >= 0

    def _heads(self) -> tuple[list[Head], Indices]:
        """Understand the beginning of every tag; tags that do not begin plainly become odd."""
        starts = self.places[self.first] + 1
        sizes = np.where(self.counts < 0, 0, self.places[np.minimum(self.first + 1, len(self.places) - 1)] - starts)
        found = identify(self.words, starts, sizes)
        texts = self._texts(starts, sizes, found.samples)
        heads = [read_head(text) for text in texts]
        valued = np.array([head is not None and bool(head.attribute) for head in heads], np.bool_)[found.ids]
        bad = np.array([head is None for head in heads], np.bool_)[found.ids] | (valued != (self.counts > 0))
        self.counts[bad] = -1
        self.held.append((None, np.array(list(map(blanks, texts)), np.int64)[found.ids]))
        return [head or Head(b"") for head in heads], found.ids

    def _texts(self, starts: Indices, sizes: Indices, samples: Indices) -> list[bytes]:
        return [bytes(self.data[starts[at] : starts[at] + sizes[at]]) for at in samples.tolist()]

    def _tails(self, behind: Indices, stops: Indices, slash: Mask) -> None:
        """See what is behind the last value of each tag: nothing but a blank and a slash, or the tag is odd."""
        tags = np.flatnonzero((self.counts > 0) & (behind != 1 + slash))
        held = behind[tags] - 1 - slash[tags]
        plain = (held == 1) & _IS_BLANK[self.view[stops[tags] - 1 - slash[tags]]]
        self.counts[tags[~plain]] = -1
        self.held.append((tags, held))

    def _middle(self, place: int) -> tuple[Indices, Indices, list[bytes]]:
        """Understand what is before the value `place` (from 0) of the tags that have it."""
        tags = np.flatnonzero(self.counts > place)
        starts = self.places[self.first[tags] + 2 * place] + 1
        sizes = self.places[self.first[tags] + 2 * place + 1] - starts
        found = identify(self.words, starts, sizes)
        texts = self._texts(starts, sizes, found.samples)
        names = [read_middle(text) for text in texts]
        bad = np.array([name is None for name in names], np.bool_)[found.ids] if names else np.zeros(0, np.bool_)
        self.counts[tags[bad]] = -1
        self.held.append((tags, np.array(list(map(blanks, texts)), np.int64)[found.ids] if texts else sizes))
        return tags, found.ids, [name or b"" for name in names]

    def _of_first(self, heads: list[Head], ids: Indices) -> tuple[Indices, Indices, list[bytes]]:
        tags = np.flatnonzero(self.counts > 0)
        return tags, ids[tags], [head.attribute for head in heads]

    def _values(self, place: int, tags: Indices, ids: Indices, names: list[bytes]) -> Spans:
        """Return the values `place` of tags, the odd ones left out."""
        if not (kept := self.counts[tags] >= 0).all():
            tags, ids = tags[kept], ids[kept]
        at = self.first[tags] + 2 * place + 1
        numbers = np.array([self.names.attribute(name) for name in names] or [0], np.int64)
        return Spans(tags, numbers[ids], self.places[at] + 1, self.places[at + 1])

    def _read_odd(self, tags: Tags) -> None:
        """Read the odd tags one by one."""
        odd = np.flatnonzero(self.counts < 0).tolist()
        if len(odd) > _MOST_ODD:
            raise IrregularError
        found: list[tuple[int, int, int, int]] = []
        for number in odd:
            tag = tag_at(self.data, int(tags.starts[number]), self.high)
            if tag is None or tag.kind in ("doctype", "other"):
                raise IrregularError
            tags.stops[number] = tag.stop - 1
            tags.names[number] = self.names.element(tag.name)
            tags.close[number], tags.empty[number] = tag.kind == "end", tag.kind == "empty"
            tags.blanks += blanks(bytes(self.data[tag.start : tag.stop]))
            for name, start, stop in _attributes(self.data, tag):
                found.append((number, self.names.attribute(name), start, stop))
                tags.blanks -= blanks(bytes(self.data[start:stop]))
        if found:
            added = np.array(found, np.int64).T
            tags.attributes = _joined([tags.attributes, Spans(*added)])


def _marks(view: Bytes, low: int, high: int) -> tuple[Indices, Bytes]:
    """Return the places of brackets and quotes, and which each is."""
    found = []
    for at in range(low, high, _STRETCH):
        part = view[at : min(at + _STRETCH, high)]
        wanted = (part | _EITHER) == _GREATER
        wanted |= part == _QUOTE
        found.append(np.flatnonzero(wanted) + at)
    places = np.concatenate(found)
    return places, view[places]


def _count_regular(marks: Bytes, first: Indices) -> Indices | None:
    """Count the pairs of quotes of each tag where no text has a bracket or a quote; None where some does."""
    behind = np.append(first[1:], len(marks))
    if np.count_nonzero(marks == _GREATER) != len(first) or not (marks[behind - 1] == _GREATER).all():
        return None
    between = behind - first - 2
    return np.where(between & 1, -1, between >> 1)


def _count_values(marks: Bytes, first: Indices) -> Indices:
    """Count the pairs of quotes between the beginning of each tag and its end; -1 where there are not only pairs."""
    marks = np.concatenate([marks, np.zeros(2 * _MOST_VALUES + 2, np.uint8)])
    counts = np.full(len(first), -1, np.int64)
    left, at = np.arange(len(first)), first + 1
    for count in range(_MOST_VALUES):
        ends = marks[at] == _GREATER
        counts[left[ends]] = count
        on = ~ends & (marks[at] == _QUOTE) & (marks[at + 1] == _QUOTE)
        left, at = left[on], at[on] + 2
        if not len(left):
            break
    return counts


def _attributes(data: memoryview, tag: Tag) -> Iterator[tuple[bytes, int, int]]:
    """Give the attributes of a tag. Raises `IrregularError` if it has anything else."""
    at = tag.start + 1 + len(tag.name)
    stop = tag.stop - 1 - (tag.kind == "empty")
    while at < stop and (found := ATTRIBUTE.match(data, at, stop)):
        group = 2 if found[2] is not None else 3
        yield found[1], found.start(group), found.end(group)
        at = found.end()
    if tag.kind != "end" and bytes(data[at:stop]).strip(_BLANKS):
        raise IrregularError


def _joined(parts: list[Spans]) -> Spans:
    columns = zip(*((one.tags, one.names, one.starts, one.stops) for one in parts), strict=True)
    return Spans(*(np.concatenate(column) for column in columns))
