"""One record whose directory has not as many entries as it has fields: what the exact reading can still make of it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Rebuilt", "rebuild"]

_LEADER, _ENTRY, _TAG, _SIZE = 24, 12, 3, 7
_FIELD = b"\x1e"


class Rebuilt(NamedTuple):
    """`tags` of the fields, in order; `inner` are the field ends that are text (ranks among those of the record).

    `open_end`: the last field has no end of its own, that of the record is its end.
    """

    tags: tuple[bytes, ...]
    inner: tuple[int, ...] = ()
    open_end: bool = False


class _Entry(NamedTuple):
    tag: bytes
    size: int
    """-1 where it is no number."""


def rebuild(record: bytes) -> Rebuilt | None:
    r"""Give each field its tag; None when that would be a guess.

    A field too long for its entry widens it; a field holds the byte that ends fields; the directory is cut, or names a
    field that is not there. Sizes say which: each entry takes the fields that make its size, in order, and every field
    must be taken.

    >>> rebuild(b"00000nam  2200000   450 001000200000200000600002\x1eA\x1e1 \x1faT\x1e\x1d")
    Rebuilt(tags=(b'001', b'200'), inner=(), open_end=False)
    """
    directory, *fields = record[_LEADER:-1].split(_FIELD)
    open_end = bool(fields and fields[-1])
    if not open_end:
        fields = fields[:-1]
    if len(record) <= _LEADER or not fields or _FIELD in record[:_LEADER]:
        return None
    sizes = [len(field) + 1 for field in fields]
    wide = _widened(directory, sizes)
    if wide is not None:
        return Rebuilt(wide, open_end=open_end)
    entries = [
        _Entry(directory[at : at + _TAG], _size(directory[at + _TAG : at + _SIZE]))
        for at in range(0, len(directory), _ENTRY)
        if at + _TAG <= len(directory)
    ]
    exact = all(entry.size == size for entry, size in zip(entries[:-1], sizes, strict=False))
    if len(entries) == len(sizes) and exact:  # only the last entry is cut, or the last field
        return Rebuilt(tuple(entry.tag for entry in entries), open_end=open_end)
    taken = _take(entries, sizes)
    if taken is None:
        return None
    tags: list[bytes] = []
    inner: list[int] = []
    at = 1
    for entry, count in zip(entries, taken, strict=True):
        if count:
            tags.append(entry.tag)
            inner += range(at, at + count - 1)
            at += count
    return Rebuilt(tuple(tags), tuple(inner), open_end)


def _widened(directory: bytes, sizes: list[int]) -> tuple[bytes, ...] | None:
    """Read a directory whose entries are as wide as their field is long; None where a size is not that of the field."""
    tags: list[bytes] = []
    at, address = 0, 0
    for size in sizes:
        said = f"{size:04}{address:05}".encode()
        if directory[at + _TAG : at + _TAG + len(said)] != said:
            return None
        tags.append(directory[at : at + _TAG])
        at += _TAG + len(said)
        address += size
    return tuple(tags) if at == len(directory) else None


def _take(entries: list[_Entry], sizes: list[int]) -> list[int] | None:
    """Return how many fields each entry takes: those that make its size; none where no run of them does."""
    taken: list[int] = []
    at = 0
    for entry in entries:
        total, count = 0, 0
        while at + count < len(sizes) and total < entry.size:
            total += sizes[at + count]
            count += 1
        if total != entry.size:
            count = 0
        taken.append(count)
        at += count
    return taken if at == len(sizes) else None


def _size(text: bytes) -> int:
    return int(text) if text.isdigit() else -1
