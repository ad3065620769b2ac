"""Going through a N4DS once: its envois and employers, the rubrics it has, the places where it may be cut."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.n4ds.lines import BLOCK, PADDING, find_lines
from collecdata.readers.n4ds.rows import begin

if TYPE_CHECKING:
    from collecdata.readers.n4ds.lines import Places
    from collecdata.readers.source import Source

__all__ = ["AGENT", "ENVOI", "TESTED", "TOTAL", "Cut", "Employer", "Envoi", "Survey", "survey"]

ENVOI, EMPLOYER, AGENT, TOTAL = "S10.G01.00", "S20.G01.00", "S30.G01.00", "S90.G01.00"
SIREN, TESTED = f"{EMPLOYER}.001", f"{ENVOI}.010"
_LONGEST = 64 << 20
"""Bytes of a line beyond which it is cut: it is none."""


@dataclass(slots=True)
class Envoi:
    """One envoi: where it begins, what it and its S90 say by rubric, the last line that S90 has (0: there is none).

    `head` is the first byte of its first employer, -1 where it has none.
    """

    start: int
    line: int
    said: dict[str, str] = field(default_factory=dict)
    total: int = 0
    head: int = -1
    employers: int = 0
    lines: int = 0
    """How many it has, up to the last of S90; blank ones are none."""


class Cut(NamedTuple):
    """An agent before whom an employer may be cut, and how many of his agents stand before."""

    start: int
    line: int
    agents: int


@dataclass(slots=True)
class Employer:
    """One employer of an envoi: where it begins, where its first agent does (0: none)."""

    envoi: Envoi
    start: int
    line: int
    siren: str = ""
    head: int = 0
    agents: int = 0
    cuts: list[Cut] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """What a file is made of; `damage` says why it was cut short."""

    envois: list[Envoi] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)
    rubrics: set[str] = field(default_factory=set)
    size: int = 0
    lines: int = 0
    sha256: str = ""
    damage: str = ""


def survey(source: Source, block: int) -> Survey:
    """Go through a file. Nothing is raised once it is open: what ends it too soon is in `damage`.

    Raises:
        InputError: it cannot be opened.
    """
    surveyor, digest, left = _Surveyor(block), hashlib.sha256(), b""
    with open_bytes(source, "", digest.update if source.plain else None) as stream:
        while True:
            read = stream.read(block)
            data = left + read
            size = data.rfind(b"\n") + 1 if read and len(data) < _LONGEST else len(data)
            if size:
                surveyor.take(bytearray(data[:size]) + bytes(PADDING), size)
            left = data[size:]
            if not read:
                break
        surveyor.found.damage = stream.truncated
    if not source.plain:
        for piece in source.raw_blocks():
            digest.update(piece)
    return surveyor.finish(digest.hexdigest())


class _Surveyor:
    """`last` is the last rubric met, `blanks` the lines that hold nothing."""

    def __init__(self, block: int) -> None:
        self.found = Survey()
        self.block, self.last = block, ""
        self.blanks: list[Places] = []

    def take(self, data: bytearray, size: int) -> None:
        """Take a buffer of whole lines in."""
        found, lines = self.found, find_lines(data, size)
        begins = begin(lines.codes, lines.rubrics, self.last)
        known = np.flatnonzero(lines.rubrics >= 0)
        here = lines.rubrics[known]
        tells, agents = (
            np.array([code.startswith(blocks) for code in lines.codes], np.bool_)
            for blocks in ((ENVOI, EMPLOYER, TOTAL), (AGENT,))
        )
        told = known[tells[here] | (agents[here] & begins[known])] if len(known) else known
        for at in told.tolist():
            code = lines.codes[lines.rubrics[at]]
            line = found.lines + at + 1
            if begins[at]:
                self._begin(code[:BLOCK], found.size + int(lines.starts[at]), line)
            self._say(code, bytes(data[lines.values[at] : lines.ends[at]]).decode("cp1252", "replace"), line)
        found.rubrics.update(lines.codes)
        self.blanks.append(np.flatnonzero(lines.blank) + found.lines + 1)
        found.size += size
        found.lines += len(lines.starts)
        self.last = lines.codes[int(here[-1])] if len(known) else self.last

    def finish(self, sha256: str) -> Survey:
        """Return what was found, once the end is reached."""
        blanks = np.concatenate([np.zeros(0, np.int64), *self.blanks])
        for one in self.found.envois:
            inside = np.count_nonzero((blanks >= one.line) & (blanks <= one.total))
            one.lines = one.total - one.line + 1 - int(inside)
        self.found.sha256 = sha256
        return self.found

    def _begin(self, block: str, start: int, line: int) -> None:
        found = self.found
        if block == ENVOI or not found.envois:
            found.envois.append(Envoi(start, line))
        if block == EMPLOYER:
            envoi = found.envois[-1]
            envoi.head = start if envoi.head < 0 else envoi.head
            envoi.employers += 1
            found.employers.append(Employer(envoi, start, line))
        elif block == AGENT and found.employers:
            one = found.employers[-1]
            one.head = one.head or start
            if start - (one.cuts[-1].start if one.cuts else one.head) >= self.block:
                one.cuts.append(Cut(start, line, one.agents))
            one.agents += 1

    def _say(self, code: str, value: str, line: int) -> None:
        """Take what a line of the envelope says."""
        if code.startswith((ENVOI, TOTAL)):
            envoi = self.found.envois[-1]
            envoi.said.setdefault(code, value)
            envoi.total = line if code.startswith(TOTAL) else envoi.total
        elif code == SIREN and not self.found.employers[-1].siren:
            self.found.employers[-1].siren = value
