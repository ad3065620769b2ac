"""Which adapter reads which file, and why not the others."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from collecdata.catalogue.canonical import CANONICAL
from collecdata.catalogue.signature import Signature
from collecdata.errors import CollecdataError
from collecdata.flow.lots import SIREN
from collecdata.issues import Issue
from collecdata.readers import registry
from collecdata.readers.magic import LABELS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Detect, Input
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.source import Source

__all__ = ["REFUSED", "Detection", "Match", "Miss", "detect_file", "file_facts", "unrecognised"]

FORMAT, HEADER = "detect.format", "detect.header"
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
    nearness: float = 0.0
    """0: another kind of file; up to 1: the share of the expected titles that it has; 1: all of them; `REFUSED`."""


REFUSED = 2.0
"""Nearness of a file that a reader knows for its own and cannot read: damaged, encrypted..."""
OTHER = ".other"
"""End of the codes by which a reader says that a file of its format is of something else."""
_SHOWN = 3
_NEAR = 0.3
"""Share of the titles from which an adapter is worth being named to the user."""


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

    @property
    def nearest(self) -> tuple[Miss, ...]:
        """The inputs that came nearest, best first; those of other kinds of file are left out."""
        near = [miss for miss in self.misses if miss.nearness >= _NEAR]
        return tuple(sorted(near, key=lambda miss: -miss.nearness)[:_SHOWN])

    @property
    def problem(self) -> Issue | None:
        """Why nothing, or more than one thing, fits, in words for the user; None where one input does."""
        return None if self.match else unrecognised(self)


def detect_file(
    source: Source, adapters: Iterable[Signature], *, forced: bool = False, known: Catalogue | None = None
) -> Detection:
    """Try every input of every adapter on the head of one file.

    With `known`, a database may also be one that `load` filled with the tables of this catalogue.

    With `forced` (the user named the adapter) neither name nor header has to fit when the adapter has one input:
    the header is still read, and what is missing from it is reported by the plan.
    """
    matches: list[Match] = []
    misses: list[Miss] = []
    seen = _Seen.of(source)
    signatures = tuple(adapters)
    loaded = known.adapters[CANONICAL] if known is not None and seen.reader("database") else None
    if loaded is not None:
        signatures += (Signature.of(loaded),)
    for one in signatures:
        for name, wanted in one.inputs.items():
            found = _try(seen, one.id, name, wanted, forced=forced and len(one.inputs) == 1)
            if isinstance(found, Match) and loaded is not None and one.id == loaded.id:
                found = _loaded(found, loaded)
            if isinstance(found, Match):
                matches.append(found)
            else:
                misses.append(found)
    return Detection(source, _most_specific(matches, signatures), tuple(misses))


def _loaded(match: Match, folder: AdapterFolder) -> Match | Miss:
    """Let tables that only have the name of a canonical one be those of another product."""
    for output in folder.adapter.outputs if folder.adapter else ():
        columns = match.layout.record_sets.get(output.record_set)
        if columns is not None and (absent := output.fields.keys() - {*columns}):
            shown = ", ".join(f"{output.record_set}.{name}" for name in sorted(absent))
            return Miss(match.adapter, match.input, HEADER, {"absent": shown}, _NEAR)
    return match


def unrecognised(detection: Detection) -> Issue:
    """Say that nothing, or more than one thing, fits; and the reason of the adapter that came nearest."""
    source, misses = detection.source.name, detection.misses
    if detection.matches:
        names = ", ".join(sorted({match.adapter for match in detection.matches}))
        return Issue("detect.ambiguous", source=source, params={"adapters": names})
    if misses and (all(miss.code == FORMAT for miss in misses) or not registry.guess(detection.source)):
        readers = [name for miss in misses if miss.code == FORMAT for name in miss.params["expected"].split(", ")]
        params = {"found": _kind(detection.source), "expected": ", ".join(dict.fromkeys(readers))}
        return Issue("detect.other_format", source=source, params=params)
    if not detection.nearest:
        roots = {f"<{miss.params['found']}>" for miss in misses if miss.code == "xml.other"}
        return Issue("detect.none", source=source, params={"found": ", ".join((_kind(detection.source), *roots))})
    near = detection.nearest[0]
    if near.code != HEADER:
        return Issue(near.code, source=source, params=dict(near.params))
    return Issue("detect.near", source=source, params={"adapter": near.adapter, **near.params})


def _kind(source: Source) -> str:
    """Say what the content looks like."""
    try:
        return LABELS[kind_of(source)]
    except CollecdataError:
        return ""


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


@dataclass(slots=True)
class _Seen:
    """One file, and what each reader has seen in it: inspected once for all the adapters that ask the same."""

    source: Source
    head: bytes
    base: str
    """Name of the file, in small letters."""
    kinds: frozenset[str]
    """Readers that it may be for."""
    readers: dict[str, Reader | None] = field(default_factory=dict)
    layouts: dict[tuple[str, str], Layout | Miss] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> _Seen:
        """Look at the head of a file."""
        head = _head(source)
        return cls(source, head, source.base.lower(), registry.may_read(head))

    def reader(self, kind: str) -> Reader | None:
        """Return a reader that the file may be for; one that it cannot be for is not even imported."""
        if kind not in self.readers:
            reader = registry.READERS[kind] if kind in self.kinds else None
            self.readers[kind] = reader if reader and reader.fits(self.source, self.head) else None
        return self.readers[kind]

    def layout(self, reader: Reader, wanted: Input) -> Layout | Miss:
        """Inspect the file, or say why it cannot be."""
        options, said = wanted.reading(reader.options)
        key = (reader.name, said)
        if key not in self.layouts:
            try:
                self.layouts[key] = reader.inspect(self.source, options)
            except CollecdataError as error:
                params = {name: str(value) for name, value in error.params.items()}
                nearness = 0.0 if error.code.endswith(OTHER) else REFUSED
                self.layouts[key] = Miss("", "", error.code, params, nearness)
        return self.layouts[key]


def _try(seen: _Seen, adapter: str, name: str, wanted: Input, *, forced: bool) -> Match | Miss:
    if not forced and wanted.detect.name != "*" and not fnmatch(seen.base, wanted.detect.name.lower()):
        return Miss(adapter, name, "detect.name", {"expected": wanted.detect.name})
    if not forced and wanted.detect.starts and not _starts(seen.head, wanted.detect.starts):
        return Miss(adapter, name, "detect.starts", {"expected": wanted.detect.starts})
    reason = Miss(adapter, name, FORMAT, {"expected": ", ".join(wanted.reader)})
    for kind in wanted.reader:
        reader = seen.reader(kind)
        if reader is None:
            continue
        layout = seen.layout(reader, wanted)
        if isinstance(layout, Miss):
            reason = replace(layout, adapter=adapter, input=name)
            continue
        facts = file_facts(seen.source, wanted.detect, layout)
        miss = None if forced else _misfit(wanted, layout, facts)
        if miss is None:
            return Match(adapter, name, layout, facts)
        reason = replace(miss, adapter=adapter, input=name)
    return reason


def _starts(head: bytes, expected: str) -> bool:
    """Tell whether a file begins with these characters, in any encoding that has ASCII as it is."""
    return head.removeprefix(codecs.BOM_UTF8).startswith(expected.encode())


def _misfit(wanted: Input, layout: Layout, facts: Mapping[str, str]) -> Miss | None:
    """Return the first reason why this layout is not of this input."""
    expected, columns = wanted.detect, layout.record_sets.get(wanted.detect.record_set or "")
    if columns is None and expected.record_set:
        return Miss("", "", "detect.record_set", {"expected": expected.record_set})
    present = set(columns if columns is not None else next(iter(layout.record_sets.values()), ()))
    absent = [name for name in expected.header if not present & {name, *wanted.aliases.get(name, ())}]
    if absent:
        shared = len(expected.header) - len(absent)
        nearness = shared / len(expected.header) if shared > 1 else 0.0  # one title in common is chance
        return Miss("", "", HEADER, {"absent": ", ".join(absent)}, nearness)
    count = int(facts.get(COLUMNS, len(present)))
    if expected.columns_count and count not in expected.columns_count:
        counts = ", ".join(map(str, expected.columns_count))
        nearness = float(bool(expected.header))
        return Miss("", "", "detect.columns_count", {"found": str(count), "expected": counts}, nearness)
    for key, value in expected.facts.items():
        if not fnmatch(facts.get(key, ""), value):
            found, nearness = facts.get(key, ""), float(bool(expected.header))
            return Miss("", "", "detect.fact", {"fact": key, "found": found, "expected": value}, nearness)
    return None


def _most_specific(matches: list[Match], signatures: tuple[Signature, ...]) -> tuple[Match, ...]:
    """Leave out a match that another match extends."""
    parents = {one.id: one.extends for one in signatures}
    matched = {match.adapter for match in matches}
    beaten: set[str] = set()
    for name in matched:
        parent = parents.get(name)
        while parent:
            beaten.add(parent)
            parent = parents.get(parent)
    return tuple(match for match in matches if match.adapter not in beaten)
