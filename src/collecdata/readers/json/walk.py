"""The exact reading of a piece of JSON: every value in its place, numbers as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.json.tokens import ITEM, ROOT, TOKEN, key_of
from collecdata.readers.json.values import JsonValues
from collecdata.readers.nested.shape import ABOVE, TEXT
from collecdata.readers.nested.tree import NOWHERE, Damage, Tree

if TYPE_CHECKING:
    import re

    from collecdata.readers.nested.piece import Piece
    from collecdata.readers.nested.shape import Shape

__all__ = ["frame_name", "read_exactly"]

_VALUE, _FIRST, _KEY, _FIRST_KEY, _COLON, _AFTER, _DONE = range(7)
_CLOSE = {b"{": b"}", b"[": b"]"}
_BLANKS = b" \t\r\n"
_MARK, _TEXT = 1, 2


class _Frame(NamedTuple):
    """An object or an array that is open.

    `node` is its own, or that of its elements; `record` the rank of the record it is of, -1 when that began before the
    piece; `position` the byte that record begins at; `own`: it is that record; `skipped`: the adapter leaves it out.
    """

    kind: bytes
    node: int
    record: int
    position: int
    own: bool = False
    skipped: bool = False


def frame_name(kind: bytes, path: tuple[str, ...]) -> bytes:
    """Name an object or an array that is open where a piece begins."""
    return kind + "\0".join(path).encode("utf-8", "surrogatepass")


def read_exactly(piece: Piece, data: memoryview, shape: Shape, encoding: str, *, lines: bool) -> Tree:
    """Read a piece; what is wrong in it is in `damages`, and everything before that is there.

    In JSON Lines a bad line is left, and the next ones are read.
    """
    return _Walk(piece, bytes(data), shape, encoding, lines=lines).run()


class _Walk:
    """A state, the objects and arrays that are open, and what was met."""

    def __init__(self, piece: Piece, data: bytes, shape: Shape, encoding: str, *, lines: bool) -> None:
        self.piece, self.data, self.shape, self.encoding, self.lines = piece, data, shape, encoding, lines
        self.frames: list[_Frame] = []
        for one in piece.stack:
            self._around(one.name, one.start)
        self.state = _AFTER if piece.stack else _VALUE
        self.key = ""
        self.records: list[tuple[int, int, int]] = []
        self.closed: list[bool] = []
        self.sizes: list[int] = []
        self.cells: list[tuple[int, int, int]] = []
        self.values: list[bytes | None] = []
        self.quoted: list[bool] = []
        self.loose = self.skipped = 0
        self.damages: list[Damage] = []

    def _around(self, name: bytes, start: int) -> None:
        node = self.shape.at(tuple(name[1:].decode("utf-8", "surrogatepass").split("\0")))
        kind, one = name[:1], self.shape.nodes[node]
        own = not self.frames or (kind == b"{" and one.set >= 0)
        position = start if own else self.frames[-1].position
        self.frames.append(_Frame(kind, node, -1, position, own, one.skipped))

    def run(self) -> Tree:
        match, at = TOKEN.match, 0
        while True:
            found = match(self.data, at)
            if found is not None and self._step(found):
                at = found.end()
                continue
            rest = len(self.data) - len(self.data[at:].lstrip(_BLANKS))
            if rest == len(self.data):
                self._end()
                return self._tree()
            if not self._leave(rest):
                return self._tree()
            at = self.data.find(b"\n", rest) + 1 or len(self.data)

    def _step(self, found: re.Match[bytes]) -> bool:
        """Take a token in; False when it has no place here."""
        if self.state in (_VALUE, _FIRST):
            return self._value(found)
        if self.state in (_KEY, _FIRST_KEY):
            return self._member(found)
        if self.state == _COLON and found[_MARK] == b":":
            self.state = _VALUE
            self._count(self.frames[-1])
            return True
        return self.state == _AFTER and self._after(found[_MARK])

    def _value(self, found: re.Match[bytes]) -> bool:
        mark = found[_MARK]
        if mark is None:
            self._scalar(found)
        elif mark in _CLOSE:
            self._open(mark, found.start(_MARK))
        elif mark == b"]" and self.state == _FIRST:
            self._close()
        else:
            return False
        return True

    def _member(self, found: re.Match[bytes]) -> bool:
        if found[_TEXT] is not None:
            self.key = key_of(found[_TEXT], self.encoding)
            self.state = _COLON
        elif found[_MARK] == b"}" and self.state == _FIRST_KEY:
            self._close()
        else:
            return False
        return True

    def _after(self, mark: bytes | None) -> bool:
        if mark == b",":
            self.state = _KEY if self.frames[-1].kind == b"{" else _VALUE
            self._count(self.frames[-1])
        elif mark == _CLOSE[self.frames[-1].kind]:
            self._close()
        else:
            return False
        return True

    def _node(self) -> int:
        """Return the node of the value that comes."""
        if not self.frames:
            return self.shape.at((ROOT, ITEM)) if self.lines else self.shape.child(ABOVE, ROOT)
        top = self.frames[-1]
        return self.shape.child(top.node, self.key) if top.kind == b"{" else top.node

    def _open(self, kind: bytes, start: int) -> None:
        node = self._node()
        one = self.shape.nodes[node]
        record, position = (self.frames[-1].record, self.frames[-1].position) if self.frames else (-1, NOWHERE)
        is_root = not self.frames and not self.lines
        own = (is_root or kind == b"{") and one.set >= 0
        if own:
            position = self._begin(one.set, start, position)
            record = len(self.records) - 1
        if is_root and kind == b"[":
            node = self.shape.child(node, ITEM)
        frame = _Frame(kind, node, record, position, own, one.skipped)
        self.frames.append(frame)
        self._count(frame)
        self.state = _FIRST_KEY if kind == b"{" else _FIRST

    def _begin(self, number: int, start: int, parent: int) -> int:
        place = self.piece.start + start
        self.records.append((number, place, parent))
        self.closed.append(False)
        self.sizes.append(0)
        return place

    def _close(self) -> None:
        frame = self.frames.pop()
        if frame.own and frame.record >= 0:
            self.closed[frame.record] = True
        self._value_ends()

    def _value_ends(self) -> None:
        self.state = _AFTER if self.frames else _VALUE if self.lines else _DONE

    def _scalar(self, found: re.Match[bytes]) -> None:
        quoted = found[_TEXT] is not None
        start = found.start(found.lastindex or 0) - quoted
        node = self._node()
        one = self.shape.nodes[node]
        record, position = (self.frames[-1].record, self.frames[-1].position) if self.frames else (-1, NOWHERE)
        raw = found[found.lastindex or 0]
        null = raw == b"null" and not quoted
        if one.set >= 0 and not null:
            self._begin(one.set, start, position)
            record = len(self.records) - 1
            self.closed[record] = True
        if record >= 0 and not (one.skipped or (one.set >= 0 and null)):
            self.cells.append((record, self.shape.leaf(node, TEXT if one.set >= 0 else ""), self.piece.start + start))
            self.values.append(None if null else raw)
            self.quoted.append(quoted)
        self._value_ends()

    def _count(self, frame: _Frame) -> None:
        """Count a mark for the record it is of."""
        if frame.skipped:
            self.skipped += 1
        elif frame.record < 0:
            self.loose += 1
        else:
            self.sizes[frame.record] += 1

    def _leave(self, at: int) -> bool:
        """Note that what begins here has no place; whether a later line can be read."""
        self.damages.append(Damage("json.malformed", self.piece.start + at))
        self.frames.clear()
        self.state = _VALUE
        return self.lines

    def _end(self) -> None:
        """Note what is missing at the end of the piece."""
        if self.piece.stopped:
            self.damages.append(Damage("json.truncated", self.piece.stop))
        elif len(self.frames) != len(self.piece.ends) or self.state not in (_AFTER, _DONE, _VALUE):
            self.damages.append(Damage("json.malformed", self.piece.stop))

    def _tree(self) -> Tree:
        records = np.array(self.records, np.int64).reshape(-1, 3)
        cells = np.array(self.cells, np.int64).reshape(-1, 3)
        return Tree(
            records[:, 0], records[:, 1], records[:, 2], np.array(self.closed, np.bool_),
            np.array(self.sizes, np.int64), cells[:, 0], cells[:, 1], cells[:, 2],
            JsonValues(self.values, self.quoted, self.encoding), self.loose, self.skipped, tuple(self.damages),
        )  # fmt: skip
