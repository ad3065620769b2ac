"""Where a JSON file may be cut, found by going from mark to mark outside of records and from end to end over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.readers.json.brackets import Brackets
from collecdata.readers.json.tokens import ITEM, ROOT, TOKEN, key_of
from collecdata.readers.json.walk import frame_name
from collecdata.readers.nested.shape import ABOVE
from collecdata.readers.nested.surveyor import Surveyor
from collecdata.readers.nested.tree import Damage

if TYPE_CHECKING:
    import re

    from collecdata.readers.csv.streams import Bytes
    from collecdata.readers.nested.dialect import Cutting
    from collecdata.readers.nested.piece import Survey
    from collecdata.readers.nested.shape import Shape

__all__ = ["survey"]

_BLANKS = b" \t\r\n"
_BETWEEN = b" \t\r\n,"
_MARK, _TEXT = 1, 2
_OPENS = {b"}": b"{", b"]": b"["}
_RECORD = b"{}"
"""What is left of the first record of an array in the skeleton."""


def survey(source: Bytes, shape: Shape, cutting: Cutting, encoding: str, *, lines: bool) -> Survey:
    """Go through a file once; nothing is raised: what is wrong with it is said."""
    return _JsonSurveyor(source, shape, cutting, encoding, lines=lines).run()


class _JsonSurveyor(Surveyor):
    """Goes from mark to mark. `brackets` are those of the buffer; `kinds` say what is open: objects, arrays."""

    too_long = "json.record_too_long"

    def __init__(self, source: Bytes, shape: Shape, cutting: Cutting, encoding: str, *, lines: bool) -> None:
        super().__init__(source, shape, cutting)
        self.encoding, self.lines = encoding, lines
        self.kinds: list[bytes] = []
        self.key = ""
        self.key_comes = self.closed = False
        self.brackets = Brackets(bytearray(), 0)

    @property
    def inside(self) -> bool:
        return self.lines or bool(self.stack)

    def matters(self, part: bytes) -> bool:
        return not self.lines and bool(part.strip(_BETWEEN))

    def run(self) -> Survey:
        self._more()
        while self.damage is None:
            found = TOKEN.match(self.data, self.at)
            if found is not None and (found.end() < len(self.data) or self.ended or found[_MARK]):
                if self.closed:
                    break
                if self._step(found):
                    continue
            if self.ended:
                break
            self._more()
        return self.finish(None if self.damage else self._ending())

    def _more(self) -> None:
        self.fill()
        self.brackets = Brackets(self.data, self.at)

    def _step(self, found: re.Match[bytes]) -> bool:
        """Go over a token, and what it opens if that is a record; False when more bytes are needed."""
        mark = found[_MARK]
        if mark in (b"{", b"["):
            return self._open(mark, found.start(_MARK))
        if mark in (b"}", b"]"):
            return self._close(mark, found.start(_MARK), found.end())
        if mark == b",":
            self.key_comes = bool(self.kinds) and self.kinds[-1] == b"{"
        elif mark is None and self.key_comes and found[_TEXT] is not None:
            self.key = key_of(found[_TEXT], self.encoding)
            self.key_comes = False
        elif mark is None:
            self.meet(self._node())
            self.closed = not self.inside
        self.at = found.end()
        return True

    def _node(self) -> int:
        """Return the node of the value that comes."""
        if not self.kinds:
            return self.shape.at((ROOT, ITEM)) if self.lines else self.shape.child(ABOVE, ROOT)
        return self.child(self.key) if self.kinds[-1] == b"{" else self.nodes[-1]

    def _open(self, kind: bytes, start: int) -> bool:
        node = self._node()
        one = self.shape.nodes[node]
        is_root = not self.inside
        is_record = one.set >= 0 and (is_root or kind == b"{")
        if is_record or one.skipped or (self.lines and not self.stack):
            end = self.brackets.end_of(start)
            if end >= 0:
                self.meet(node)
                self.jump(start, end, _RECORD)
                self.closed = is_root
                return True
            if self.may_wait(one, start):
                return False
        if is_root and kind == b"[":
            node = self.shape.child(node, ITEM)
        name = frame_name(kind, self.shape.nodes[node].path)
        self.enter(name, node, start, is_record=is_record)
        self.kinds.append(kind)
        self.key_comes = kind == b"{"
        self.at = start + 1
        return True

    def _close(self, mark: bytes, start: int, end: int) -> bool:
        if not self.kinds or _OPENS[mark] != self.kinds[-1]:
            self.damage = Damage("json.malformed", self.base + start)
            return True
        self.kinds.pop()
        self.leave()
        self.at = end
        self.closed = not self.inside
        self.key_comes = False
        return True

    def _ending(self) -> Damage | None:
        """Say what is wrong with the end of the file, if anything is."""
        rest = bytes(self.data[self.at :]).strip(_BLANKS)
        if self.closed or (self.lines and not self.stack and not rest):
            return Damage("json.malformed", self.base + self.at) if rest else None
        return Damage("json.truncated", self.base + len(self.data))
