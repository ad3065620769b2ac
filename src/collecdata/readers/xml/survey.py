"""Where a file may be cut, found by going from tag to tag outside of records and from end to end over them.

What is left once the records are jumped over is the skeleton: the elements that hold them, with their own leaves. It
is small, is kept, and gives the rows of the records that no piece holds whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.csv.scan import count_byte
from collecdata.readers.nested.piece import Bone, Open, Piece, Survey
from collecdata.readers.nested.shape import ABOVE
from collecdata.readers.nested.tree import NOWHERE, Damage
from collecdata.readers.xml.markup import local, next_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.shape import Node, Shape
    from collecdata.readers.xml.markup import Tag

__all__ = ["survey"]

_LF = 10
_BLANKS = b" \t\r\n"
_AFTER_NAME = b" \t\r\n/>"


class _Cut(NamedTuple):
    """A place where the file may be cut."""

    place: int
    stack: tuple[Open, ...]
    before: Mapping[int, Mapping[int, int]]
    line: int = 0


def survey(source: Bytes, shape: Shape, cutting: Cutting, encoding: str) -> Survey:
    """Go through a file once; nothing is raised: what is wrong with it is said."""
    return _Surveyor(source, shape, cutting, encoding).run()


class _Surveyor:
    """One buffer. `base` is the byte of the file at its beginning; `at` and `bone` are places in it.

    `at` is where the next tag is looked for, `bone` where the part of the skeleton that is not kept yet begins. `met`
    counts, for each open element, the records that its record holds, by record set; with the byte of that record.
    """

    def __init__(self, source: Bytes, shape: Shape, cutting: Cutting, encoding: str) -> None:
        self.source, self.shape, self.cutting, self.encoding = source, shape, cutting, encoding
        self.data = bytearray()
        self.base = 0
        self.at = self.bone = cutting.start
        self.counted, self.line = 0, 1
        self.ended = self.root_closed = False
        self.specials: list[int] = []
        self.stack: list[Open] = []
        self.nodes: list[int] = []
        self.met: list[tuple[int, dict[int, int]]] = [(NOWHERE, {})]
        self.piece = Piece(cutting.start, cutting.start)
        self.cut: _Cut | None = None
        self.kept = 0
        self.found = Survey()
        self.damage: Damage | None = None

    def run(self) -> Survey:
        self._fill()
        while self.damage is None:
            tag = next_tag(self.data, self.at, len(self.data))
            if tag is not None and self._step(tag):
                continue
            if self.ended:
                break
            self._fill()
        return self._finish()

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
            self._count(self._node_of(tag))
            self.at = tag.stop
            self.root_closed = not self.stack
        return True

    def _close(self, tag: Tag) -> None:
        if not self.stack or self.stack[-1].name != tag.name:
            self.damage = Damage("xml.malformed", self.base + tag.start, "mismatched tag")
            return
        self.stack.pop()
        self.nodes.pop()
        self.met.pop()
        self.at = tag.stop
        self.root_closed = not self.stack

    def _open(self, tag: Tag) -> bool:
        node = self._node_of(tag)
        one = self.shape.nodes[node]
        if one.set >= 0 or one.skipped:
            end = self._end_of(tag)
            if end >= 0:
                self._count(node)
                self._jump(tag, end)
                return True
            if not self.ended and (self._is_cuttable(one) or len(self.data) - tag.start < self.cutting.block):
                return False
        start = self.base + tag.start
        self.stack.append(Open(tag.name, start, self._count(node)))
        self.nodes.append(node)
        self.met.append((start, {}) if one.set >= 0 else self.met[-1])
        self.at = tag.stop
        return True

    def _node_of(self, tag: Tag) -> int:
        name = local(tag.name.decode(self.encoding, "replace"))
        return self.shape.child(self.nodes[-1] if self.nodes else ABOVE, name)

    def _count(self, node: int) -> int:
        """Return the rank of an element among the records of its record set that the same record holds."""
        number, met = self.shape.nodes[node].set, self.met[-1][1]
        met[number] = met.get(number, 0) + 1
        return met[number]

    def _is_cuttable(self, one: Node) -> bool:
        """Whether an element is jumped over whatever its size."""
        if one.skipped:
            return True
        return one.set in self.cutting.sets if self.cutting.sets else bool(self.stack)

    def _jump(self, tag: Tag, end: int) -> None:
        self._keep(tag.start)
        self.at = self.bone = end
        place = self.base + end
        if not self.stack:
            self.root_closed = True
            return
        if place - self.piece.start > self.cutting.block:
            self._emit()
        self.cut = _Cut(place, tuple(self.stack), {start: dict(met) for start, met in self.met})
        if place - self.piece.start >= self.cutting.block:
            self._emit()

    def _emit(self) -> None:
        self._number_cut()
        if self.cut is not None:
            self.found.pieces.append(replace(self.piece, stop=self.cut.place, ends=self.cut.stack))
            cut = self.cut
            self.piece = Piece(cut.place, cut.place, cut.line, cut.stack, before=cut.before)
            self.cut = None

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

    def _fill(self) -> None:
        """Read more, and let go of what is behind."""
        self._keep(self.at)
        self._number_cut()
        self._line_of(self.base + self.at)
        del self.data[: self.at]
        self.base += self.at
        self.at = self.bone = 0
        if len(self.data) + self.kept > self.cutting.max_record:
            self.damage = Damage("xml.record_too_long", self.base)
            return
        more = self.source.read(max(self.cutting.block, len(self.data)))
        self.ended = not more
        self.data += more
        self.specials = sorted(_specials(self.data))

    def _keep(self, place: int) -> None:
        """Keep the skeleton up to a place."""
        if place <= self.bone:
            return
        part = bytes(self.data[self.bone : place])
        if part.strip(_BLANKS):
            self._number_cut()
            start = self.base + self.bone
            self.found.skeleton.append(Bone(start, self._line_of(start), part))
            self.kept += len(part)
        self.bone = place

    def _number_cut(self) -> None:
        """Count up to the cut before anything further is counted."""
        if self.cut is not None and not self.cut.line:
            self.cut = self.cut._replace(line=self._line_of(self.cut.place))

    def _line_of(self, place: int) -> int:
        """Return the line of a byte; the lines before it are counted once, in order."""
        if place > self.counted:
            self.line += count_byte(self.data, _LF, self.counted - self.base, place - self.base)
            self.counted = place
        return self.line

    def _finish(self) -> Survey:
        found, end = self.found, self.base + len(self.data)
        found.damage = self.damage or self._ending()
        if found.damage is not None:
            end = found.damage.at
        self._keep(end - self.base)
        found.line = self._line_of(end)
        found.pieces.append(replace(self.piece, stop=end, last=True, stopped=found.damage is not None))
        return found

    def _ending(self) -> Damage | None:
        """Say what is wrong with the end of the file, if anything is."""
        rest = self.data.find(b"<", self.at)
        if not self.root_closed:
            broken = rest >= 0 and bytes(self.data[rest + 1 : rest + 2]) not in (b"!", b"?")
            if broken and self.data.find(b"<", rest + 1) >= 0:
                return Damage("xml.malformed", self.base + rest, "not well-formed")
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
