"""The tags of a piece, all at once: where each begins and ends, what it is, where its values are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.heads import blanks, read_head, read_middle
from collecdata.readers.xml.fast.words import Vocabulary
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
_VALUED, _HELD, _ATTRIBUTE, _NAME, _CLOSE = range(5)
"""What the beginning of a tag means, in numbers: whether a value follows (-1: nothing plain), the white space it has,
the name of the attribute, that of the element, whether it is an end; of what is between two values, the first three."""
_BLANKS = b" \t\r\n"
_IS_BLANK = np.isin(np.arange(256), list(_BLANKS))


@dataclass(slots=True)
class Spans:
    """Values: the tag each is in, the name of its attribute (a number), its first byte and the one after its last."""

    tags: Indices
    names: Indices
    starts: Indices
    stops: Indices

    def only(self, kept: Indices) -> Spans:
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
    """Names of elements and of attributes, each with a number, over all the stretches of a piece.

    `heads` and `middles` are what tags begin with, and what they have between values.
    """

    def __init__(self) -> None:
        self.elements: dict[bytes, int] = {}
        self.attributes: dict[bytes, int] = {}
        self.heads = Vocabulary(self._head)
        self.middles = Vocabulary(self._middle)

    def element(self, name: bytes) -> int:
        """Return the number of an element's name."""
        return self.elements.setdefault(name, len(self.elements))

    def attribute(self, name: bytes) -> int:
        """Return the number of an attribute's name."""
        return self.attributes.setdefault(name, len(self.attributes))

    def _head(self, text: bytes) -> tuple[int, ...]:
        head = read_head(text)
        if head is None:
            return -1, 0, 0, 0, 0
        attribute = self.attribute(head.attribute) if head.attribute else 0
        return int(bool(head.attribute)), blanks(text), attribute, self.element(head.name), head.close

    def _middle(self, text: bytes) -> tuple[int, ...]:
        name = read_middle(text)
        return (-1, 0, 0) if name is None else (1, blanks(text), self.attribute(name))


def scan(data: memoryview, words: Words, low: int, high: int, names: Names) -> Tags:
    """Find the tags from `low`, where one begins, to `high`, in front of another or at the end.

    Raises:
        IrregularError: something is no plain tag.
    """
    return _Scan(data, words, low, high, names).run()


class _Scan:
    """One pass. `places` are those of the brackets and quotes, `first` which of them begin a tag.

    `counts` is how many values each tag has, -1 for one that is odd: it is read alone. `held` is the white space found
    in tags, with the tags.
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
        self.held: list[tuple[Indices, Indices]] = []

    def run(self) -> Tags:
        starts = self.places[self.first]
        ids, meanings = self._heads(starts + 1)
        last = np.where(self.counts < 0, self.first, self.first + 1 + 2 * self.counts)
        stops = self.places[last]
        slash = self.view[stops - 1] == _SLASH
        self._tails(stops - self.places[last - 1] - slash, stops, slash)
        middles = [self._middle(place) for place in range(1, int(self.counts.max(initial=0)))]
        within = np.flatnonzero(self.counts > 0)
        values = [self._values(0, within, meanings[_ATTRIBUTE][ids[within]]), *(self._values(*one) for one in middles)]
        tags = Tags(
            starts=starts,
            stops=stops,
            names=meanings[_NAME][ids],
            close=meanings[_CLOSE].astype(np.bool_)[ids],
            empty=slash,
            attributes=_joined(values),
            blanks=sum(int(held[self.counts[tags] >= 0].sum()) for tags, held in self.held),
        )
        odd = np.flatnonzero(self.counts < 0)
        tags.blanks += int(meanings[_HELD][ids].sum()) - int(meanings[_HELD][ids[odd]].sum())
        self._read_odd(tags, odd)
        return tags

    def _heads(self, starts: Indices) -> tuple[Indices, Indices]:
        """Understand the beginning of every tag; tags that do not begin plainly become odd."""
        after = self.first + 1
        after[-1] = min(after[-1], len(self.places) - 1)
        sizes = self.places[after] - starts
        sizes[self.counts < 0] = 0
        ids = self.names.heads.number(self.data, self.words, starts, sizes)
        meanings = self.names.heads.meanings
        self.counts[meanings[_VALUED][ids] != np.minimum(self.counts, 1)] = -1
        return ids, meanings

    def _tails(self, behind: Indices, stops: Indices, slash: Mask) -> None:
        """See what is behind the last value of each tag: nothing but a blank and a slash, or the tag is odd."""
        tags = np.flatnonzero((behind != 1) & (self.counts > 0))
        held = behind[tags] - 1
        plain = (held == 1) & _IS_BLANK[self.view[stops[tags] - 1 - slash[tags]]]
        self.counts[tags[~plain]] = -1
        self.held.append((tags, held))

    def _middle(self, place: int) -> tuple[int, Indices, Indices]:
        """Understand what is before the value `place` (from 0) of the tags that have it."""
        tags = np.flatnonzero(self.counts > place)
        starts = self.places[self.first[tags] + 2 * place] + 1
        sizes = self.places[self.first[tags] + 2 * place + 1] - starts
        ids = self.names.middles.number(self.data, self.words, starts, sizes)
        meanings = self.names.middles.meanings
        self.counts[tags[meanings[_VALUED][ids] < 0]] = -1
        self.held.append((tags, meanings[_HELD][ids]))
        return place, tags, meanings[_ATTRIBUTE][ids]

    def _values(self, place: int, tags: Indices, names: Indices) -> Spans:
        """Return the values `place` of tags, the odd ones left out."""
        kept = self.counts[tags] >= 0
        if not kept.all():
            tags, names = tags[kept], names[kept]
        at = self.first[tags] + 2 * place + 1
        return Spans(tags, names, self.places[at] + 1, self.places[at + 1])

    def _read_odd(self, tags: Tags, odd: Indices) -> None:
        """Read the odd tags one by one."""
        if len(odd) > _MOST_ODD:
            raise IrregularError
        found: list[tuple[int, int, int, int]] = []
        for number in odd.tolist():
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
    wanted = np.empty(high - low, np.bool_)
    for at in range(low, high, _STRETCH):
        part = view[at : min(at + _STRETCH, high)]
        mine = wanted[at - low : at - low + len(part)]
        np.equal(part | _EITHER, _GREATER, out=mine)
        mine |= part == _QUOTE
    places = np.flatnonzero(wanted)
    places += low
    return places, view[places]


def _count_regular(marks: Bytes, first: Indices) -> Indices | None:
    """Count the pairs of quotes of each tag where no text has a bracket or a quote; None where some does."""
    behind = np.append(first[1:], len(marks))
    if np.count_nonzero(marks == _GREATER) != len(first) or not (marks[behind - 1] == _GREATER).all():
        return None
    between = behind - first - 2
    counts: Indices = between >> 1
    counts[(between & 1).astype(np.bool_)] = -1
    return counts


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
    if len(parts) == 1:
        return parts[0]
    columns = zip(*((one.tags, one.names, one.starts, one.stops) for one in parts), strict=True)
    return Spans(*(np.concatenate(column) for column in columns))
