"""Going through a DSN once: its envois and declarations, the rubrics it has, the places where it may be cut."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.dsn.codes import UNKNOWN, codes
from collecdata.readers.dsn.declarations import BLOCK, TEST, Declaration, Envoi
from collecdata.readers.dsn.instances import begin_at
from collecdata.readers.dsn.lines import PADDING, find_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.lines import Lines
    from collecdata.readers.source import Source

__all__ = ["INDIVIDUAL", "Cut", "Survey", "survey"]

ENVOI, TOTAL, INDIVIDUAL = "S10.G00.00", "S90.G00.90", "S21.G00.30"
VERSION, TESTED = f"{ENVOI}.006", f"{ENVOI}.005"
SIREN, NIC = "S21.G00.06.001", "S21.G00.11.001"
_TELLS, _PERSON = 1, 2
_AT_ONCE = 1 << 20
"""Bytes read at a time: what is made of them stays in the cache."""
_LONGEST = 64 << 20
"""Bytes of a line beyond which it is cut: it is none."""


class Cut(NamedTuple):
    """A place where a declaration may be cut: its first individual there, and how many stand before."""

    start: int
    line: int
    declaration: int
    individuals: int


@dataclass(slots=True)
class _Open:
    """A declaration that is not all read."""

    envoi: int
    start: int
    line: int
    head: int = 0
    individuals: int = 0
    said: dict[str, str] = field(default_factory=dict)
    siren: str = ""
    nic: str = ""


@dataclass(slots=True)
class Survey:
    """What a file is made of.

    `facts` are what its first envoi says of itself, by rubric; `damage` says why it was cut short.
    """

    envois: list[Envoi] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    rubrics: frozenset[str] = frozenset()
    facts: dict[str, str] = field(default_factory=dict)
    size: int = 0
    lines: int = 0
    sha256: str = ""
    damage: str = ""


def survey(source: Source, block: int) -> Survey:
    """Go through a file. Nothing is raised once it is open: what ends it too soon is in `damage`.

    Raises:
        InputError: it cannot be opened.
    """
    surveyor = _Surveyor()
    digest = hashlib.sha256()
    block = min(block, _AT_ONCE)
    if source.plain:
        block = min(block, source.size + 1)  # to make room for more takes longer than to read a small file
    with open_bytes(source, "", digest.update if source.plain else None) as stream:
        room, left = bytearray(2 * block + PADDING), 0
        while True:
            if len(room) < left + block + PADDING:
                room += bytes(len(room))
            read = stream.fill(memoryview(room)[left : left + block])
            held = left + read
            size = room.rfind(b"\n", 0, held) + 1 if read and held < _LONGEST else held
            if size:
                surveyor.take(room, size)
            left = held - size
            room[:left] = room[size:held]
            if not read:
                break
        surveyor.found.damage = stream.truncated
    if not source.plain:
        for piece in source.raw_blocks():
            digest.update(piece)
    return surveyor.finish(digest.hexdigest())


@lru_cache(maxsize=1)
def _structure() -> NDArray[np.int8]:
    """Say of each rubric whether it tells how a file is made, or is of an individual; the last is `UNKNOWN`."""
    known = codes()
    blocks = [known.block(name) for name in (ENVOI, BLOCK, TOTAL)]
    found = np.where(np.isin(known.block_of, blocks), _TELLS, 0).astype(np.int8)
    found[[known.rubric(SIREN), known.rubric(NIC)]] = _TELLS
    found[known.block_of == known.block(INDIVIDUAL)] = _PERSON
    return np.append(found, np.int8(0))


@lru_cache(maxsize=64)
def _named(seen: bytes) -> frozenset[str]:
    """Return the codes of the rubrics that are marked: files of one employer have the same."""
    return frozenset(code for code, mark in zip(codes().rubrics, seen, strict=True) if mark)


class _Surveyor:
    """`at` and `line` are the byte and the line of the file where the next buffer begins; `last` its rubric before."""

    def __init__(self) -> None:
        self.found = Survey()
        self.at, self.line, self.last = 0, 1, UNKNOWN
        self.open: _Open | None = None
        self.blanks: list[Places] = []
        self.seen = np.zeros(len(codes().rubrics), np.bool_)

    def take(self, data: bytearray, size: int) -> None:
        """Take a buffer of whole lines in."""
        lines = find_lines(data, size)
        structure = _structure()[lines.rubrics]
        people = begin_at(lines.rubrics, np.flatnonzero(structure == _PERSON), self.last)
        telling = np.flatnonzero(structure == _TELLS)
        begins = set(begin_at(lines.rubrics, telling, self.last).tolist())
        done = 0
        for line in telling.tolist():
            rubric = codes().rubrics[lines.rubrics[line]]
            if line in begins and rubric.startswith((ENVOI, BLOCK)):
                done = self._individuals(people, done, line, lines)
                self._begin(rubric, self.at + int(lines.starts[line]), self.line + line)
            value = bytes(data[lines.values[line] : lines.ends[line]]).decode("latin-1")
            self._say(rubric, value, self.line + line)
        self._individuals(people, done, len(lines.starts), lines)
        known = lines.rubrics[lines.rubrics != UNKNOWN] if lines.odd or len(lines.blanks) else lines.rubrics
        self.seen[known] = True
        self.last = int(known[-1]) if len(known) else self.last
        self.blanks.append(lines.blanks + self.line)
        self.at += size
        self.line += len(lines.starts)

    def finish(self, sha256: str) -> Survey:
        """Return what was found, once the end is reached."""
        self._close()
        found = self.found
        blanks = np.concatenate([np.zeros(0, np.int64), *self.blanks])
        ends = [*(envoi.line - 1 for envoi in found.envois[1:]), self.line - 1][: len(found.envois)]
        for envoi, end in zip(found.envois, ends, strict=True):
            last = envoi.total or end
            inside = int(np.searchsorted(blanks, last, "right") - np.searchsorted(blanks, envoi.line))
            envoi.counted[0] = last - envoi.line + 1 - inside
        found.size, found.lines, found.sha256 = self.at, self.line - 1, sha256
        found.rubrics = _named(self.seen.tobytes())
        return found

    def _begin(self, rubric: str, start: int, line: int) -> None:
        self._close()
        if rubric.startswith(ENVOI) or not self.found.envois:
            self.found.envois.append(Envoi(start, line))
        if rubric.startswith(ENVOI):
            return
        envoi = self.found.envois[-1]
        if not envoi.head:
            envoi.head, envoi.first = start, len(self.found.declarations)
        envoi.counted[1] += 1
        self.open = _Open(len(self.found.envois) - 1, start, line)

    def _say(self, rubric: str, value: str, line: int) -> None:
        """Take what a line of structure says."""
        if self.open is None and rubric.startswith(ENVOI):
            if len(self.found.envois) == 1:
                self.found.facts[rubric] = value
            envoi = self.found.envois[-1]
            envoi.version = value if rubric == VERSION else envoi.version
            envoi.kind = value if rubric == TESTED else envoi.kind
        elif rubric.startswith(TOTAL) and self.found.envois:
            envoi = self.found.envois[-1]
            envoi.declared[int(rubric[-3:]) - 1] = value
            envoi.total = line
        elif self.open is not None:
            if rubric == SIREN:
                self.open.siren = self.open.siren or value
            elif rubric == NIC:
                self.open.nic = self.open.nic or value
            else:
                self.open.said.setdefault(rubric, value)

    def _individuals(self, people: Places, done: int, line: int, lines: Lines) -> int:
        """Count the individuals of the open declaration up to a line; the last of a buffer is where it may be cut."""
        stop = int(np.searchsorted(people, line))
        if self.open is not None and stop > done:
            first, last = int(people[done]), int(people[stop - 1])
            self.open.head = self.open.head or self.at + int(lines.starts[first])
            start = self.at + int(lines.starts[last])
            before = self.open.individuals + stop - done - 1
            if before:
                self.found.cuts.append(Cut(start, self.line + last, len(self.found.declarations), before))
            self.open.individuals += stop - done
        return stop

    def _close(self) -> None:
        if self.open is not None:
            one, self.open = self.open, None
            test = self.found.envois[one.envoi].kind == TEST
            self.found.declarations.append(
                Declaration(one.envoi, one.start, one.line, one.head or one.start, one.siren, one.nic, one.said, test)
            )
