"""Which encoding a file is in, from samples of its bytes: a mark, else UTF-8 if it holds, else what reads as French."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Guess", "guess_encoding", "has_mark", "over_ascii", "over_ascii_head"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN_9 = "iso8859-15"
_HIGH = 0x80
"""First byte beyond ASCII."""
_CODE_PAGES = ("cp1252", "cp850", _LATIN_9)
"""In order of preference."""
_WEIGHTS = {
    **dict.fromkeys("éèàçê", 4),
    **dict.fromkeys("ôîûùâëïœ°’\u00a0", 2),
    **dict.fromkeys("ÉÈÀÇÊÔÎÛÂËÏŒ€«»–…", 1),
    **dict.fromkeys("äöüñãáíóúÄÖÜÑÁÍÓÚßåæ²³½¼§·—“”‘•µ", 0),
}
"""What French writes, and how often; 0 for what it may hold. Anything else counts against the encoding."""
_STRANGE, _CONTROL = -3, -8
_IN_A_WORD = re.compile(rb"(?<=[a-zA-Z])[\xbc\xbd](?=[a-zA-Z])")
"""Where cp1252 would have a fraction in the middle of a word, and Latin-9 has an oe."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_ZEROS = 0.3
"""Share of zero bytes, at even or odd places, that is UTF-16."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A Python codec, and why: `mark`, `zeros`, `ascii`, `utf-8`, `mostly utf-8`, `letters`."""

    encoding: str
    why: str


def guess_encoding(samples: Sequence[bytes]) -> Guess:
    """Guess from some pieces of a file, the first one being its beginning.

    A file that is UTF-8 except for a few bytes is UTF-8, with cells that cannot be decoded.

    >>> [guess_encoding(["N° 12, été".encode(name)]).encoding for name in ("utf-8", "cp1252", "cp850", "utf-16")]
    ['utf-8', 'cp1252', 'cp850', 'utf-16-le']
    """
    head = samples[0] if samples else b""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Guess(encoding, "mark")
    if wide := _wide(head):
        return Guess(wide, "zeros")
    pieces = [_whole_characters(piece) for piece in samples]
    if all(piece.isascii() for piece in pieces):
        return Guess("utf-8", "ascii")
    good, bad = map(sum, zip(*map(_utf8_sequences, pieces), strict=True))
    if good > bad:
        return Guess("utf-8", "mostly utf-8" if bad else "utf-8")
    return Guess(_code_page(b"\n".join(samples)), "letters")


def has_mark(head: bytes) -> bool:
    """Whether the file begins with a byte order mark, which says its encoding better than anyone."""
    return any(head.startswith(mark) for mark, _ in _MARKS)


@lru_cache(maxsize=4)
def over_ascii_head(head: bytes) -> bytes:
    """Return the first bytes of a text as they would be in an encoding over ASCII: what signatures are looked for in.

    Every format is asked about the same head, so the last ones are remembered.

    >>> over_ascii_head("<?xml?>".encode("utf-16"))
    b'<?xml?>'
    """
    encoding = guess_encoding([head]).encoding
    return head if over_ascii(encoding) else head.decode(encoding, "replace").lstrip("\ufeff").encode()


@cache
def over_ascii(encoding: str) -> bool:
    """Whether bytes below 0x80 are ASCII and mean nothing else, so that records can be cut before decoding.

    >>> [over_ascii(name) for name in ("utf-8", "cp850", "utf-16-le", "cp500", "shift_jis")]
    [True, True, False, False, False]
    """
    name = codecs.lookup(encoding).name
    if name == "utf-8":
        return True
    ascii_bytes = bytes(range(128))
    try:
        if ascii_bytes.decode(name) != ascii_bytes.decode("ascii"):
            return False
    except UnicodeDecodeError:
        return False
    return all(len(bytes([byte, 0x41]).decode(name, "replace")) == 2 for byte in range(128, 256))  # noqa: PLR2004


def _wide(head: bytes) -> str:
    """Tell UTF-16 without a mark by the zero halves of its Western characters."""
    even, odd = head[0::2], head[1::2]
    if not odd:
        return ""
    zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros[1] > _ZEROS > 5 * zeros[0]:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > _ZEROS > 5 * zeros[1] else ""


def _whole_characters(piece: bytes) -> bytes:
    """Leave out what a cut may have left of a character at both ends."""
    start = next((at for at, byte in enumerate(piece[:3]) if not 0x80 <= byte < 0xC0), 0)  # noqa: PLR2004
    stop = len(piece)
    for back in range(1, min(4, len(piece)) + 1):
        if piece[-back] >= 0xC0:  # noqa: PLR2004 - leads a character
            stop = len(piece) - back
            break
        if piece[-back] < 0x80:  # noqa: PLR2004
            break
    return piece[start:stop]


def _utf8_sequences(piece: bytes) -> tuple[int, int]:
    """Count the characters beyond ASCII that are UTF-8, and the bytes that are not."""
    text = piece.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(text))
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _code_page(sample: bytes) -> str:
    view = np.frombuffer(sample, np.uint8)
    counts = np.bincount(view[view >= _HIGH], minlength=256).tolist()
    high = [(byte, counts[byte]) for byte in range(_HIGH, 256) if counts[byte]]
    scores = {name: sum(_weight(byte, name) * count for byte, count in high) for name in _CODE_PAGES}
    if counts[0xBC] or counts[0xBD]:
        scores[_LATIN_9] += 8 * len(_IN_A_WORD.findall(sample))
    return max(_CODE_PAGES, key=scores.__getitem__)


def _weight(byte: int, encoding: str) -> int:
    char = bytes([byte]).decode(encoding, "replace")
    if char == "\ufffd" or not (char.isprintable() or char == "\u00a0"):
        return _CONTROL
    if encoding == _LATIN_9 and char in "ŒœŸ":
        return -1  # a fraction of cp1252, unless it is in a word
    return _WEIGHTS.get(char, _STRANGE)
