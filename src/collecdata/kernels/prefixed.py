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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask

    Places = NDArray[np.int64]

__all__ = ["ANSEL", "CP1252", "ISO5426", "Charset", "charset", "composes", "rewritten"]

ISO5426, ANSEL, CP1252 = "iso5426", "ansel", "cp1252"
_CHARSETS = (ISO5426, ANSEL, CP1252)
_HIGH, _BLANK, _DELETE = 0x80, 0x20, 0x7F
_UNKNOWN = "\ufffd"
_LONGEST = 6
"""Bytes of UTF-8 that a letter and its diacritic may make."""


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


def rewritten(data: Bytes, places: Places, which: NDArray[np.int8]) -> Bytes:
    """Return bytes as UTF-8, where the high bytes at `places` are in other character sets.

    Args:
        data: bytes of which all others are UTF-8 already.
        places: increasing.
        which: for each place, its character set (rank in `iso5426`, `ansel`, `cp1252`).
    """
    out = np.array(data)
    if not len(places):
        return out
    tables = _tables()
    key = which.astype(np.int64) << 16 | data[places].astype(np.int64) << 8
    key |= data[np.minimum(places + 1, len(data) - 1)]
    taken, made = tables.taken[key], tables.made[key]
    same = np.flatnonzero((taken == made) & (taken > 0))
    for byte in range(int(taken[same].max()) if len(same) else 0):
        wide = same[taken[same] > byte]
        out[places[wide] + byte] = tables.text[key[wide], byte]
    if not (odd := (taken != made) | (taken == 0)).any():
        return out
    runs = _runs(data, places[taken == 0], which[taken == 0])
    for run in runs:
        first, last = np.searchsorted(places, (run.start, run.stop))
        odd[first:last] = False  # part of the run of diacritics
    known = np.flatnonzero(odd)
    return _spliced(out, places[known], taken[known], made[known], tables.text[key[known]], runs)


class _Run(NamedTuple):
    """Bytes `start` to `stop`, and what they say: diacritics with a letter, or without."""

    start: int
    stop: int
    text: bytes


def _runs(data: Bytes, places: Places, which: NDArray[np.int8]) -> list[_Run]:
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


def _spliced(out: Bytes, places: Places, taken: Bytes, made: Bytes, text: Bytes, runs: list[_Run]) -> Bytes:
    """Replace what does not keep its length: all bytes move once, then what is new is put between them.

    `taken` bytes from each of `places` become the `made` first ones of its row of `text`.
    """
    begins = np.array([run.start for run in runs], np.int64)
    starts = np.concatenate((places, begins))
    gone = np.concatenate((taken, np.array([run.stop - run.start for run in runs], np.int64))).astype(np.int64)
    come = np.concatenate((made, np.array([len(run.text) for run in runs], np.int64))).astype(np.int64)
    order = np.argsort(starts, kind="stable")
    grown = np.cumsum((come - gone)[order])
    at = np.empty(len(starts), np.int64)
    at[order] = starts[order] + grown - (come - gone)[order]
    kept, new = np.ones(len(out), np.bool_), np.ones(len(out) + int(grown[-1]), np.bool_)
    for step in range(int(gone.max())):
        kept[starts[gone > step] + step] = False
    for step in range(int(come.max())):
        new[at[come > step] + step] = False
    whole = np.empty(len(new), np.uint8)
    whole[new] = out[kept]
    for step in range(int(made.max(initial=0))):
        wide = np.flatnonzero(made > step)
        whole[at[wide] + step] = text[wide, step]
    for place, run in zip(at[len(places) :].tolist(), runs, strict=True):
        whole[place : place + len(run.text)] = np.frombuffer(run.text, np.uint8)
    return whole


@dataclass(frozen=True, slots=True)
class _Tables:
    """By character set and pair of bytes: how many of them are taken (0: look closer), and the UTF-8 they make."""

    taken: Bytes
    made: Bytes
    text: Bytes


@cache
def _tables() -> _Tables:
    size = len(_CHARSETS) << 16
    taken, made, text = np.zeros(size, np.uint8), np.zeros(size, np.uint8), np.zeros((size, _LONGEST), np.uint8)
    for rank, name in enumerate(_CHARSETS):
        chars = charset(name)
        for byte in range(_HIGH, 256):
            low = rank << 16 | byte << 8
            if byte in chars.combining:
                for base in range(_BLANK, _DELETE + 1):
                    written = chars.decode(bytes((byte, base))).encode()
                    taken[low | base], made[low | base] = 2, len(written)
                    text[low | base, : len(written)] = [*written]
                continue
            written = chars.spacing.get(byte, _UNKNOWN).encode()
            taken[low : low + 256], made[low : low + 256] = 1, len(written)
            text[low : low + 256, : len(written)] = [*written]
    return _Tables(taken, made, text)


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
