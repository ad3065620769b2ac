"""Sections of a Markdown report that are one table each, filled lot by lot: they keep no more rows than they show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from collecdata.report.labels import Words
    from collecdata.report.model import Rows

__all__ = ["MOST", "Filled", "Section", "cell", "more", "title"]

MOST = 200
"""Rows of a table of the report; `rapport.json` has them all."""


@dataclass(frozen=True, slots=True)
class Section:
    """What the rows of a section are of one lot; the words of its columns, and which of these are numbers.

    With fewer than `least` rows it is left out; `most` are shown.
    """

    key: str
    header: tuple[str, ...]
    rows: Callable[[Rows, Words], Iterable[Sequence[str]]]
    numbers: frozenset[int] = frozenset()
    text: str = ""
    least: int = 1
    most: int = MOST


@dataclass(slots=True)
class Filled:
    """A section and its first rows; a column that nobody fills is left out."""

    section: Section
    _count: int = 0
    _first: list[Sequence[str]] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Add the rows of one more lot."""
        for row in rows:
            self._count += 1
            if len(self._used) < len(row):
                self._used.update(place for place, text in enumerate(row) if text)
            if len(self._first) < self.section.most:
                self._first.append(row)

    def lines(self, words: Words) -> Iterator[str]:
        """Write it."""
        section = self.section
        if self._count < section.least:
            return
        yield from title(words[section.key])
        if section.text:
            yield words[section.text]
            yield ""
        kept = sorted(self._used)
        header = [words[key] if key else "" for key in section.header]
        yield "| " + " | ".join(cell(header[place]) for place in kept) + " |"
        yield "| " + " | ".join("---:" if place in section.numbers else "---" for place in kept) + " |"
        for row in self._first:
            yield "| " + " | ".join(cell(row[place]) for place in kept) + " |"
        yield ""
        yield from more(self._count - len(self._first), words)


def more(count: int, words: Words) -> Iterator[str]:
    """Say how many are not shown."""
    if count > 0:
        yield words["more"].format(count=words.number(count))
        yield ""


def title(text: str) -> Iterator[str]:
    """Begin a section."""
    yield f"## {text}"
    yield ""


def cell(text: str) -> str:
    """Keep a text on one line, and inside its cell."""
    return re.sub(r"\s*[\x00-\x1f]\s*", " ", text).replace("|", "\\|").replace("<", "&lt;")
