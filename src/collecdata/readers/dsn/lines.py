"""The lines of some bytes of a DSN: where each begins and ends, which rubric it is, where its value stands."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from collecdata.kernels.words import WORD
from collecdata.readers.csv.scan import find_byte
from collecdata.readers.dsn.codes import HEAD, UNKNOWN, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from collecdata.kernels.words import Words
    from collecdata.readers.dsn.codes import Numbers, Places

    Mask = NDArray[np.bool_]

__all__ = ["PADDING", "Lines", "Odd", "find_lines"]

PADDING = HEAD + WORD
"""Bytes to spare behind the lines of a buffer."""
_LF, _CR, _QUOTE = 0x0A, 0x0D, 0x27
_ODD_LINE = re.compile(rb"[ \t]*(S[0-9]{2}\.G[0-9]{2}\.[0-9]{2})\.([0-9]{3})[ \t]*,[ \t]*'(.*)'[ \t]*", re.DOTALL)


class Odd(NamedTuple):
    """A line that is not, to the byte, a rubric of the norm and its value: a rubric it does not know, another form.

    `code` is empty for what is no rubric at all; `start` and `stop` then are those of the whole line. `at`: where the
    code begins.
    """

    line: int
    block: str
    code: str
    start: int
    stop: int
    at: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where its cells stand: block, rubric and value, or the line."""
        value = (self.start, self.stop)
        ends = (self.at + len(self.block), self.at + len(self.code))
        return (*((self.at, end) for end in ends), value) if self.code else (value,)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a buffer, that has `PADDING` bytes to spare. Everything is in bytes of the buffer.

    `stops` leaves the line end out. `rubrics` gives the number of the rubric, `UNKNOWN` for odd lines; the value is
    from `values` to `ends`. Odd lines that are a rubric of the norm are in `rubrics` too, once read exactly. `words`
    are the first eight bytes of the value, and what follows it where it is shorter.
    """

    starts: Places
    stops: Places
    rubrics: Numbers
    words: Words
    values: Places
    ends: Places
    odd: tuple[Odd, ...]
    blanks: Places


def find_lines(data: bytearray, size: int) -> Lines:
    """Read the first `size` bytes of a buffer as lines; the last may have no end."""
    breaks = find_byte(data, _LF, 0, size)
    if not size or data[size - 1] != _LF:
        breaks = np.append(breaks, size) if size else breaks
    seen = np.frombuffer(data, np.uint8)
    starts = np.empty(len(breaks), np.int64)
    starts[:1], starts[1:] = 0, breaks[:-1] + 1
    stops = breaks - (seen.take(breaks - 1, mode="clip") == _CR)  # before the end of an empty line is another end
    rubrics, words = codes().find(data, starts)
    values, ends = starts + HEAD, stops - 1
    regular = (rubrics != UNKNOWN) & (ends >= values) & (seen.take(ends, mode="clip") == _QUOTE)
    odd: list[Odd] = []
    blanks: list[int] = []
    if not regular.all():
        rubrics = np.where(regular, rubrics, np.int32(UNKNOWN))
        for one in _read_odd(data, np.flatnonzero(~regular), starts, stops):
            if isinstance(one, int):
                blanks.append(one)
                continue
            number = codes().rubric(one.code)
            if number == UNKNOWN:
                odd.append(one)
            else:
                rubrics[one.line], values[one.line], ends[one.line] = number, one.start, one.stop
                words[one.line] = int.from_bytes(data[one.start : one.start + WORD], "little")
    return Lines(starts, stops, rubrics, words, values, ends, tuple(odd), np.array(blanks, np.int64))


def _read_odd(data: bytearray, lines: Places, starts: Places, stops: Places) -> Iterator[Odd | int]:
    """Read lines one by one, exactly; of one that is blank only the number is given."""
    for line in lines.tolist():
        start, stop = int(starts[line]), int(stops[line])
        if line == 0 and data.startswith(BOM_UTF8, start, stop):
            start += len(BOM_UTF8)
        text = bytes(data[start:stop])
        if not text.strip(b" \t\x1a\0"):
            yield line
        elif found := _ODD_LINE.fullmatch(text):
            block = found[1].decode()
            low, high = found.span(3)
            yield Odd(line, block, f"{block}.{found[2].decode()}", start + low, start + high, start + found.start(1))
        else:
            yield Odd(line, "", "", start, stop)
