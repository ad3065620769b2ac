"""What the user named, as lots: files found, each recognised, each given to its collectivity."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.signature import Signature
from collecdata.errors import InputError, UsageError
from collecdata.flow.detect import detect_files, unrecognised
from collecdata.flow.lots import by_siren
from collecdata.flow.schedule import in_order
from collecdata.issues import Issue, Severity
from collecdata.readers.sources import database, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.flow.detect import Detection, Match
    from collecdata.flow.lots import Asked, Waiting
    from collecdata.readers.source import Source

__all__ = ["Found", "Intake", "find_adapter", "find_files", "take_in"]

PIECE = 64
"""Files recognised as one piece of work, small ones at once."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The lots to convert, and what of the dump will not be: files that no adapter, or more than one, fits."""

    lots: tuple[Waiting, ...]
    issues: tuple[Issue, ...]


def find_adapter(name: str, adapters: Mapping[str, AdapterFolder]) -> AdapterFolder:
    """Return the adapter of this name. Raises `UsageError` with the nearest one."""
    if name not in adapters:
        raise UsageError("usage.unknown_adapter", value=name, nearest=nearest(name, tuple(adapters)) or "")
    return adapters[name]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to recognise, and the line it was found by."""

    asked: Asked
    source: Source


def find_files(asked: Sequence[Asked]) -> tuple[list[Found], list[Issue]]:
    """Find every file.

    Raises:
        InputError: nothing can be read at all.
        UsageError: two lines give one collectivity the same file.
    """
    issues: list[Issue] = []
    found = [Found(one, source) for one in asked for source in _sources(one, issues, alone=len(asked) == 1)]
    if not found:
        raise _nothing(issues)
    _refuse_twice(found)
    return found, issues


def _refuse_twice(found: Sequence[Found]) -> None:
    """Refuse a file that two lines give one collectivity: its rows would be there twice, and nothing would say so."""
    lines: dict[object, Asked] = {}
    for one in found:
        source, asked = one.source, one.asked
        path = source.address or os.path.normpath(source.path.absolute())
        if lines.setdefault((path, source.member, asked.siren, asked.adapter), asked) is not asked:
            raise UsageError("usage.lots_twice", at=asked.at, value=source.name)


def take_in(
    found: Sequence[Found],
    issues: Sequence[Issue],
    catalogue: Catalogue,
    own: Mapping[str, AdapterFolder],
    pool: tuple[Executor, int],
) -> Intake:
    """Recognise every file, and give each to its lot.

    Args:
        found: the files.
        issues: what was found that is no file to read.
        catalogue: where adapters are.
        own: those that stand before them.
        pool: who does it, and how many pieces of work at once.

    Raises:
        UsageError: an adapter that does not exist; or nothing was recognised, and there was only one file.
        InputError: nothing can be read at all.
    """
    for name in dict.fromkeys(one.asked.adapter for one in found if one.asked.adapter):
        if name not in own:
            find_adapter(name, catalogue.inbound)
    problems = list(issues)
    lots = by_siren(_matches(found, catalogue, own, pool, problems))
    if not lots:
        raise _nothing(problems)
    return Intake(tuple(lots), tuple(problems))


def _matches(
    found: Sequence[Found],
    catalogue: Catalogue,
    own: Mapping[str, AdapterFolder],
    pool: tuple[Executor, int],
    problems: list[Issue],
) -> Iterator[tuple[Asked, Match]]:
    """Recognise files piece by piece; those that are not go to `problems`."""
    pieces = ((catalogue, own, tuple(found[at : at + PIECE])) for at in range(0, len(found), PIECE))
    detections = (one for piece in in_order(*pool, _recognise, pieces) for one in piece)
    for one, detection in zip(found, detections, strict=True):
        if detection.match is not None:
            yield from ((one.asked, part) for part in detection.match.parts())
        else:
            problems.append(unrecognised(detection))


def _recognise(piece: tuple[Catalogue, Mapping[str, AdapterFolder], tuple[Found, ...]]) -> list[Detection]:
    catalogue, own, found = piece
    named = {name: Signature.of(folder) for name, folder in own.items()}
    guessed = any(not one.asked.adapter for one in found)
    every = tuple({**catalogue.signatures, **named}.values()) if guessed else ()

    def chosen(name: str) -> tuple[Signature, ...]:
        return (named[name] if name in named else Signature.of(catalogue.inbound[name]),) if name else every

    detections: dict[int, Detection] = {}
    for name in dict.fromkeys(one.asked.adapter for one in found):
        mine = [place for place, one in enumerate(found) if one.asked.adapter == name]
        sources, known = [found[place].source for place in mine], None if name else catalogue
        made = detect_files(sources, chosen(name), forced=bool(name), known=known)
        detections.update(zip(mine, made, strict=True))
    return [detections[place] for place in range(len(found))]


def _sources(asked: Asked, issues: list[Issue], *, alone: bool) -> Iterator[Source]:
    """Find the files of one line; a path of one of several that cannot be read is an issue."""
    yield from (database(address, asked.credentials) for address in asked.databases)
    for path in asked.paths:
        try:
            expansion = expand(path)
        except InputError as error:
            if alone:
                raise
            params = {name: str(value) for name, value in error.params.items() if name != "source"}
            issues.append(Issue(error.code, source=str(error.params.get("source", path.name)), params=params))
            continue
        issues.extend(expansion.issues)
        yield from expansion.sources


def _nothing(issues: Sequence[Issue]) -> InputError:
    """Make the one reason why nothing was read the error, else an error that names every file."""
    grave = [issue for issue in issues if issue.severity is Severity.ERROR]
    if len(grave) == 1:
        params: dict[str, Any] = {**grave[0].params, "source": grave[0].source}
        return InputError(grave[0].code, **params)
    return InputError("input.nothing", source=", ".join(dict.fromkeys(issue.source for issue in grave)))
