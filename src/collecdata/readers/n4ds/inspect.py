"""Fix the layout of a N4DS: it is gone through whole, for only its end says what it should hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers.base import Layout
from collecdata.readers.dsn.pieces import Piece, Span
from collecdata.readers.n4ds.form import Form
from collecdata.readers.n4ds.survey import ENVOI, TESTED, TOTAL, survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.n4ds.options import N4dsOptions
    from collecdata.readers.n4ds.survey import Survey
    from collecdata.readers.source import Source

__all__ = ["N4dsDialect", "inspect_file"]

TEST = "01"
_FACTS = {
    "logiciel": f"{ENVOI}.005",
    "editeur": f"{ENVOI}.006",
    "logiciel_version": f"{ENVOI}.007",
    "norme": f"{ENVOI}.011",
}


@dataclass(frozen=True, slots=True)
class N4dsDialect:
    """One file, or what one collectivity has in it, as every worker knows it. Picklable."""

    form: Form
    pieces: tuple[Piece, ...]
    damage: str = ""


def inspect_file(source: Source, options: N4dsOptions) -> Layout:
    """Go through a file and fix its layout, with that of each collectivity where it has several.

    Raises:
        InputError: empty, without an envoi, unreadable.
    """
    found = survey(source, options.block)
    if not found.envois:
        raise InputError("n4ds.other", source=source.name)
    form = Form.of(options, found.rubrics)
    said = found.envois[0].said
    facts = {name: said[rubric] for name, rubric in _FACTS.items() if said.get(rubric)}
    pieces = _pieces(found)
    every = tuple(sorted((one for mine in pieces.values() for one in mine), key=lambda piece: piece.own.start))
    layout = Layout(
        reader="n4ds",
        source=source,
        record_sets=form.columns,
        facts={"encoding": "iso-8859-1", **facts},
        dialect=N4dsDialect(form, every, found.damage),
        issues=tuple(_issues(found, source.name)),
        carried=form.carried(found.rubrics),
        sha256=found.sha256,
    )
    parts = [
        replace(
            layout,
            facts={**layout.facts, "siren": siren},
            dialect=N4dsDialect(form, tuple(mine), found.damage if mine[-1] is every[-1] else ""),
            issues=layout.issues if number == 0 else (),
        )
        for number, (siren, mine) in enumerate(pieces.items())
    ]
    return parts[0] if len(parts) == 1 else replace(layout, parts=tuple(parts))


def _pieces(found: Survey) -> dict[str, list[Piece]]:
    """Cut a file between employers, and a large one between agents, by SIREN; each byte is in one piece.

    What stands before the first employer of an envoi goes with it, what follows the last one with that.
    """
    if not found.employers:
        return {"": [Piece(Span(0, found.size, 1))]}
    starts = [_start(found, number) for number in range(len(found.employers))]
    pieces: dict[str, list[Piece]] = {}
    for number, one in enumerate(found.employers):
        start, line = starts[number]
        stop = starts[number + 1][0] if number + 1 < len(starts) else found.size
        envoi = Span(one.envoi.start, one.envoi.head, one.envoi.line)
        above = (envoi,) if start > one.envoi.start else ()
        mine = pieces.setdefault(one.siren, [])
        ends = [*(cut.start for cut in one.cuts), stop]
        mine.append(Piece(Span(start, ends[0], line), above))
        for cut, end in zip(one.cuts, ends[1:], strict=True):
            held = (envoi, Span(one.start, one.head, one.line))
            mine.append(Piece(Span(cut.start, end, cut.line), held, individuals=cut.agents))
    return pieces


def _start(found: Survey, number: int) -> tuple[int, int]:
    """Return the byte and line where what goes with an employer begins."""
    one = found.employers[number]
    if number == 0:
        return 0, 1
    return (one.envoi.start, one.envoi.line) if one.start == one.envoi.head else (one.start, one.line)


def _issues(found: Survey, source: str) -> Iterator[Issue]:
    """Say what the envelope lacks, or says wrongly."""
    for one in found.envois:
        if one.said.get(TESTED) == TEST:
            yield Issue("dsn.test", Severity.WARNING, source=source, lines=(one.line,))
        if not one.total:
            yield Issue("n4ds.no_total", source=source, lines=(found.lines,))
            continue
        for rubric, code, counted in (
            (".001", "n4ds.total_lines", one.lines),
            (".002", "n4ds.total_employers", one.employers),
        ):
            declared = one.said.get(TOTAL + rubric, "")
            if declared.lstrip("0") != str(counted):
                params = {"declared": declared, "counted": str(counted)}
                yield Issue(code, source=source, lines=(one.total,), values=(declared,), params=params)
    alone = tuple(one.line for one in found.employers if not one.siren)
    if alone:
        yield Issue("n4ds.no_siren", source=source, lines=alone)
