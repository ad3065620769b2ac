"""The one shape of a reader: look at the head, cut, read a piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pydantic import BaseModel

    from collecdata.errors import InputError
    from collecdata.issues import Issue
    from collecdata.kernels.stream import Batch, Tally
    from collecdata.readers.source import Source

__all__ = ["BLOCK", "STOPS", "Joined", "Joins", "Layout", "Reader", "Settles", "Split", "Surveys"]

BLOCK = 8 << 20
"""Bytes of one split: the knee between speed and memory (larger blocks fault more pages)."""
STOPS = frozenset({"xml.malformed", "xml.dtd"})
"""Issues where a reader leaves the rest of a piece unread: its file is read in part."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the head (and tail) of one file says, fixed before any record is read. Picklable.

    `record_sets` maps the name of each record set ("" in a flat format) to its columns, duplicates as `Nom#2`.
    `facts` are what is known of the file and not of its rows (encoding, separator, sheet, producer...), shown by
    `detect` and available to the mapping as `fact`. `dialect` is private to the reader that made it. `selected`: the
    only record set that is wanted, None for all; a reader may then leave the others unread.

    A reader that goes through the whole file here says more: `carried`, the columns that have cells, where a norm has
    many others; `sha256` of the file, and `splits` then observes nothing; `parts`, the layout of each collectivity of
    a file that has several, with its own fact `siren`: together they hold each byte once.
    """

    reader: str
    source: Source
    record_sets: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str] = field(default_factory=dict)
    dialect: Any = None
    issues: tuple[Issue, ...] = ()
    carried: Mapping[str, tuple[str, ...]] | None = None
    sha256: str = ""
    parts: tuple[Layout, ...] = ()
    selected: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """One piece of one file, readable alone: bytes `start` to `stop` (None: the end), first physical line. Picklable.

    `detail` is private to the reader that made it.
    """

    layout: Layout
    index: int
    start: int = 0
    stop: int | None = None
    first_line: int = 1
    detail: Any = None


class Reader(Protocol):
    """A format. One module or folder a format; an instance has no state."""

    name: str
    options: type[BaseModel]
    """What `reader` options an adapter may give; unknown keys are errors."""

    def fits(self, source: Source, head: bytes) -> bool:
        """Whether these first bytes may be of this format: cheap, no exception."""
        ...

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix the layout from the head and tail. Raises `InputError` when the file cannot be read at all."""
        ...

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file, in order; every raw byte passes `observe` once (the hash of the input)."""
        ...

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one split: nothing is kept between calls, nothing raised for bad data."""
        ...


@runtime_checkable
class Settles(Protocol):
    """A reader whose files speak of one another: a declaration replaces one that another file holds."""

    def settle(self, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
        """Return the layouts of all the files of one collectivity, each knowing the others, in reading order."""
        ...


@runtime_checkable
class Surveys(Protocol):
    """A reader that can fix the layouts of several small files at once."""

    def inspect_several(
        self, files: Sequence[tuple[Source, bytes]], options: BaseModel
    ) -> list[Layout | InputError | None]:
        """Return for each file, given with its first bytes, what `inspect` says of it; None where that must be asked.

        The first bytes are all of a file that has fewer than `HEAD`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Several whole files read as if they stood one behind the other.

    Rows of `batches` are in the order of the files. Their `_ligne` goes on from one file to the next: file n has the
    lines from `starts[n]` on, and in the file itself they are `shifts[n]` less. In the same way their `_id` and
    `_parent` are `places[n]` more than in the file; `_rang` is that of each file. `tallies` has the account of each.
    """

    batches: tuple[Batch, ...]
    starts: NDArray[np.int64]
    shifts: NDArray[np.int64]
    places: NDArray[np.int64]
    tallies: tuple[Tally, ...]


@runtime_checkable
class Joins(Protocol):
    """A reader that can read several small files at once."""

    def alike(self, one: Layout, other: Layout) -> bool:
        """Whether two files whose record sets are the same may be read together."""
        ...

    def join(self, splits: Sequence[Split]) -> Joined | None:
        """Read whole files, the only split of each, together; None where one of them asks to be read on its own."""
        ...
