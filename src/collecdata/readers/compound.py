"""OLE compound files (.xls, .doc, protected .xlsx): the streams they hold. Source: Microsoft [MS-CFB]."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAGIC", "Compound", "CompoundError"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks (free, end of chain...), not sectors."""
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class CompoundError(Exception):
    """The file is cut or its tables contradict one another."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


class Compound:
    """The streams of one compound file, by name.

    Raises:
        CompoundError: not a compound file, cut, or damaged.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):  # noqa: PLR2004 - the header is one sector of 512 bytes
            raise CompoundError("no header")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:  # noqa: PLR2004 - the only sizes that exist
            raise CompoundError("sector size")
        self._sector, self._mini = 1 << shift, 1 << mini_shift
        if max(*struct.unpack_from("<I", data, 44), *struct.unpack_from("<I", data, 64)) > len(data) >> shift:
            raise CompoundError("more sectors of tables than sectors")
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._read_fat()
        self._entries = dict(self._read_directory(directory))
        self._mini_fat = _numbers(self._chain(mini_fat)) if mini_fat < _LAST else ()
        self._mini_stream: bytes | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the streams."""
        return tuple(name for name, entry in self._entries.items() if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return the bytes of one stream.

        Raises:
            KeyError: there is none of this name.
            CompoundError: it is cut.
        """
        entry = self._entries[name]
        if entry.size < self._cutoff:
            if self._mini_stream is None:
                root = next(found for found in self._entries.values() if found.kind == _ROOT)
                self._mini_stream = self._chain(root.start)
            content = _follow(self._mini_fat, entry.start, self._mini_stream, self._mini, 0)
        else:
            content = self._chain(entry.start)
        if len(content) < entry.size:
            raise CompoundError(f"{name} is cut")
        return content[: entry.size]

    def _read_fat(self) -> tuple[int, ...]:
        """Concatenate the sectors of the allocation table: 109 listed in the header, the rest in a chain of lists."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(count):
            if following >= _LAST:
                break
            more = _numbers(self._at(following))
            listed += more[:-1]
            following = more[-1]
        return _numbers(b"".join(self._at(sector) for sector in listed if sector < _LAST))

    def _read_directory(self, start: int) -> Iterator[tuple[str, _Entry]]:
        table = self._chain(start)
        for place in range(0, len(table) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", table, place + 64)
            if kind in (_STREAM, _ROOT):
                name = table[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                yield name, _Entry(kind, *struct.unpack_from("<II", table, place + 116))

    def _chain(self, start: int) -> bytes:
        # Sector 0 stands after the header, which fills one sector whatever its size.
        return _follow(self._fat, start, self._data, self._sector, self._sector)

    def _at(self, sector: int) -> bytes:
        place = (sector + 1) * self._sector
        content = self._data[place : place + self._sector]
        if len(content) < self._sector:
            raise CompoundError("cut")
        return content


def _follow(table: tuple[int, ...], start: int, data: bytes, size: int, base: int) -> bytes:
    """Concatenate a chain of sectors; the last sector of the file may be short."""
    parts: list[bytes] = []
    sector = start
    while sector < _LAST:
        if sector >= len(table) or len(parts) > len(table):
            raise CompoundError("chain")
        place = base + sector * size
        if place >= len(data):
            raise CompoundError("cut")
        parts.append(data[place : place + size])
        sector = table[sector]
    return b"".join(parts)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
