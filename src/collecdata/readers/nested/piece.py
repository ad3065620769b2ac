"""Pieces of a file: whole records, and what is open around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.nested.batches import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.issues import Issue
    from collecdata.readers.nested.tree import Damage

__all__ = ["Bone", "Open", "Piece", "Survey"]


class Open(NamedTuple):
    """An element that is open: its name as written, the byte of the file it begins at, its rank if it is a record."""

    name: bytes
    start: int
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `stop` of a file, from physical line `line`. Picklable.

    `stack` are the elements open where it begins, `ends` those open where it ends (outermost first). `last`: nothing
    is read after it; `stopped`: because of a damage, which is said of the file. `data` are its bytes, where they cannot
    be read from the file again. `before` counts the records already met, by the first byte of the open record that
    holds them, then by record set. `given` are rows known from the rest of the file, `issues` what is wrong with them,
    `files` their attachments.
    """

    start: int
    stop: int
    line: int = 1
    stack: tuple[Open, ...] = ()
    ends: tuple[Open, ...] = ()
    last: bool = False
    stopped: bool = False
    data: bytes | None = None
    before: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    given: Given = field(default_factory=Given)
    issues: tuple[Issue, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


class Bone(NamedTuple):
    """A part of the skeleton: its first byte in the file, its line, its bytes."""

    start: int
    line: int
    data: bytes


@dataclass(slots=True)
class Survey:
    """What a file is made of: pieces that cover it, and its skeleton.

    `damage` says why nothing is read after the last piece, and `line` where that is.
    """

    pieces: list[Piece] = field(default_factory=list)
    skeleton: list[Bone] = field(default_factory=list)
    damage: Damage | None = None
    line: int = 0
