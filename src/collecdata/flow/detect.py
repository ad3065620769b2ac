"""Which adapter reads which file, and why not the others."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from collecdata.catalogue.canonical import CANONICAL
from collecdata.catalogue.signature import Signature
from collecdata.errors import CollecdataError
from collecdata.flow.params import SIREN
from collecdata.flow.seen import Refusal, Seen, look_ahead, surveys
from collecdata.issues import Issue
from collecdata.readers import registry
from collecdata.readers.magic import LABELS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Detect, Input
    from collecdata.readers.base import Layout
    from collecdata.readers.source import Source

__all__ = ["REFUSED", "Detection", "Match", "Miss", "detect_file", "detect_files", "file_facts", "unrecognised"]

FORMAT, HEADER, NAME = "detect.format", "detect.header", "detect.name"
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
    """Try every input of every adapter on the head of one file; see `detect_files`."""
    return detect_files([source], adapters, forced=forced, known=known, why=True)[0]


def detect_files(
    sources: Sequence[Source],
    adapters: Iterable[Signature],
    *,
    forced: bool = False,
    known: Catalogue | None = None,
    why: bool = False,
) -> list[Detection]:
    """Try every input of every adapter on the heads of some files.

    With `known`, a database may also be one that `load` filled with the tables of this catalogue.

    With `forced` (the user named the adapter) neither name nor header has to fit when the adapter has one input:
    the header is still read, and what is missing from it is reported by the plan.

    Misses are given of the files that nothing fits; with `why`, of all.
    """
    signatures = tuple(adapters)
    files = [Seen.of(source) for source in sources]
    trials = _Trials(signatures, None, forced=forced)
    trials.look_ahead(files)
    found = []
    for seen in files:
        of_file = trials
        if known is not None and seen.reader("database"):
            loaded = known.inbound[CANONICAL]
            of_file = _Trials((*signatures, Signature.of(loaded)), loaded, forced=forced)
        found.append(of_file.run(seen, why=why))
    return found


class _Trial(NamedTuple):
    """One input of one adapter; `forced`: it is the one that the user named."""

    adapter: str
    name: str
    wanted: Input
    forced: bool


class _Trials:
    """Every input of every adapter. `loaded` is the adapter of databases that `load` filled."""

    def __init__(self, signatures: tuple[Signature, ...], loaded: AdapterFolder | None, *, forced: bool) -> None:
        self._signatures, self._loaded = signatures, loaded
        self._every = [
            _Trial(one.id, name, wanted, forced and len(one.inputs) == 1)
            for one in signatures
            for name, wanted in one.inputs.items()
        ]
        self._fitting: dict[frozenset[str], list[_Trial]] = {}

    def look_ahead(self, files: Sequence[Seen]) -> None:
        """Let readers that can inspect several files at once do so."""
        alike: dict[frozenset[str], list[Seen]] = {}
        for seen in files:
            alike.setdefault(seen.kinds, []).append(seen)
        for kinds, mine in alike.items():
            trials = self._of(kinds) if len(mine) > 1 else []
            able = surveys(mine, [kind for trial in trials for kind in trial.wanted.reader])
            for trial in trials:
                for kind in able.keys() & set(trial.wanted.reader):
                    look_ahead([seen for seen in able[kind] if _unlike(seen, trial) is None], kind, trial.wanted)

    def run(self, seen: Seen, *, why: bool) -> Detection:
        """Try them on one file; those that cannot fit too, where it has to be said why they do not."""
        tried = [self._try(seen, trial) for trial in (self._every if why else self._of(seen.kinds))]
        matches = [one for one in tried if isinstance(one, Match)]
        if not (why or matches):
            tried = [self._try(seen, trial) for trial in self._every]
        misses = tuple(one for one in tried if isinstance(one, Miss)) if why or not matches else ()
        fitting = _most_specific(_signed(matches, self._signatures), self._signatures)
        return Detection(seen.source, fitting, misses)

    def _of(self, kinds: frozenset[str]) -> list[_Trial]:
        """Return the inputs one of whose readers a file may be for."""
        if kinds not in self._fitting:
            self._fitting[kinds] = [trial for trial in self._every if not kinds.isdisjoint(trial.wanted.reader)]
        return self._fitting[kinds]

    def _try(self, seen: Seen, trial: _Trial) -> Match | Miss:
        found = _try(seen, trial)
        if isinstance(found, Match) and self._loaded is not None and trial.adapter == self._loaded.id:
            return _loaded(found, self._loaded)
        return found


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
        named = [miss.params["expected"] for miss in misses if miss.code == NAME]
        if named and len({miss.adapter for miss in misses}) == 1:
            params = {"adapter": misses[0].adapter, "expected": ", ".join(dict.fromkeys(named))}
            return Issue("detect.names", source=source, params=params)
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


def _unlike(seen: Seen, trial: _Trial) -> Miss | None:
    """Return why a file cannot be meant, by its name and its first characters."""
    expected = trial.wanted.detect
    if trial.forced:
        return None
    if expected.name != "*" and not fnmatch(seen.base, expected.name.lower()):
        return Miss(trial.adapter, trial.name, NAME, {"expected": expected.name})
    if expected.starts and not _starts(seen.head, expected.starts):
        return Miss(trial.adapter, trial.name, "detect.starts", {"expected": expected.starts})
    return None


def _try(seen: Seen, trial: _Trial) -> Match | Miss:
    adapter, name, wanted, forced = trial
    if (unlike := _unlike(seen, trial)) is not None:
        return unlike
    reason = Miss(adapter, name, FORMAT, {"expected": ", ".join(wanted.reader)})
    for kind in wanted.reader:
        reader = seen.reader(kind)
        if reader is None:
            continue
        layout = seen.layout(reader, wanted)
        if isinstance(layout, Refusal):
            nearness = 0.0 if layout.code.endswith(OTHER) else REFUSED
            reason = Miss(adapter, name, layout.code, layout.params, nearness)
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


def _signed(matches: list[Match], signatures: tuple[Signature, ...]) -> list[Match]:
    """Leave out what goes by the file's name alone, where the file begins with the signature of a format."""
    inputs = {(one.id, name): wanted.detect for one in signatures for name, wanted in one.inputs.items()}
    found = [inputs[match.adapter, match.input] for match in matches]
    if not any(one.starts for one in found):
        return matches
    told = (one.starts or one.header or one.columns_count or one.facts for one in found)
    return [match for match, more in zip(matches, told, strict=True) if more]


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
