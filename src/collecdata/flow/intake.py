"""What the user named, as lots: files found, each recognised, each given to its collectivity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.nearest import nearest
from collecdata.errors import CollecdataError, InputError, UsageError
from collecdata.flow.detect import Detection, Match, detect_file
from collecdata.flow.lots import Asked, Lot, by_siren
from collecdata.issues import Issue, Severity
from collecdata.readers.magic import LABELS, kind_of
from collecdata.readers.sources import database, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.readers.source import Source

__all__ = ["Intake", "find_adapter", "take_in"]


@dataclass(frozen=True, slots=True)
class Intake:
    """The lots to convert, and what of the dump will not be: files that no adapter, or more than one, fits."""

    lots: tuple[Lot, ...]
    issues: tuple[Issue, ...]


def find_adapter(name: str, adapters: Mapping[str, AdapterFolder]) -> AdapterFolder:
    """Return the adapter of this name. Raises `UsageError` with the nearest one."""
    if name not in adapters:
        raise UsageError("usage.unknown_adapter", value=name, nearest=nearest(name, tuple(adapters)) or "")
    return adapters[name]


def take_in(asked: Sequence[Asked], adapters: Mapping[str, AdapterFolder]) -> Intake:
    """Find and recognise every file.

    Raises:
        UsageError: an adapter that does not exist; or nothing was recognised, and there was only one file.
        InputError: nothing can be read at all.
    """
    found: list[tuple[Asked, Match]] = []
    issues: list[Issue] = []
    for one in asked:
        chosen = (find_adapter(one.adapter, adapters),) if one.adapter else _ways_in(adapters)
        for source in _sources(one, issues):
            detection = detect_file(source, chosen, forced=bool(one.adapter))
            if detection.match is not None:
                found += ((one, part) for part in detection.match.parts())
            else:
                issues.append(_unrecognised(detection))
    if not found:
        raise _nothing(issues)
    return Intake(tuple(by_siren(found)), tuple(issues))


def _ways_in(adapters: Mapping[str, AdapterFolder]) -> tuple[AdapterFolder, ...]:
    return tuple(folder for folder in adapters.values() if folder.adapter is not None)


def _sources(asked: Asked, issues: list[Issue]) -> Iterator[Source]:
    yield from (database(address, asked.credentials) for address in asked.databases)
    for path in asked.paths:
        expansion = expand(path)
        issues.extend(expansion.issues)
        yield from expansion.sources


def _unrecognised(detection: Detection) -> Issue:
    """Say that nothing, or more than one thing, fits; and the reason of the adapter that came nearest."""
    source = detection.source.name
    if detection.matches:
        names = ", ".join(sorted({match.adapter for match in detection.matches}))
        return Issue("detect.ambiguous", source=source, params={"adapters": names})
    misses = detection.misses
    if misses and all(miss.code == FORMAT for miss in misses):
        expected = ", ".join(dict.fromkeys(miss.params["expected"] for miss in misses))
        return Issue("detect.other_format", source=source, params={"found": _kind(detection), "expected": expected})
    nearest_miss = max(misses, key=lambda miss: _NEARNESS.get(miss.code, len(_NEARNESS)), default=None)
    if nearest_miss is not None and nearest_miss.code not in _NEARNESS:
        return Issue(nearest_miss.code, source=source, params=dict(nearest_miss.params))
    adapter = nearest_miss.adapter if nearest_miss else ""
    absent = nearest_miss.params.get("absent", "") if nearest_miss else ""
    return Issue("detect.none", source=source, params={"adapter": adapter, "absent": absent})


def _kind(detection: Detection) -> str:
    """Say what the content looks like."""
    try:
        return LABELS[kind_of(detection.source)]
    except CollecdataError:
        return ""


FORMAT = "detect.format"
_NEARNESS = {code: rank for rank, code in enumerate((FORMAT, "detect.name", "detect.header"))}
"""How near a miss was: another format, then another name, then other columns. A reader's own refusal says more."""


def _nothing(issues: Sequence[Issue]) -> InputError:
    """Make the one reason why nothing was read the error, else an error that names every file."""
    grave = [issue for issue in issues if issue.severity is Severity.ERROR]
    if len(grave) == 1:
        params: dict[str, Any] = {**grave[0].params, "source": grave[0].source}
        return InputError(grave[0].code, **params)
    return InputError("input.nothing", source=", ".join(dict.fromkeys(issue.source for issue in grave)))
