"""Where an XML file may be cut, found by going from tag to tag outside of records and from end to end over them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from collecdata.readers.nested.surveyor import Surveyor
from collecdata.readers.nested.tree import Damage
from collecdata.readers.xml.markup import local, next_tag

if TYPE_CHECKING:
    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.piece import Survey
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.xml.markup import Tag

__all__ = ["survey"]

_BLANKS = b" \t\r\n"
_AFTER_NAME = b" \t\r\n/>"


def survey(source: Bytes, shape: Shape, cutting: Cutting, encoding: str) -> Survey:
    """Go through a file once; nothing is raised: what is wrong with it is said."""
    return _XmlSurveyor(source, shape, cutting, encoding).run()


class _XmlSurveyor(Surveyor):
    """Goes from tag to tag. `specials` are the comments, CDATA sections and instructions of the buffer."""

    too_long = "xml.record_too_long"

    def __init__(self, source: Bytes, shape: Shape, cutting: Cutting, encoding: str) -> None:
        super().__init__(source, shape, cutting)
        self.encoding = encoding
        self.root_closed = False
        self.specials: list[int] = []

    def matters(self, part: bytes) -> bool:
        return bool(part.strip(_BLANKS))

    def run(self) -> Survey:
        self._more()
        while self.damage is None:
            tag = next_tag(self.data, self.at, len(self.data))
            if tag is not None and self._step(tag):
                continue
            if self.ended:
                break
            self._more()
        return self.finish(None if self.damage else self._ending())

    def _more(self) -> None:
        self.fill()
        self.specials = sorted(_specials(self.data))

    def _step(self, tag: Tag) -> bool:
        """Go over a tag, and what it opens if that is a record; False when more bytes are needed."""
        if tag.kind == "doctype":
            self.damage = Damage("xml.dtd", self.base + tag.start)
        elif tag.kind == "end":
            self._close(tag)
        elif tag.kind == "other":
            self.at = tag.stop
        elif self.root_closed:
            self.damage = Damage("xml.malformed", self.base + tag.start, "junk after document element")
        elif tag.kind == "start":
            return self._open(tag)
        else:
            self.meet(self._node_of(tag))
            self.at = tag.stop
            self.root_closed = not self.stack
        return True

    def _close(self, tag: Tag) -> None:
        if not self.stack or self.stack[-1].name != tag.name:
            self.damage = Damage("xml.malformed", self.base + tag.start, "mismatched tag")
            return
        self.leave()
        self.at = tag.stop
        self.root_closed = not self.stack

    def _open(self, tag: Tag) -> bool:
        node = self._node_of(tag)
        one = self.shape.nodes[node]
        if one.set >= 0 or one.skipped:
            end = self._end_of(tag)
            if end >= 0:
                self.meet(node)
                self.jump(tag.start, end, b"<" + tag.name + b"/>")
                self.root_closed = not self.stack
                return True
            if self.may_wait(one, tag.start):
                return False
        self.enter(tag.name, node, tag.start, is_record=one.set >= 0)
        self.at = tag.stop
        return True

    def _node_of(self, tag: Tag) -> int:
        return self.child(local(tag.name.decode(self.encoding, "replace")))

    def _end_of(self, tag: Tag) -> int:
        """Return the place after the end of the element that a tag opens, -1 when it is not in the buffer."""
        data, close, again = self.data, b"</" + tag.name, b"<" + tag.name
        at, depth = tag.stop, 1
        first = bisect_left(self.specials, tag.stop)
        while True:
            place = self._named(close, at)
            if place < 0:
                return -1
            if first < len(self.specials) and self.specials[first] < place:
                return self._end_among_specials(tag)
            inner = self._named(again, at, place)
            while inner >= 0:
                nested = next_tag(data, inner, place)
                if nested is None:
                    return -1
                depth += nested.kind == "start"
                inner = self._named(again, nested.stop, place)
            depth -= 1
            found = next_tag(data, place, len(data))
            if found is None or not depth:
                return -1 if found is None else found.stop
            at = found.stop

    def _named(self, start: bytes, at: int, stop: int | None = None) -> int:
        """Return the next place of a tag whose name ends there."""
        stop = len(self.data) if stop is None else stop
        place = self.data.find(start, at, stop)
        while place >= 0:
            after = place + len(start)
            if after < len(self.data) and self.data[after] in _AFTER_NAME:
                return place
            place = self.data.find(start, after, stop)
        return -1

    def _end_among_specials(self, tag: Tag) -> int:
        """Do the same where comments, CDATA sections or instructions may hold what looks like tags."""
        depth, at = 1, tag.stop
        for found in _tags_named(tag.name).finditer(self.data, at):
            if found[1] is None:
                continue
            inner = next_tag(self.data, found.start(), len(self.data))
            if inner is None:
                return -1
            depth += (inner.kind == "start") - (inner.kind == "end")
            if not depth:
                return inner.stop
        return -1

    def _ending(self) -> Damage | None:
        """Say what is wrong with the end of the file, if anything is."""
        rest = self.data.find(b"<", self.at)
        if not self.root_closed:
            broken = rest >= 0 and bytes(self.data[rest + 1 : rest + 2]) not in (b"!", b"?")
            if broken and self.data.find(b"<", rest + 1) >= 0:
                return Damage("xml.malformed", self.base + rest, "not well-formed (invalid token)")
            return Damage("xml.truncated", self.base + len(self.data))
        if self.data[self.at :].strip(_BLANKS):
            return Damage("xml.malformed", self.base + self.at, "junk after document element")
        return None


def _specials(data: bytearray) -> list[int]:
    """Return the places of comments, CDATA sections and instructions, by their second character: it is rare."""
    found = []
    for mark in (b"!", b"?"):
        place = data.find(mark)
        while place >= 0:
            if place and data[place - 1] == ord("<"):
                found.append(place - 1)
            place = data.find(mark, place + 1)
    return found


@cache
def _tags_named(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)" + re.escape(name) + rb"(?=[\s/>])", re.DOTALL)
