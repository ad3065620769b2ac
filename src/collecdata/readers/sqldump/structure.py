r"""Where the rows and the cells of a run of INSERT statements stand: one scan of the bytes, all else on what it finds.

A run is statements with the same head (`INSERT INTO t (a, b) VALUES `), one after the other. Which quotes open and
close a string is known by counting them from the start of the run, those that a backslash escapes left out; marks
outside strings are then structure. Where anything else stands there (a name in backquotes, a comment, a string in
double quotes), `walk` reads the run again, mark by mark, and gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.readers.sqldump.walk import blanks_end, walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int32]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

__all__ = ["Rows", "is_blank", "rows_of"]

_QUOTE, _ESCAPE, _OPEN, _CLOSE, _COMMA, _END = b"'\\(),;"
_MARKS = bytes(byte in b"'\\(),;\"`#/" for byte in range(256))
_STRANGE = np.zeros(256, np.bool_)
_STRANGE[list(b'"`#/')] = True
_BLANK = np.zeros(256, np.bool_)
_BLANK[list(b" \t\r\n")] = True
_LONGEST_GAP = 8
"""Blanks between rows, or between statements, that are looked at all together; more are for `walk`."""
_NONE = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Rows:
    """Whole rows of a run: bytes `opens` to `closes` (their parentheses), the commas between cells, in order.

    `stop` is the byte after the last row and what separates it from the next; `ended`: another row of the run cannot
    follow. `escapes` are the backslashes that escape a byte of a string, `doubled` the second of two quotes that are
    one character.
    """

    opens: Places
    closes: Places
    commas: Places
    escapes: Places
    doubled: Places
    stop: int
    ended: bool

    def __len__(self) -> int:
        return len(self.closes)


class _Marks(NamedTuple):
    """Structural marks, in order: where, and which; then as in `Rows`."""

    places: Places
    kinds: Bytes
    escapes: Places
    doubled: Places


class _Run(NamedTuple):
    """Where its statements begin, the byte after its end, and whether that is known to be its end."""

    begins: Places
    stop: int
    ended: bool


def rows_of(data: bytes, head: bytes, *, last: bool) -> Rows:
    """Find the rows of a run; `data` begins with one, or with a statement of this `head`.

    `last`: nothing follows `data`.
    """
    view = np.frombuffer(data, np.uint8)
    marks = _scan(view, np.frombuffer(data.translate(_MARKS), np.bool_))
    rows = _rows(view, marks, _run(view, data, marks, head, last=last), len(head), last=last)
    if rows is not None and (rows.ended or _goes_on(data, rows.stop, head)):
        return rows
    found = walk(data, head, last=last)
    opens, closes, commas, escapes, doubled = (
        np.array(one, np.int32) for one in (found.opens, found.closes, found.commas, found.escapes, found.doubled)
    )
    return Rows(opens, closes, commas, escapes, doubled, found.stop, found.ended)


def is_blank(view: Bytes, places: Places) -> Mask:
    """Say which of these bytes are blanks; those beyond the end are not."""
    inside: Mask = places < len(view)
    return inside & _BLANK[view[np.where(inside, places, 0)]]


def _goes_on(data: bytes, at: int, head: bytes) -> bool:
    """Whether a row or a statement may follow, and no comment does: a quote in it would not be one."""
    start = blanks_end(data, at)
    return data[start : start + 1] in (b"", b"(") or data.startswith(head[: len(data) - start], start)


def _scan(view: Bytes, marked: Mask) -> _Marks:
    places = np.flatnonzero(marked).astype(np.int32)
    kinds = view[places]
    escaping, escaped = _escapes(places, kinds)
    quotes = kinds == _QUOTE
    quotes[escaped] = False
    inside = np.logical_xor.accumulate(quotes)
    structural = np.flatnonzero(~(inside | quotes | (kinds == _ESCAPE)))
    twice = np.flatnonzero(quotes[1:] & quotes[:-1] & inside[1:] & (np.diff(places) == 1)) + 1
    return _Marks(places[structural], kinds[structural], places[escaping[inside[escaping]]], places[twice])


def _escapes(places: Places, kinds: Bytes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Say which marks are backslashes that escape, and which are escaped: every other one of a row of them does."""
    slashes = np.flatnonzero(kinds == _ESCAPE)
    if not len(slashes):
        return slashes, slashes
    at = places[slashes]
    first = np.ones(len(at), np.bool_)
    first[1:] = at[1:] != at[:-1] + 1
    rank = np.arange(len(at))
    rank -= np.maximum.accumulate(np.where(first, rank, 0))
    escaping = slashes[rank % 2 == 0]
    before = escaping[escaping + 1 < len(places)]
    return escaping, before[places[before + 1] == places[before] + 1] + 1


def _run(view: Bytes, data: bytes, marks: _Marks, head: bytes, *, last: bool) -> _Run:
    """Find where statements of this head begin again, up to the first that has another."""
    ends = marks.places[marks.kinds == _END]
    begins = ends + 1
    for _ in range(_LONGEST_GAP):
        begins = begins + is_blank(view, begins)
    same = np.zeros(len(begins), np.bool_)
    whole = begins + len(head) <= len(view)
    if whole.any():
        windows = np.lib.stride_tricks.sliding_window_view(view, len(head))
        same[whole] = (windows[begins[whole]] == np.frombuffer(head, np.uint8)).all(axis=1)
    start = blanks_end(data, 0)
    here = np.array([start], np.int32) if data.startswith(head, start) else _NONE
    other = np.flatnonzero(~same)
    if not len(other):
        return _Run(np.concatenate([here, begins]), len(view), last)
    return _Run(np.concatenate([here, begins[: other[0]]]), int(ends[other[0]]) + 1, ended=True)


def _rows(view: Bytes, marks: _Marks, run: _Run, head: int, *, last: bool) -> Rows | None:
    """Make rows of marks; None when something stands between them that this way of reading does not know."""
    places, kinds = _without_heads(marks, run, head)
    if last and len(kinds) and kinds[-1] == _CLOSE:  # the last row needs no separator
        places, kinds = np.append(places, len(view)), np.append(kinds, np.uint8(_END))
    opening, shutting, ending = kinds == _OPEN, kinds == _CLOSE, kinds == _END
    depth = np.cumsum(opening.view(np.int8) - shutting.view(np.int8), dtype=np.int16)
    if _STRANGE[kinds].any() or (depth < 0).any() or (ending & (depth > 0)).any():
        return None
    closing = np.flatnonzero(shutting & (depth == 0))
    closing = closing[closing + 1 < len(kinds)]
    between = places[closing + 1]
    if not np.isin(kinds[closing + 1], (_COMMA, _END)).all():
        return None
    closes = places[closing]
    opens = places[np.flatnonzero(opening & (depth == 1))][: len(closes)]
    commas = places[np.flatnonzero((kinds == _COMMA) & (depth == 1))]
    if not _only_rows(view, opens, closes, between, run.begins, head):
        return None
    stop = min(int(between[-1]) + 1, len(view)) if len(between) else 0
    return Rows(
        opens, closes, commas[: np.searchsorted(commas, stop)], marks.escapes, marks.doubled, stop,
        ended=run.ended and stop >= run.stop and len(closing) > 0 and int(kinds[closing[-1] + 1]) == _END,
    )  # fmt: skip


def _without_heads(marks: _Marks, run: _Run, head: int) -> tuple[Places, Bytes]:
    """Leave out the marks of heads, and those beyond the run."""
    stop = int(np.searchsorted(marks.places, run.stop))
    places, kinds = marks.places[:stop], marks.kinds[:stop]
    first, after = np.searchsorted(places, run.begins), np.searchsorted(places, run.begins + head)
    if (first == after).all():
        return places, kinds
    steps = np.zeros(len(places) + 1, np.int8)
    steps[first] += 1
    steps[after] -= 1
    kept = np.flatnonzero(np.cumsum(steps[:-1], dtype=np.int8) == 0)
    return places[kept], kinds[kept]


def _only_rows(view: Bytes, opens: Places, closes: Places, between: Places, begins: Places, head: int) -> bool:
    """Whether nothing but blanks, one separator and heads stand between rows."""
    before = np.concatenate([_NONE, [0], between[:-1] + 1])[: len(opens)]
    if len(begins):
        which = np.searchsorted(begins, opens, side="right") - 1
        before = np.where((which >= 0) & (begins[which] >= before), begins[which] + head, before)
    return _all_blank(view, before, opens) and _all_blank(view, closes + 1, between)


def _all_blank(view: Bytes, starts: Places, stops: Places) -> bool:
    """Whether all bytes from each start to its stop are blanks, and few."""
    for _ in range(_LONGEST_GAP):
        more = starts < stops
        if not more.any():
            return True
        if not is_blank(view, starts[more]).all():
            return False
        starts = starts + more
    return not (starts < stops).any()
