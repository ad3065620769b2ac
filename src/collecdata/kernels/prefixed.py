"""Character sets of libraries, where a diacritic comes before its letter: ISO 5426, ANSEL (MARC-8).

And what they are mistaken for: Windows-1252. The tables are data (`charsets/*.csv`). Bytes below 0x80 are ASCII in all
of them. Text comes out composed (NFC).
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import cells, from_int32, strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int32]
    Pairs = NDArray[np.uint16]

__all__ = ["ANSEL", "CP1252", "ISO5426", "Charset", "Rewritten", "charset", "composes", "rewritten"]

ISO5426, ANSEL, CP1252 = "iso5426", "ansel", "cp1252"
_CHARSETS = (ISO5426, ANSEL, CP1252)
_HIGH, _BLANK, _DELETE = 0x80, 0x20, 0x7F
_UNKNOWN = "\ufffd"
_AT_ONCE = 1 << 14
"""Bytes looked up at a time: what is known of them stays in the cache."""


@dataclass(frozen=True, slots=True)
class Charset:
    """One character set: what each high byte is, alone or before a letter."""

    name: str
    spacing: Mapping[int, str]
    combining: Mapping[int, str]

    def decode(self, raw: bytes) -> str:
        r"""Decode. What the set does not have becomes U+FFFD; a diacritic without a letter stays one.

        >>> charset("iso5426").decode(b"\xc2Egypte, gar\xd0con, \x88Le \x89c\xfaur")
        'Égypte, garçon, \x98Le \x9ccœur'
        """
        parts: list[str] = []
        marks = ""
        for byte in raw:
            if byte in self.combining:
                marks += self.combining[byte]
                continue
            letter = chr(byte) if byte < _HIGH else self.spacing.get(byte, _UNKNOWN)
            parts.append(marks + letter if byte < _BLANK else letter + marks)
            marks = ""
        return unicodedata.normalize("NFC", "".join(parts) + marks)

    def encode(self, text: str) -> bytes | None:
        r"""Encode; None where the set lacks a character.

        >>> charset("iso5426").encode("Égypte, cœur"), charset("iso5426").encode("Ω")
        (b'\xc2Egypte, c\xfaur', None)
        """
        if text.isascii():
            return text.encode()
        alone, marks = _backwards(self.name)
        parts: list[bytes] = []
        letter, before = b"", b""
        for char in _decomposed(text, alone):
            if char in marks:
                before += marks[char]
                continue
            parts += (before, letter)
            before, letter = b"", char.encode() if char.isascii() else alone.get(char, b"")
            if not letter:
                return None
        return b"".join((*parts, before, letter))


@cache
def charset(name: str) -> Charset:
    """Return a character set: `iso5426`, `ansel` or `cp1252`."""
    if name == CP1252:
        return Charset(name, {byte: _windows(byte) for byte in range(_HIGH, 256)}, {})
    spacing: dict[int, str] = {}
    combining: dict[int, str] = {}
    table = files("collecdata.kernels").joinpath("charsets", f"{name}.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        text = chr(int(row["unicode"], 16)) if row["unicode"] else ""
        (combining if row["diacritique"] == "oui" else spacing)[int(row["octet"], 16)] = text
    return Charset(name, spacing, combining)


@cache
def composes(name: str) -> Mask:
    """Return, for each pair of bytes (`first << 8 | second`), whether a diacritic and a letter make one character.

    The caron of ANSEL is left out: its byte is the e acute of Windows, which many consonants follow.
    """
    found = np.zeros(1 << 16, np.bool_)
    for byte, mark in charset(name).combining.items():
        for base in range(_BLANK, _DELETE):
            if mark and mark != "\u030c" and len(unicodedata.normalize("NFC", chr(base) + mark)) == 1:
                found[byte << 8 | base] = True
    return found


_MORE = 8
"""A part of the bytes, left empty after them (one byte at least): room that Arrow, which goes by how long rows are on
average, then has from the start."""


class Rewritten(NamedTuple):
    """Bytes as UTF-8; from each of `places` on, what stood there stands as many bytes further as `shifts` says."""

    data: Bytes
    places: Places
    shifts: NDArray[np.int32]

    def moved(self, at: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return where bytes that stay what they are now stand; `at` is increasing."""
        if not len(self.places):
            return at
        first = np.searchsorted(at, self.places)
        return at + np.repeat(np.append(np.int32(0), self.shifts), np.diff(first, prepend=0, append=len(at)))


def rewritten(data: Bytes, places: Places, which: NDArray[np.int8], pairs: Pairs) -> Rewritten:
    """Return bytes as UTF-8, where the high bytes at `places` are in other character sets.

    Most letters with a diacritic keep their two bytes: they are written in place, then the rest is copied once.

    Args:
        data: bytes of which all others are UTF-8 already.
        places: increasing.
        which: for each place, its character set (rank in `iso5426`, `ansel`, `cp1252`).
        pairs: what stands there, and after it (`first << 8 | second`; of the last byte, that byte again).
    """
    tables = _tables()
    more = len(data) // _MORE + 1
    out = np.empty(len(data) + more + len(tables.texts), np.uint8)
    out[: len(data)], out[len(data) + more :] = data, tables.texts
    by_two = np.ndarray((len(out) - 1,), "V2", out, strides=(1,))
    odd, keys = [places[:0]], [np.zeros(0, np.int64)]
    for low in range(0, len(places), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        key = which[some].astype(np.int64) << 16 | pairs[some]
        by_two[places[some].astype(np.int64)] = tables.pair.take(key).view("V2")  # in order: of two side by side too
        found = np.flatnonzero(tables.kind.take(key) != _IN_PLACE)
        odd.append(places[some].take(found))
        keys.append(key.take(found))
    return _spliced(data, out, np.concatenate(odd), np.concatenate(keys))


class _Spans(NamedTuple):
    """Bytes that are replaced: the first, the one after the last, the rank of the text that comes."""

    begins: Places
    ends: Places
    come: NDArray[np.int32]


def _spliced(data: Bytes, out: Bytes, places: Places, keys: NDArray[np.int64]) -> Rewritten:
    """Replace what does not keep its length: what stays and what comes are copied in turn by one `take` of Arrow.

    Args:
        data: the bytes as they were.
        out: those that keep their place; some more; all the texts that may come.
        places: of pairs, increasing.
        keys: what these are in the tables.
    """
    tables, size = _tables(), len(data)
    if not len(places):
        return Rewritten(out[:size], places, np.zeros(0, np.int32))
    spans = _Spans(places, places + tables.taken.take(keys), tables.rank.take(keys))
    after = tables.bounds
    if (closer := np.flatnonzero(tables.kind.take(keys) == _CLOSER)).size:
        runs = _runs(data, places.take(closer), keys.take(closer) >> 16)
        spans = _with_runs(spans, runs, len(after) - 1)
        after = np.append(after, after[-1] + np.cumsum([len(run.text) for run in runs], dtype=np.int32))
        out = np.append(out, np.frombuffer(b"".join(run.text for run in runs), np.uint8))
    # What stays, what goes, what stays...; the bytes more; the texts.
    texts = 2 * len(spans.begins) + 2
    bounds = np.empty(texts + len(after), np.int32)
    bounds[0], bounds[1 : texts - 1 : 2], bounds[2:texts:2], bounds[texts - 1] = 0, spans.begins, spans.ends, size
    bounds[texts:] = after + np.int32(size + size // _MORE + 1)
    rows = np.empty(texts - 1, np.int32)
    rows[::2], rows[1::2] = np.arange(0, texts, 2), spans.come + np.int32(texts)
    whole = cells(strings(bounds, out, kind=pa.binary()).take(from_int32(rows)))
    grown = np.diff(after).take(spans.come) - (spans.ends - spans.begins)
    return Rewritten(whole.data, spans.ends, np.cumsum(grown, dtype=np.int32))


class _Run(NamedTuple):
    """Bytes `start` to `stop`, and what they say: diacritics with a letter, or without."""

    start: int
    stop: int
    text: bytes


def _runs(data: Bytes, places: Places, which: NDArray[np.int64]) -> list[_Run]:
    """Decode what a pair of bytes does not tell: several diacritics before a letter, one that has none. Few."""
    found: list[_Run] = []
    for place, number in zip(places.tolist(), which.tolist(), strict=True):
        if found and place < found[-1].stop:
            continue
        chars = charset(_CHARSETS[number])
        stop = place + 1
        while stop < len(data) and data[stop - 1] in chars.combining and data[stop] >= _BLANK:
            stop += 1
        found.append(_Run(place, stop, chars.decode(data[place:stop].tobytes()).encode()))
    return found


def _with_runs(spans: _Spans, runs: list[_Run], texts: int) -> _Spans:
    """Return spans with those of the runs, in order, in place of what is part of these; `texts`: those before."""
    starts, stops = np.array([(run.start, run.stop) for run in runs], np.int32).T
    run = np.searchsorted(starts, spans.begins, side="right") - 1
    alone = np.flatnonzero((run < 0) | (spans.begins >= stops[run]))
    come = np.arange(texts, texts + len(runs), dtype=np.int32)
    begins = np.append(spans.begins.take(alone), starts)
    order = np.argsort(begins, kind="stable")
    ends, come = np.append(spans.ends.take(alone), stops), np.append(spans.come.take(alone), come)
    return _Spans(begins.take(order), ends.take(order), come.take(order))


_IN_PLACE, _ODD, _CLOSER = range(3)
"""What a pair of bytes becomes: as many bytes, another number, or nothing that the pair alone tells."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """By character set and pair of bytes: what it becomes; the two bytes, or those in their place, as one.

    Of those that change their length: how many bytes they take, the rank of their text among all `texts`.
    """

    kind: Bytes
    pair: Pairs
    taken: Bytes
    rank: NDArray[np.int32]
    texts: Bytes
    bounds: NDArray[np.int32]


@cache
def _tables() -> _Tables:
    size = len(_CHARSETS) << 16
    key = np.arange(size)
    kind, taken, rank = np.full(size, _IN_PLACE, np.uint8), np.zeros(size, np.uint8), np.zeros(size, np.int32)
    first, second = (key >> 8).astype(np.uint8), key.astype(np.uint8)
    texts: dict[bytes, int] = {}

    def become(keys: slice, width: int, text: bytes) -> None:
        if width == len(text) == 2:  # noqa: PLR2004 - a pair
            first[keys], second[keys] = text
        else:
            kind[keys], taken[keys], rank[keys] = _ODD, width, texts.setdefault(text, len(texts))

    for number, name in enumerate(_CHARSETS):
        chars = charset(name)
        for byte in range(_HIGH, 256):
            low = number << 16 | byte << 8
            if byte not in chars.combining:
                become(slice(low, low + 256), 1, chars.spacing.get(byte, _UNKNOWN).encode())
                continue
            kind[low : low + 256] = _CLOSER
            for base in range(_BLANK, _DELETE + 1):
                kind[low | base] = _IN_PLACE
                become(slice(low | base, (low | base) + 1), 2, chars.decode(bytes((byte, base))).encode())
    bounds = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    pair = np.stack((first, second), axis=1).view(np.uint16).ravel()
    return _Tables(kind, pair, taken, rank, np.frombuffer(b"".join(texts), np.uint8), bounds)


@cache
def _backwards(name: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the byte of each character, and of each diacritic; the first where two bytes mean the same."""
    chars = charset(name)
    alone: dict[str, bytes] = {}
    marks: dict[str, bytes] = {}
    for known, table in ((chars.spacing, alone), (chars.combining, marks)):
        for byte, text in known.items():
            table.setdefault(text, bytes((byte,)))
    return alone, marks


def _decomposed(text: str, alone: Mapping[str, bytes]) -> str:
    """Take apart the letters that the set does not have whole."""
    return "".join(char if char in alone else unicodedata.normalize("NFD", char) for char in text)


def _windows(byte: int) -> str:
    """Return a byte of Windows-1252; the five that it leaves undefined are control characters, as for browsers."""
    try:
        return bytes((byte,)).decode(CP1252)
    except UnicodeDecodeError:
        return chr(byte)
