"""The structure of ISO 2709 records, all those of a block at once.

Three bytes mark it: 0x1D ends a record, 0x1E a field, 0x1F begins a subfield. None of them is text in any character
set of libraries, so one scan finds every boundary, and the rest works on that small table of marks. Tags come from the
directory, boundaries from the marks: the lengths and addresses that the directory and the leader give are compared,
never relied on. A directory that is right but in another order than its fields is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.marc.directory import ENTRY, LEADER, Directory, directory
from collecdata.readers.marc.rebuild import Rebuilt, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask
    from collecdata.kernels.prefixed import Rewritten

    Places = NDArray[np.int64]

__all__ = [
    "DIRECTORY", "FIELD", "LENGTH", "ORDER", "REBUILT", "RECORD", "REFUSED", "STRETCH", "SUBFIELD", "Marks",
    "Structure", "marks", "moved", "read", "scan",
]  # fmt: skip

RECORD, FIELD, SUBFIELD = 0x1D, 0x1E, 0x1F
LENGTH, DIRECTORY, ORDER, REBUILT, REFUSED = 1, 2, 4, 8, 16
"""What is wrong with a record: its length, its directory, its order, its number of fields; it cannot be read."""
_PADDING = np.isin(np.arange(256), [0x00, 0x0A, 0x0D, 0x1A])
"""Bytes that systems put between records."""
_MARKS = 2
_HIGH = 0x80
STRETCH = 1 << 17
"""Bytes looked at together: they stay in the cache."""


@dataclass(slots=True)
class Structure:
    """Records, fields and subfields of a block. What refers to a boundary is its rank among the marks.

    Of records: first byte, byte after the end, rank of the mark before and of the end, what is wrong (`LENGTH`...).
    Of fields, by record and in the order of the directory: record, tag, mark before, mark after. Of subfields, in the
    order of their fields: field, mark before, mark after (None: the next one). Tags below 1000 are their own number,
    the others are 1000 and their rank in `odd_tags`. Refused records have no fields.
    """

    starts: Places
    stops: Places
    ends: Places
    wrong: Bytes
    field_record: NDArray[np.int32]
    field_tag: NDArray[np.int32]
    field_open: Places
    field_close: Places
    sub_field: NDArray[np.int32]
    sub_open: Places
    sub_close: Places | None
    odd_tags: tuple[bytes, ...]


class Marks(NamedTuple):
    """Some bytes, as those that mark the structure: places, which byte each is, the byte after it."""

    at: NDArray[np.int32]
    kinds: Bytes
    after: Bytes


def marks(data: Bytes) -> Marks:
    """Find the bytes that mark the structure."""
    return scan(data, lambda part: (part - np.uint8(RECORD)) <= _MARKS)


def scan(data: Bytes, wanted: Callable[[Bytes], Mask], places: Callable[[Mask], Places] = np.flatnonzero) -> Marks:
    """Find some bytes; what is needed of those around them is taken while these are in the cache."""
    at, kinds, after = [np.zeros(0, np.int32)], [np.zeros(0, np.uint8)], [np.zeros(0, np.uint8)]
    for low in range(0, len(data), STRETCH):
        part = data[low : low + STRETCH + 1]
        found = places(wanted(part[:STRETCH]))
        kinds.append(part.take(found))
        after.append(part.take(found + 1, mode="clip"))
        at.append(found.astype(np.int32) + np.int32(low))
    return Marks(np.concatenate(at), np.concatenate(kinds), np.concatenate(after))


def moved(marked: Marks, changed: Rewritten) -> Marks:
    """Return the same marks in bytes rewritten as UTF-8; none comes, none goes."""
    at, after = changed.moved(marked.at), marked.after
    if int(after.max(initial=0)) >= _HIGH:
        after = changed.data.take(at + 1, mode="clip")
    return Marks(at, marked.kinds, after)


def read(data: Bytes, marked: Marks) -> Structure:
    """Read the structure of whole records; `marked` are the marks of `data`, which ends with that of a record."""
    found, kind, _ = marked
    ends = np.flatnonzero(kind == RECORD)
    stops = found[ends].astype(np.int64) + 1
    starts = _begin(data, stops)
    fields = np.flatnonzero(kind == FIELD)
    regular = _Regular.of(data, starts, stops, found.take(fields), np.searchsorted(fields, ends))
    wrong = np.zeros(len(ends), np.uint8)
    odd: dict[bytes, int] = {}
    given = _rebuilt(data, regular, wrong)
    fields = _mended(fields, ends, regular, given)
    bounds = np.searchsorted(fields, ends, side="right")
    before = np.concatenate(([0], bounds))[:-1]
    counts = np.where(wrong & REFUSED, 0, bounds - before - 1)
    record = _owners(counts)
    opened = np.arange(len(record)) + (before - (np.cumsum(counts) - counts)).take(record)
    entries = directory(data, starts, counts, sound=not wrong.any())
    tags = _tags(entries, odd)
    for rank, made in given.items():
        tags[record == rank] = [_tag(tag, odd) for tag in made.tags]
    places = found.take(fields)
    entry_open, disagree = _directory(data, entries, regular, record, places, opened)
    wrong[(regular.length != stops - starts) & (wrong == 0)] |= LENGTH
    disagree &= (wrong[record] & REBUILT) == 0
    if disagree.any():
        opened = _ordered(record, opened, entry_open, disagree, wrong)
    low, high = fields.take(opened), fields.take(opened + 1)
    owner, inner, after = _subfields(kind, fields, low, high, plain=not given)
    return Structure(starts, stops, ends, wrong, record, tags, low, high, owner, inner, after, tuple(odd))


def _owners(counts: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return the rank of what holds each thing, from how many each holds: `repeat`, one by one, is slower."""
    total = int(counts.sum())
    if not total:
        return np.zeros(0, np.int32)
    steps = np.zeros(total + 1, np.int8)
    after = np.cumsum(counts)[:-1]
    if int(counts.min()) > 0:
        steps[after] = 1
        return np.cumsum(steps[:total], dtype=np.int32)
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _begin(data: Bytes, stops: Places) -> Places:
    """Return where records begin: after the one before, and what systems put between them."""
    starts = np.concatenate(([0], stops))[:-1]
    while (padded := _PADDING[data[starts]]).any():
        starts = starts + padded
    return starts


@dataclass(frozen=True, slots=True)
class _Regular:
    """What leader and directory say of each record, and which have as many entries as fields."""

    starts: Places
    stops: Places
    length: Places
    base: Places
    sound: Mask
    fields: NDArray[np.int32]
    first: Places

    @classmethod
    def of(cls, data: Bytes, starts: Places, stops: Places, fields: NDArray[np.int32], after: Places) -> _Regular:
        first = np.concatenate(([0], after))[:-1]
        long = stops - starts > LEADER
        leaders = _windows(data, np.where(long, starts, 0), LEADER)
        number = after - first
        end = fields[np.minimum(first, len(fields) - 1)] if len(fields) else np.zeros(len(starts), np.int32)
        size = end - starts - LEADER
        sound = long & (number > 0) & (size >= 0) & (size % ENTRY == 0) & (size // ENTRY == number - 1)
        return cls(starts, stops, _number(leaders[:, :5]), _number(leaders[:, 12:17]), sound, fields, first)


def _rebuilt(data: Bytes, regular: _Regular, wrong: Bytes) -> dict[int, Rebuilt]:
    """Look closer at records that have not as many entries as fields: few, one at a time."""
    given: dict[int, Rebuilt] = {}
    for rank in np.flatnonzero(~regular.sound).tolist():
        made = rebuild(data[regular.starts[rank] : regular.stops[rank]].tobytes())
        wrong[rank] = REFUSED if made is None else REBUILT
        if made is not None:
            given[rank] = made
    return given


def _mended(fields: Places, ends: Places, regular: _Regular, given: dict[int, Rebuilt]) -> Places:
    """Return the marks that end fields: less those that are text, and those of records that end their last field."""
    inner = [int(regular.first[rank]) + one for rank, made in given.items() for one in made.inner]
    opened = [int(ends[rank]) for rank, made in given.items() if made.open_end]
    if not inner and not opened:
        return fields
    kept = np.delete(fields, inner)
    return np.sort(np.concatenate((kept, np.array(opened, np.int64))))


def _tags(entries: Directory, odd: dict[bytes, int]) -> NDArray[np.int32]:
    tags = entries.tags
    for rank in np.flatnonzero(~entries.named).tolist():
        tags[rank] = _tag(entries.text[ENTRY * rank : ENTRY * rank + 3].tobytes(), odd)
    return tags


def _tag(text: bytes, odd: dict[bytes, int]) -> int:
    return int(text) if len(text) == 3 and text.isdigit() else odd.setdefault(text, 1000 + len(odd))  # noqa: PLR2004


def _directory(
    data: Bytes,
    entries: Directory,
    regular: _Regular,
    record: NDArray[np.int32],
    places: NDArray[np.int32],
    opened: Places,
) -> tuple[Places, Mask]:
    """Return, for each field, the byte where its entry says it begins (-1: not within marks), and where they differ."""
    start = (regular.starts + regular.base).take(record) + entries.address
    low, high = places.take(opened), places.take(opened + 1)
    disagree = (start != low + np.int32(1)) | (entries.sizes != high - low) | ~entries.numbered
    opening = np.full(len(start), -1, np.int64)
    suspects = np.flatnonzero(disagree & entries.numbered & (entries.sizes > 0) & (start > 0))
    if len(suspects):
        low, high = start[suspects], start[suspects] + entries.sizes[suspects]
        inside = high <= regular.stops[record[suspects]]
        held = suspects[inside]
        exact = (data[low[inside] - 1] == FIELD) & (data[high[inside] - 1] == FIELD)
        opening[held[exact]] = np.searchsorted(places, low[inside][exact] - 1)
    return opening, disagree


def _ordered(record: NDArray[np.int32], opened: Places, entry_open: Places, disagree: Mask, wrong: Bytes) -> Places:
    """Follow directories that are right but in another order; where they are wrong, take the fields as they come."""
    suspect = np.unique(record[disagree])
    astray = np.unique(record[disagree & (entry_open < 0)])
    unordered = np.setdiff1d(suspect, astray)
    wrong[astray] |= DIRECTORY
    moved = disagree & np.isin(record, unordered)
    ordered = np.where(moved, entry_open, opened)
    for rank in unordered.tolist():
        own = record == rank
        once = len(np.unique(ordered[own])) == np.count_nonzero(own)
        wrong[rank] |= ORDER if once else DIRECTORY
        if not once:  # two entries for one field: another is nowhere
            ordered[own] = opened[own]
    return ordered


def _subfields(
    kind: Bytes, fields: Places, opening: Places, closing: Places, *, plain: bool
) -> tuple[NDArray[np.int32], Places, Places | None]:
    """Return field, mark before and mark after (None: the next) of each subfield; `plain`: no field end is text."""
    held = closing - opening - 1
    total = int(held.sum())
    marked = np.flatnonzero(kind == SUBFIELD)
    if plain and len(marked) == total and _increasing(opening):  # every mark is of a field, and they are in order
        if not total:
            return np.zeros(0, np.int32), marked, None
        counted = np.zeros(len(kind), np.int8)
        counted[opening] = 1
        return np.cumsum(counted, dtype=np.int32).take(marked) - np.int32(1), marked, None
    owner = np.repeat(np.arange(len(opening), dtype=np.int32), held)
    marked = np.arange(total) + np.repeat(opening + 1 - (np.cumsum(held) - held), held)
    ends = kind != FIELD
    ends[fields] = True
    if ends.all():
        return owner, marked, None
    inside = kind[marked] == SUBFIELD  # a field end that is text begins nothing, and ends nothing
    owner, marked = owner[inside], marked[inside]
    ranks = np.flatnonzero(ends)
    return owner, marked, ranks[np.searchsorted(ranks, marked, side="right")]


def _increasing(places: Places) -> bool:
    return bool((places[1:] > places[:-1]).all())


def _windows(data: Bytes, places: Places, width: int) -> Bytes:
    """Return `width` bytes from each place: one copy of what is asked, not of the buffer."""
    if len(data) < width or not len(places):
        return np.zeros((len(places), width), np.uint8)
    view = np.ndarray((len(data) - width + 1,), f"V{width}", data, strides=(1,))
    found: Bytes = view[places].view(np.uint8).reshape(-1, width)
    return found


def _number(digits: Bytes) -> Places:
    """Return numbers of a few ASCII digits a row; -1 where there is something else."""
    return _planes(np.ascontiguousarray(digits.T) - np.uint8(ord("0")))


def _planes(digits: Bytes) -> Places:
    """Return the numbers that planes of digits make; -1 where one is no digit."""
    total = np.zeros(digits.shape[1], np.int64)
    for plane in digits:
        total *= 10
        total += plane
    total[digits.max(axis=0, initial=0) > 9] = -1  # noqa: PLR2004
    return total
