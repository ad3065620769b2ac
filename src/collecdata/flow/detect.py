"""Which adapter reads which file, and why not the others."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from collecdata.errors import CollecdataError
from collecdata.flow.lots import SIREN
from collecdata.readers import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.language import Detect, Input
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.source import Source

__all__ = ["Detection", "Match", "Miss", "detect_file", "file_facts"]

SIRET = re.compile(r"[0-9]{14}")
COLUMNS = "columns"
"""Fact of a file without header: how many cells its first record has."""


@dataclass(frozen=True, slots=True)
class Match:
    """One input of one adapter that fits a file."""

    adapter: str
    input: str
    layout: Layout
    facts: Mapping[str, str]
    shared: bool = False
    """Whether the file holds other collectivities beside this one."""

    def parts(self) -> Iterator[Match]:
        """Give the match of each collectivity of the file; itself where there is one."""
        for part in self.layout.parts:
            yield replace(self, layout=part, facts={**self.facts, **part.facts}, shared=True)
        if not self.layout.parts:
            yield self


@dataclass(frozen=True, slots=True)
class Miss:
    """One input of one adapter that does not fit, and the first reason: a message code and what fills it."""

    adapter: str
    input: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found of one file; `matches` of several adapters is for the user to decide."""

    source: Source
    matches: tuple[Match, ...]
    misses: tuple[Miss, ...]

    @property
    def match(self) -> Match | None:
        """The only input that fits, or None (none, or more than one)."""
        return self.matches[0] if len(self.matches) == 1 else None


def detect_file(source: Source, adapters: Iterable[AdapterFolder], *, forced: bool = False) -> Detection:
    """Try every input of every adapter on the head of one file.

    With `forced` (the user named the adapter) neither name nor header has to fit when the adapter has one input:
    the header is still read, and what is missing from it is reported by the plan.
    """
    matches: list[Match] = []
    misses: list[Miss] = []
    head = _head(source)
    layouts: dict[tuple[str, str], Layout | Miss] = {}
    folders = tuple(adapters)
    for folder in folders:
        inputs = folder.adapter.inputs if folder.adapter else {}
        for name, wanted in inputs.items():
            found = _try(source, head, folder.id, name, wanted, layouts, forced=forced and len(inputs) == 1)
            if isinstance(found, Match):
                matches.append(found)
            else:
                misses.append(found)
    return Detection(source, _most_specific(matches, folders), tuple(misses))


def file_facts(source: Source, wanted: Detect, layout: Layout) -> dict[str, str]:
    """Everything known of the file and not of its rows: the reader's facts, and the groups of its name.

    Where a format only writes the SIRET of its owner, that is given as the fact `siren`: its first nine digits are.
    """
    facts = dict(layout.facts)
    if wanted.name_pattern and (found := re.search(wanted.name_pattern, source.base)):
        facts |= {key: value for key, value in found.groupdict().items() if value}
    if SIRET.fullmatch(facts.get(SIREN, "")):
        facts[SIREN] = facts[SIREN][:9]
    return facts


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            return stream.read(1 << 16)
    except (OSError, EOFError, CollecdataError):
        return b""


def _try(
    source: Source,
    head: bytes,
    adapter: str,
    name: str,
    wanted: Input,
    layouts: dict[tuple[str, str], Layout | Miss],
    *,
    forced: bool,
) -> Match | Miss:
    if not forced and not fnmatch(source.base.lower(), wanted.detect.name.lower()):
        return Miss(adapter, name, "detect.name", {"expected": wanted.detect.name})
    if not forced and wanted.detect.starts and not _starts(head, wanted.detect.starts):
        return Miss(adapter, name, "detect.starts", {"expected": wanted.detect.starts})
    reason = Miss(adapter, name, "detect.format", {"expected": ", ".join(wanted.reader)})
    for kind in wanted.reader:
        reader = registry.READERS[kind]
        if not reader.fits(source, head):
            continue
        layout = _layout(source, reader, wanted, layouts)
        if isinstance(layout, Miss):
            reason = Miss(adapter, name, layout.code, layout.params)
            continue
        facts = file_facts(source, wanted.detect, layout)
        miss = None if forced else _misfit(wanted, layout, facts)
        if miss is None:
            return Match(adapter, name, layout, facts)
        reason = Miss(adapter, name, *miss)
    return reason


def _starts(head: bytes, expected: str) -> bool:
    """Tell whether a file begins with these characters, in any encoding that has ASCII as it is."""
    return head.removeprefix(codecs.BOM_UTF8).startswith(expected.encode())


def _layout(
    source: Source, reader: Reader, wanted: Input, layouts: dict[tuple[str, str], Layout | Miss]
) -> Layout | Miss:
    options, said = wanted.reading(reader.options)
    key = (reader.name, said)
    if key not in layouts:
        try:
            layouts[key] = reader.inspect(source, options)
        except CollecdataError as error:
            layouts[key] = Miss("", "", error.code, {name: str(value) for name, value in error.params.items()})
    return layouts[key]


def _misfit(wanted: Input, layout: Layout, facts: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """Return the first reason why this layout is not of this input."""
    columns = layout.record_sets.get(wanted.detect.record_set or "", next(iter(layout.record_sets.values()), ()))
    if wanted.detect.record_set and wanted.detect.record_set not in layout.record_sets:
        return "detect.record_set", {"expected": wanted.detect.record_set}
    present = set(columns)
    absent = [name for name in wanted.detect.header if not present & {name, *wanted.aliases.get(name, ())}]
    if absent:
        return "detect.header", {"absent": ", ".join(absent)}
    count = int(facts.get(COLUMNS, len(columns)))
    if wanted.detect.columns_count and count not in wanted.detect.columns_count:
        expected = ", ".join(map(str, wanted.detect.columns_count))
        return "detect.columns_count", {"found": str(count), "expected": expected}
    for key, value in wanted.detect.facts.items():
        if not fnmatch(facts.get(key, ""), value):
            return "detect.fact", {"fact": key, "found": facts.get(key, ""), "expected": value}
    return None


def _most_specific(matches: list[Match], folders: tuple[AdapterFolder, ...]) -> tuple[Match, ...]:
    """Leave out a match that another match extends."""
    parents = {folder.id: folder.adapter.extends for folder in folders if folder.adapter}
    matched = {match.adapter for match in matches}
    beaten: set[str] = set()
    for name in matched:
        parent = parents.get(name)
        while parent:
            beaten.add(parent)
            parent = parents.get(parent)
    return tuple(match for match in matches if match.adapter not in beaten)
