"""Going through a file once, to find where it may be cut; what is outside of records is kept.

What is left once the records are jumped over is the skeleton: the elements that hold them, with their own leaves. It
is small, is kept, and gives the rows of the records that no piece holds whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.csv.scan import count_byte
from collecdata.readers.nested.piece import Bone, Open, Piece, Survey
from collecdata.readers.nested.shape import ABOVE
from collecdata.readers.nested.tree import NOWHERE, Damage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.shape import Node, Shape

__all__ = ["Surveyor"]

_LF = 10


class _Cut(NamedTuple):
    """A place where the file may be cut."""

    place: int
    stack: tuple[Open, ...]
    before: Mapping[int, Mapping[int, int]]
    line: int = 0


class Surveyor:
    """One buffer. `base` is the byte of the file at its beginning; `at` and `bone` are places in it.

    `at` is where the next tag or mark is looked for, `bone` where the part of the skeleton that is not kept yet begins.
    `met` counts, for each open element, the records that its record holds, by record set; with the byte of that record.
    A format says what `too_long` is called, what parts of the skeleton `matter`, and goes through the file.
    """

    too_long: str

    def __init__(self, source: Bytes, shape: Shape, cutting: Cutting) -> None:
        self.source, self.shape, self.cutting = source, shape, cutting
        self.data = bytearray()
        self.base = 0
        self.at = self.bone = cutting.start
        self.ended = False
        self.stack: list[Open] = []
        self.nodes: list[int] = []
        self.damage: Damage | None = None
        self._met: list[tuple[int, dict[int, int]]] = [(NOWHERE, {})]
        self._piece = Piece(cutting.start, cutting.start)
        self._cut: _Cut | None = None
        self._counted, self._line = 0, 1
        self._aside: list[Bone] = []
        self._kept = 0
        self._found = Survey()

    @property
    def inside(self) -> bool:
        """Whether the file goes on after what is jumped over."""
        return bool(self.stack)

    def matters(self, part: bytes) -> bool:
        """Whether a part of the skeleton may hold leaves."""
        raise NotImplementedError

    def child(self, name: str) -> int:
        """Return the node of an element in the innermost open one."""
        return self.shape.child(self.nodes[-1] if self.nodes else ABOVE, name)

    def meet(self, node: int) -> int:
        """Return the rank of an element among the records of its record set that the same record holds."""
        number, met = self.shape.nodes[node].set, self._met[-1][1]
        met[number] = met.get(number, 0) + 1
        return met[number]

    def enter(self, name: bytes, node: int, start: int, *, is_record: bool) -> None:
        """Go into an element that begins at a place."""
        opened = Open(name, self.base + start, self.meet(node) if is_record else 1)
        self.stack.append(opened)
        self.nodes.append(node)
        self._met.append((opened.start, {}) if is_record else self._met[-1])

    def leave(self) -> None:
        """Go out of the innermost open element."""
        self.stack.pop()
        self.nodes.pop()
        self._met.pop()

    def may_wait(self, one: Node, start: int) -> bool:
        """Whether it is worth reading more to have an element that begins at a place whole."""
        if self.ended:
            return False
        if one.skipped:
            return True
        cuttable = one.set in self.cutting.sets if self.cutting.sets else self.inside
        return cuttable or len(self.data) - start < self.cutting.block

    def jump(self, start: int, end: int, bone: bytes = b"") -> None:
        """Go over a record; the file may be cut after it.

        `bone` is left of it in the skeleton, unless the skeleton has nothing since the last record.
        """
        if self._settle(start) and bone:
            self._found.skeleton.append(Bone(self.base + start, self.line_of(self.base + start), bone))
        self.at = self.bone = end
        if not self.inside:
            return
        place = self.base + end
        if place - self._piece.start > self.cutting.block:
            self._emit()
        self._cut = _Cut(place, tuple(self.stack), {holder: dict(met) for holder, met in self._met})
        if place - self._piece.start >= self.cutting.block:
            self._emit()

    def fill(self) -> None:
        """Read more, and let go of what is behind."""
        self._put_aside(self.at)
        self.line_of(self.base + self.at)
        del self.data[: self.at]
        self.base += self.at
        self.at = self.bone = 0
        if len(self.data) + self._kept > self.cutting.max_record:
            self.damage = Damage(self.too_long, self.base)
            return
        kept = len(self.data)
        room = bytearray(kept + max(self.cutting.block, kept))
        room[:kept] = self.data
        with memoryview(room) as view:
            more = self.source.fill(view[kept:])
        del room[kept + more :]
        self.data, self.ended = room, not more

    def line_of(self, place: int) -> int:
        """Return the line of a byte of the file; the lines before it are counted once, in order."""
        self._number_cut()
        return self._lines_to(place)

    def finish(self, damage: Damage | None) -> Survey:
        """Return what was found, once the end is reached."""
        found = self._found
        found.damage = self.damage or damage
        end = found.damage.at if found.damage else self.base + len(self.data)
        self._settle(end - self.base)
        found.line = self.line_of(end)
        found.pieces.append(replace(self._piece, stop=end, last=True, stopped=found.damage is not None))
        return found

    def _settle(self, place: int) -> bool:
        """Keep the skeleton since the last record, up to a place, if it may hold leaves; say whether it may."""
        part = bytes(self.data[self.bone : place])
        kept = self.matters(b"".join(bone.data for bone in self._aside) + part if self._aside else part)
        if kept:
            self._put_aside(place)
            self._found.skeleton += self._aside
        self._aside.clear()
        self.bone = place
        return kept

    def _put_aside(self, place: int) -> None:
        """Hold on to bytes that leave the buffer, until it is known whether they matter."""
        if place > self.bone:
            start = self.base + self.bone
            self._aside.append(Bone(start, self.line_of(start), bytes(self.data[self.bone : place])))
            self._kept += place - self.bone
            self.bone = place

    def _emit(self) -> None:
        self._number_cut()
        cut = self._cut
        if cut is not None:
            self._found.pieces.append(replace(self._piece, stop=cut.place, ends=cut.stack))
            self._piece = Piece(cut.place, cut.place, cut.line, cut.stack, before=cut.before)
            self._cut = None

    def _number_cut(self) -> None:
        """Count up to the cut before anything further is counted."""
        if self._cut is not None and not self._cut.line:
            self._cut = self._cut._replace(line=self._lines_to(self._cut.place))

    def _lines_to(self, place: int) -> int:
        if place > self._counted:
            self._line += count_byte(self.data, _LF, self._counted - self.base, place - self.base)
            self._counted = place
        return self._line
