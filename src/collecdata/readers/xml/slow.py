"""The exact reading of a piece, by expat: whatever XML allows, and where exactly it is broken.

expat and not lxml: it gives every event of a cut or broken piece up to the very byte, needs no tree, fetches nothing,
and knows no entity that the file did not declare; declaring one needs a DTD, which is refused.
"""

from __future__ import annotations

import pyexpat
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import from_int64, texts
from collecdata.readers.nested.rules import NAME
from collecdata.readers.nested.shape import ABOVE, BYTES, SHA256, TEXT
from collecdata.readers.nested.tree import NOWHERE, Damage, Remark, Tree
from collecdata.readers.xml.binary import attached
from collecdata.readers.xml.markup import local, starts

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.readers.nested.piece import Open, Piece
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Mask

__all__ = ["read_slowly"]

_BLANKS = " \t\r\n"
_MARK = 0x10FF00
"""Private characters that stand for the bytes that the encoding does not have."""
_NATIVE = ("utf-8", "iso8859-1")


class _RefusedError(Exception):
    """A declaration that is not read."""


def read_slowly(piece: Piece, data: memoryview, shape: Shape, encoding: str, value: str) -> Tree:
    """Read a piece; what is wrong in it is in `damage`, and everything before that is there.

    Args:
        piece: where it is, and which elements are open around it.
        data: its bytes.
        shape: paths met, and what they are.
        encoding: of the bytes; over ASCII.
        value: name of the attribute that is the value of an element.
    """
    places = np.fromiter(starts(data), np.int64) + piece.start
    walk = _Walk(shape, value, places, piece.stack)
    text = _Text(bytes(data), piece, encoding)
    damage = text.parse(walk)
    if damage is None and walk.seen != len(places):
        damage = Damage("xml.malformed", piece.start, "unbalanced")
    return walk.tree(damage)


class _Text:
    """A piece as a whole document: in UTF-8, between the tags of the elements that are open around it."""

    def __init__(self, data: bytes, piece: Piece, encoding: str) -> None:
        self.piece, self.encoding = piece, encoding
        self.before = _utf8(b"".join(b"<" + one.name + b">" for one in piece.stack), encoding)
        self.after = _utf8(b"".join(b"</" + one.name + b">" for one in reversed(piece.ends)), encoding)
        self.data = data

    def parse(self, walk: _Walk) -> Damage | None:
        """Hand the events over; return what is wrong, None when nothing is."""
        parser = pyexpat.ParserCreate("utf-8")
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
        parser.CharacterDataHandler = walk.text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(self.before)
            parser.Parse(_utf8(self.data, self.encoding))
            whole = walk.depth == len(self.piece.ends)
            if not (self.piece.last or whole):
                return Damage("xml.malformed", self.piece.stop, "unbalanced")
            if not self.piece.stopped:
                walk.over = True
                parser.Parse(self.after, True)  # noqa: FBT003 - takes it by position only
        except pyexpat.ExpatError as error:
            return self._damage(error)
        except _RefusedError:
            return Damage("xml.dtd", self.piece.start)
        return None

    def _damage(self, error: pyexpat.ExpatError) -> Damage:
        """Bring the place of an error, in characters of a line, to a byte of the file."""
        start, _ = self._line(self.data, error.lineno)
        offset = error.offset - (len(self.before.decode()) if error.lineno == 1 else 0)
        _, line = self._line(_utf8(self.data, self.encoding), error.lineno)
        width = _width(line.decode("utf-8", "replace")[: max(0, offset)], self.encoding)
        return Damage("xml.malformed", self.piece.start + start + width, pyexpat.ErrorString(error.code))

    @staticmethod
    def _line(data: bytes, number: int) -> tuple[int, bytes]:
        """Return the first byte of a line, and the bytes from there."""
        at = 0
        for _ in range(number - 1):
            at = data.find(b"\n", at) + 1
        return at, data[at:]


def _refuse(*_: object) -> None:
    raise _RefusedError


def _utf8(data: bytes, encoding: str) -> bytes:
    """Write a piece in UTF-8; bytes that cannot be decoded become private characters."""
    if encoding == "utf-8":
        try:
            data.decode()
        except UnicodeDecodeError:
            return data.decode("utf-8", "surrogateescape").translate(_MARKED).encode()
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError:
        return data.decode(encoding, "surrogateescape").translate(_MARKED).encode()


def _width(text: str, encoding: str) -> int:
    """Return how many bytes of the file a text was; a private character stands for one."""
    return len("".join("?" if ord(char) >= _MARK else char for char in text).encode(encoding, "replace"))


_MARKED = {0xDC00 + byte: _MARK + byte for byte in range(0x80, 0x100)}


@dataclass(slots=True)
class _Frame:
    """An element that is open. `record`: rank of the record it is of, -1 when that began before the piece."""

    node: int
    record: int
    place: int
    is_record: bool
    position: int
    """Byte where its record begins, -1 if it is of none."""
    attributes: bool = False
    has_value: bool = False
    has_children: bool = False
    text: str = ""


class _Walk:
    """Events to records and cells."""

    def __init__(self, shape: Shape, value: str, places: Indices, stack: tuple[Open, ...]) -> None:
        self.shape, self.value, self.places = shape, value, places.tolist()
        self.seen = self.skipped = self.loose = 0
        self.over = False
        """Whether the piece is read: what is closed now goes on after it."""
        self._around = list(stack)
        self._met: dict[tuple[int, str], int] = {}
        self._frames: list[_Frame] = []
        self._records: list[tuple[int, int, int]] = []
        self._closed: list[bool] = []
        self._sizes: list[int] = []
        self._cells: list[tuple[int, int, int]] = []
        self._values: list[str] = []
        self._remarks: list[Remark] = []
        self._files: dict[str, bytes] = {}

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._frames)

    def start(self, name: str, attributes: list[str]) -> None:
        """Open an element."""
        above = self._frames[-1] if self._frames else None
        met = (above.node if above else ABOVE, name)
        node = self._met.get(met, -1)
        if node < 0:
            node = self._met[met] = self.shape.child(met[0], local(name))
        one = self.shape.nodes[node]
        if self._around:
            self._open_around(node)
            return
        place = self.places[self.seen] if self.seen < len(self.places) else -1
        self.seen += 1
        if above:
            above.has_children = True
        if one.skipped:
            self.skipped += 1
            self._frames.append(_Frame(node, -1, place, is_record=False, position=-1))
            return
        record, position = (above.record, above.position) if above else (-1, NOWHERE)
        if one.set >= 0:
            self._records.append((one.set, place, position))
            self._closed.append(False)
            self._sizes.append(0)
            record, position = len(self._records) - 1, place
        if record >= 0:
            self._sizes[record] += 1
        else:
            self.loose += 1
        frame = _Frame(node, record, place, one.set >= 0, position)
        self._frames.append(frame)
        if one.set >= 0 and self.shape.rules.sets[one.set].named:
            self._cell(frame, NAME, local(name))
        if attributes:
            self._attributes(frame, attributes)

    def _open_around(self, node: int) -> None:
        one = self._around.pop(0)
        above = self._frames[-1].position if self._frames else NOWHERE
        is_record = self.shape.nodes[node].set >= 0
        position = one.start if is_record else above
        self._frames.append(_Frame(node, -1, one.start, is_record, position, has_children=True))

    def _attributes(self, frame: _Frame, attributes: list[str]) -> None:
        for at in range(0, len(attributes), 2):
            name, text = attributes[at], attributes[at + 1]
            if name == self.value:
                frame.has_value = True
                self._cell(frame, f"@{name}" if frame.is_record else "", text)
            elif name != "xmlns" and not name.startswith("xmlns:"):
                frame.attributes = True
                self._cell(frame, f"@{local(name)}", text)

    def text(self, data: str) -> None:
        """Take text in."""
        self._frames[-1].text += data

    def end(self, name: str) -> None:  # noqa: ARG002 - of the handler
        """Close an element: only now is it known whether it is a leaf."""
        frame = self._frames.pop()
        one = self.shape.nodes[frame.node]
        if one.skipped:
            return
        if frame.is_record and frame.record >= 0 and not self.over:
            self._closed[frame.record] = True
        text = frame.text
        if one.binary and not frame.has_children:
            self._binary(frame, text)
        elif frame.is_record or frame.has_children or frame.has_value:
            if text.strip(_BLANKS):
                self._cell(frame, TEXT, text)
        elif text or not frame.attributes:
            self._cell(frame, "", text)

    def _binary(self, frame: _Frame, text: str) -> None:
        found = attached(text.encode())
        if found is None or frame.record < 0:
            return
        self._files[found.sha256] = found.content
        self._cell(frame, BYTES, found.size)
        self._cell(frame, SHA256, found.sha256)
        if found.fault:
            self._remarks.append(Remark("xml.attachment", self.shape.leaf(frame.node, BYTES), frame.place, found.fault))

    def _cell(self, frame: _Frame, kind: str, text: str) -> None:
        if frame.record >= 0:
            self._cells.append((frame.record, self.shape.leaf(frame.node, kind), frame.place))
            self._values.append(text)

    def tree(self, damage: Damage | None) -> Tree:
        """Return what was met."""
        records = np.array(self._records, np.int64).reshape(-1, 3)
        cells = np.array(self._cells, np.int64).reshape(-1, 3)
        return Tree(
            records[:, 0], records[:, 1], records[:, 2], np.array(self._closed, np.bool_),
            np.array(self._sizes, np.int64), cells[:, 0], cells[:, 1], cells[:, 2], _Texts(self._values),
            self.loose, self.skipped, (damage,) if damage else (), tuple(self._remarks), self._files,
        )  # fmt: skip


class _Texts:
    """Values already read."""

    def __init__(self, values: list[str]) -> None:
        self._values = values
        odd = not "".join(values).isascii()
        self._bad = np.fromiter((odd and _is_marked(text) for text in values), np.bool_, len(values))

    def take(self, cells: Indices) -> tuple[pa.StringArray, Mask]:
        """See `Values`."""
        null = cells < 0
        bad = np.zeros(len(cells), np.bool_)
        if len(self._bad):
            bad = self._bad[cells] & ~null
        return texts(self._values).take(from_int64(cells, null | bad)), bad

    def raw(self, cell: int) -> str:
        """See `Values`."""
        text = self._values[cell]
        return "".join(_shown(char) for char in text) if _is_marked(text) else text


def _is_marked(text: str) -> bool:
    return not text.isascii() and max(text) >= chr(_MARK) and any(_MARK + 0x80 <= ord(c) <= _MARK + 0xFF for c in text)


def _shown(char: str) -> str:
    return f"\\x{ord(char) - _MARK:02X}" if ord(char) >= _MARK + 0x80 else char
