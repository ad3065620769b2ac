"""A piece of a file: whole records, and what is open around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.nested.batches import Given

if TYPE_CHECKING:
    from collecdata.issues import Issue

__all__ = ["Open", "Piece"]


class Open(NamedTuple):
    """An element that is open: its name as written, the byte of the file it begins at."""

    name: bytes
    start: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `stop` of a file, from physical line `line`. Picklable.

    `stack` are the elements open where it begins, `ends` those open where it ends (outermost first). `last`: nothing
    is read after it; `stopped`: because of a damage, which is said of the file. `data` are its bytes, where they cannot
    be read from the file again. `given` are rows known from the rest of the file, `issues` what is wrong with them.
    """

    start: int
    stop: int
    line: int = 1
    stack: tuple[Open, ...] = ()
    ends: tuple[Open, ...] = ()
    last: bool = False
    stopped: bool = False
    data: bytes | None = None
    given: Given = field(default_factory=Given)
    issues: tuple[Issue, ...] = ()
