"""Text steps, each an operation on the distinct values of a column, in the one fixed order of the language."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels import text
from collecdata.kernels.buffers import bools, from_int64, integers, nulls, texts

if TYPE_CHECKING:
    from collecdata.catalogue.language import Step

__all__ = [
    "Cut", "Extract", "Fingerprint", "LetterCase", "Nulls", "Pad", "Replace", "Strip", "TextStep", "cleaned",
    "one_group", "run_steps", "text_steps",
]  # fmt: skip


class TextStep(Protocol):
    """An operation on string values; null stays null, a cell left blank becomes null."""

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values after the step."""
        ...


@dataclass(frozen=True, slots=True)
class Nulls:
    """These words, trimmed and in NFC, stand for an empty cell."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: tuple[str, ...]) -> Nulls:
        """Return the step for words as an adapter writes them."""
        return cls(cleaned(words))

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values, null where they are one of the words."""
        if not self.words:
            return values
        hit = pc.is_in(values, value_set=texts(self.words))
        if not bools(hit).any():
            return values
        return pc.if_else(hit, pa.nulls(1, pa.string())[0], values)


@dataclass(frozen=True, slots=True)
class Strip:
    """These characters go from both ends, and the blanks that they hid."""

    characters: str

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values without the characters at their ends."""
        return text.clean(pc.utf8_trim(values, characters=self.characters))


@dataclass(frozen=True, slots=True)
class Extract:
    """The one group of an RE2 pattern, looked for anywhere; no match leaves the cell empty."""

    pattern: str

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return what the group matched."""
        return text.clean(pc.extract_regex(values, pattern=one_group(self.pattern)).field(0))


@dataclass(frozen=True, slots=True)
class Cut:
    """The piece number `index` of a cell cut at `separator`; a piece that is not there is empty."""

    separator: str
    index: int

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the piece of each value."""
        pieces = pc.split_pattern(values, pattern=self.separator)
        bounds = integers(pieces.offsets).astype(np.int64)
        at = (bounds[:-1] if self.index >= 0 else bounds[1:]) + self.index
        beyond = (at < bounds[:-1]) | (at >= bounds[1:]) | nulls(pieces)
        return text.clean(pieces.values.take(from_int64(np.where(beyond, 0, at), beyond)))


@dataclass(frozen=True, slots=True)
class Replace:
    """Each text replaced by another, literally, in the order written."""

    pairs: tuple[tuple[str, str], ...]

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values after every replacement."""
        for old, new in self.pairs:
            values = pc.replace_substring(values, pattern=old, replacement=new)
        return text.clean(values)


@dataclass(frozen=True, slots=True)
class LetterCase:
    """Upper or lower case, or `title`: a capital at the beginning of each word, also after a hyphen."""

    case: Literal["upper", "lower", "title"]

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values in this case."""
        return {"upper": pc.utf8_upper, "lower": pc.utf8_lower, "title": pc.utf8_title}[self.case](values)


@dataclass(frozen=True, slots=True)
class Pad:
    """Digits are filled with zeros on the left to a width; any other cell is left alone."""

    width: int

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the values, those made of digits filled."""
        digits = pc.match_substring_regex(values, pattern="^[0-9]+$")
        return pc.if_else(digits, pc.utf8_lpad(values, width=self.width, padding="0"), values)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The beginning of the SHA-256 of each value: 80 bits, enough to tell a billion values apart.

    >>> Fingerprint()(pa.array(["DURAND|Léa", None])).to_pylist()
    ['5c276898c3edfca56ab7', None]
    """

    length: int = 20

    def __call__(self, values: pa.StringArray) -> pa.StringArray:
        """Return the fingerprints, in hexadecimal."""
        return texts(None if value is None else _sha256(value)[: self.length] for value in values.to_pylist())


def _sha256(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P?<|\(\?|\(", re.DOTALL)
"""What may hold a parenthesis that opens no group, then the ways to open one: named, not capturing, capturing."""


def one_group(pattern: str) -> str:
    r"""Return the pattern with its one group named, as Arrow wants; without a group, all of it is the group.

    >>> print(one_group(r"^(\d+) -"), one_group("[(]a"), one_group("x(?:y)(?P<k>z)"))
    ^(?P<g>\d+) - (?P<g>[(]a) x(?:y)(?P<k>z)
    """
    for part in _PARTS.finditer(pattern):
        if part[0] in ("(?P<", "(?<"):
            return pattern
        if part[0] == "(":
            return f"{pattern[: part.start()]}(?P<g>{pattern[part.end() :]}"
    return f"(?P<g>{pattern})"


def cleaned(words: tuple[str, ...]) -> tuple[str, ...]:
    r"""Return words as cleaned cells have them.

    >>> cleaned((" e\u0301", "\u00a0"))
    ('é', '')
    """
    return tuple(word or "" for word in text.clean(texts(words)).to_pylist())


def run_steps(steps: tuple[TextStep, ...], values: pa.StringArray) -> pa.StringArray:
    """Apply steps one after the other."""
    for step in steps:
        values = step(values)
    return values


def text_steps(step: Step, null: tuple[str, ...] = ()) -> tuple[TextStep, ...]:
    """Compile the text steps of a mapping, in the language's order; `null` are the words of the whole input."""
    words = (*null, *step.null)
    steps: list[TextStep | None] = [
        Nulls.of(words) if words else None,
        Strip(step.strip) if step.strip else None,
        Extract(step.extract) if step.extract else None,
        Cut(step.split.sep, step.split.index) if step.split else None,
        Replace(tuple(step.replace.items())) if step.replace else None,
        LetterCase(step.letter_case) if step.letter_case else None,
        Pad(int(step.pad)) if step.pad else None,
        Fingerprint() if step.fingerprint else None,
    ]
    return tuple(one for one in steps if one is not None)
