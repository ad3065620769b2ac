"""The rows of a run read mark by mark: exact whatever stands between them, and slow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Walked", "blanks_end", "walk"]

_MARK = re.compile(
    rb"'(?:[^'\\]|\\.|'')*+'|\"(?:[^\"\\]|\\.|\"\")*+\"|`[^`]*+`|--(?=\s)[^\n]*+\n|\#[^\n]*+\n|/\*.*?\*/"
    rb"|[(),;]|['\"`#]|/\*",
    re.DOTALL,
)
_BLANKS = re.compile(rb"[ \t\r\n]*")
_INSIDE = re.compile(rb"\\.|''|\"\"", re.DOTALL)


@dataclass(slots=True)
class Walked:
    """As `Rows`, in lists."""

    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    escapes: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    stop: int = 0
    ended: bool = False


@dataclass(slots=True)
class _Row:
    """A row being read; nothing of it counts before what separates it from the next is met."""

    open: int
    commas: list[int] = field(default_factory=list)
    escapes: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    close: int = -1


def walk(data: bytes, head: bytes, *, last: bool) -> Walked:
    """Read a run as `rows_of` does, up to its end or to what is no row (`ON DUPLICATE KEY UPDATE`: the rows end)."""
    found = Walked()
    at, depth, row = _after_head(data, 0, head), 0, _Row(-1)
    while (mark := _MARK.search(data, at)) is not None:
        kind = mark[0]
        if depth == 0 and kind[:1] not in b"-#/" and data[at : mark.start()].strip():
            return _end(found, row, at=at)
        at = mark.end()
        if kind == b"(":
            depth += 1
            row = _Row(mark.start()) if depth == 1 else row
        elif kind == b")" and depth:
            depth -= 1
            row.close = mark.start() if not depth else -1
        elif depth == 0 and kind in (b",", b";"):
            _take(found, row, at)
            row = _Row(-1)
            at = _after_head(data, at, head) if kind == b";" else at
            if kind == b";" and at == found.stop:  # another statement follows, or none that is known yet
                found.ended = True
                return found
        elif not _note(row, kind, mark.start(), depth):
            return found
    if last and row.close >= 0:
        _take(found, row, len(data))
        found.ended = True
    return found


def _after_head(data: bytes, at: int, head: bytes) -> int:
    """Return where the rows of a statement begin, `at` itself when the next statement has another head."""
    start = blanks_end(data, at)
    return start + len(head) if data.startswith(head, start) else at


def blanks_end(data: bytes, at: int) -> int:
    """Return the first byte from `at` on that is no blank."""
    found = _BLANKS.match(data, at)
    return found.end() if found else at


def _take(found: Walked, row: _Row, stop: int) -> None:
    found.stop = stop
    if row.close >= 0:
        found.opens.append(row.open)
        found.closes.append(row.close)
        found.commas += row.commas
        found.escapes += row.escapes
        found.doubled += row.doubled


def _end(found: Walked, row: _Row, at: int) -> Walked:
    """End the run where something that is no row begins."""
    if row.close >= 0:
        _take(found, row, at)
    found.ended = True
    return found


def _note(row: _Row, text: bytes, start: int, depth: int) -> bool:
    """Note what stands in a row; False where it is a string, a name or a comment without an end."""
    if text == b"," and depth == 1:
        row.commas.append(start)
    elif text[:1] in (b"'", b'"') and len(text) > 1:
        _note_string(row, text, start)
    return len(text) > 1 or text == b","


def _note_string(row: _Row, text: bytes, start: int) -> None:
    for part in _INSIDE.finditer(text, 1, len(text) - 1):
        if part[0][:1] == b"\\":
            row.escapes.append(start + part.start())
        elif part[0][:1] == text[:1]:
            row.doubled.append(start + part.start() + 1)
