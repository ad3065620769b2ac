"""A block of ISO 2709 records read whole: structure, character sets, text; and what is wrong, said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.issues import Issue, Severity
from collecdata.kernels.prefixed import rewritten
from collecdata.kernels.stream import Tally
from collecdata.readers.marc import structure
from collecdata.readers.marc.directory import LEADER
from collecdata.readers.marc.encoding import decide
from collecdata.readers.marc.records import Records, Spans, Stretches, Through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask
    from collecdata.readers.marc.structure import Marks, Structure

__all__ = ["Block", "Piece", "Refused", "read_block"]

_BLANK, _HIGH = 0x20, 0x80
_PADDING = b"\x00\n\r\x1a \t"
_WRONG = (
    (structure.LENGTH, "marc.length", Severity.INFO),
    (structure.ORDER, "marc.order", Severity.INFO),
    (structure.DIRECTORY, "marc.directory", Severity.WARNING),
    (structure.REBUILT, "marc.rebuilt", Severity.WARNING),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file: where they begin, the number of their first record (from 1)."""

    data: bytes | memoryview
    start: int = 0
    first: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be read: its number in the file, its bytes."""

    number: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """What a piece holds; `count`: its records, those that are refused or blank among them."""

    count: int
    records: Records
    refused: tuple[Refused, ...]
    issues: tuple[Issue, ...]
    tally: Tally


def read_block(source: str, piece: Piece, usual: int) -> Block:
    """Read a piece.

    Args:
        source: name of the file, for issues.
        piece: whole records; the last one may lack its end.
        usual: character set of records whose bytes do not tell (see `decide`).
    """
    data, added = _ended(np.frombuffer(piece.data, np.uint8))
    found = structure.marks(data)
    read = structure.read(data, found)
    numbers = piece.first + np.arange(len(read.starts), dtype=np.int64)
    bad = (read.wrong & structure.REFUSED) != 0
    blank = bad & _is_blank(data, read, bad)
    sets = decide(data, read.starts, usual)
    text, at = data, found
    if len(sets.places):
        changed = rewritten(data, sets.places, sets.sets, sets.pairs)
        text = changed.data
        at = structure.moved(found, changed)
    issues = [*_issues(source, read.wrong, numbers), *_said(source, "marc.encoding", numbers[sets.damaged & ~bad])]
    issues += _said(source, "marc.unreadable", numbers[bad & ~blank], Severity.ERROR)
    if added:
        issues += _said(source, "marc.unended", numbers[-1:])
    spans = read.stops - read.starts
    spans[-1:] -= added
    rejected, kept, size = int(spans[bad & ~blank].sum()), int(spans[~bad].sum()), len(piece.data)
    return Block(
        len(numbers),
        _records(read, text, found.at, at, piece.start, numbers, sets.which),
        tuple(
            Refused(int(numbers[one]), data[read.starts[one] : read.starts[one] + spans[one]].tobytes())
            for one in np.flatnonzero(bad & ~blank).tolist()
        ),
        tuple(issues),
        Tally(physical=size, records=kept, rejected=rejected, blank=size - kept - rejected),
    )


def _ended(data: Bytes) -> tuple[Bytes, int]:
    """Return whole records: without the padding after the last, or with the end that it lacks (1: it was added)."""
    last = len(data)
    while last and data[last - 1] != structure.RECORD and data[last - 1] in _PADDING:
        last -= 1
    if not last or data[last - 1] == structure.RECORD:
        return data[:last], 0
    return np.append(data, np.uint8(structure.RECORD)), 1


def _is_blank(data: Bytes, read: Structure, bad: Mask) -> Mask:
    """Return which records are nothing but padding."""
    found = np.zeros(len(bad), np.bool_)
    for one in np.flatnonzero(bad).tolist():
        found[one] = not data[read.starts[one] : read.stops[one] - 1].tobytes().strip(_PADDING)
    return found


def _records(
    read: Structure,
    text: Bytes,
    raw: NDArray[np.int32],
    marked: Marks,
    start: int,
    numbers: NDArray[np.int64],
    which: NDArray[np.int8],
) -> Records:
    """Place fields and subfields in the text; `raw` are the marks in the file, `marked` the same in the text."""
    at = marked.at
    kept = (read.wrong & structure.REFUSED) == 0
    rank = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    before = np.concatenate(([-1], at[read.ends])).astype(np.int64)[:-1] + 1
    padding = read.starts - np.concatenate(([0], read.stops))[:-1]
    leader = (before + padding)[kept]
    opened = at.take(read.field_open)
    if read.sub_close is None:  # what follows the head of a field is its first subfield, or its end
        stops = at.take(read.field_open + 1)
    else:
        stops = at.take(read.field_close)
        first = np.flatnonzero(np.diff(read.sub_field, prepend=np.int32(-1)))
        stops[read.sub_field[first]] = at[read.sub_open[first]]
    coded = _codes(marked, read)
    return Records(
        text=text,
        start=start,
        at=read.starts[kept],
        numbers=numbers[kept],
        lines=numbers[kept],
        leaders=Spans(leader, _whole(text, np.minimum(leader + LEADER, at[read.ends[kept]]))),
        repaired=read.wrong[kept] != 0,
        charsets=which[kept],
        field_record=rank.take(read.field_record),
        field_at=(opened if at is raw else raw.take(read.field_open)) + np.int32(1),
        field_tag=read.field_tag,
        field_heads=Spans(opened + np.int32(1), stops),
        sub_field=read.sub_field,
        sub_at=Through(raw, read.sub_open),
        sub_code=coded.lead,
        sub_codes=coded.codes,
        sub_texts=coded.texts,
        odd_tags=tuple(tag.decode("latin-1") for tag in read.odd_tags),
    )


class _Coded(NamedTuple):
    """Of subfields: the code where it is one byte (else 0), the place of the code (None: all are), that of the text."""

    lead: Bytes
    codes: Spans | None
    texts: Spans | Stretches


def _codes(marked: Marks, read: Structure) -> _Coded:
    """Tell codes from texts; where each code is one byte, as it should be, the places are left for later."""
    lead = marked.after.take(read.sub_open)
    if not len(lead) or (int(lead.min()) >= _BLANK and int(lead.max()) < _HIGH):
        return _Coded(lead, None, Stretches(marked.at, read.sub_open, 2, read.sub_close))
    after = read.sub_open + 1 if read.sub_close is None else read.sub_close
    sub, stops = marked.at.take(read.sub_open) + np.int32(1), marked.at.take(after)
    codes = np.minimum(sub + _width(lead), stops)
    return _Coded(np.where(codes - sub == 1, lead, 0).astype(np.uint8), Spans(sub, codes), Spans(codes, stops))


def _whole(text: Bytes, stops: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the same places, or those after the characters that they cut."""
    while len(stops) and (cut := (text[stops] & 0xC0) == 0x80).any():  # noqa: PLR2004
        stops = stops + cut
    return stops


def _width(lead: Bytes) -> NDArray[np.int32] | np.int32:
    """Return how many bytes the code of each subfield has, by its first: one character."""
    if int(lead.max()) < _HIGH:
        return np.int32(1)
    return np.select([lead < _HIGH, lead < 0xE0, lead < 0xF0], [1, 2, 3], 4).astype(np.int32)  # noqa: PLR2004


def _issues(source: str, wrong: Bytes, numbers: NDArray[np.int64]) -> Iterator[Issue]:
    for flag, code, severity in _WRONG:
        yield from _said(source, code, numbers[(wrong & flag) != 0], severity)


def _said(source: str, code: str, numbers: NDArray[np.int64], severity: Severity = Severity.WARNING) -> Iterator[Issue]:
    if len(numbers):
        yield Issue(code, severity, source=source, lines=tuple(numbers.tolist()))
