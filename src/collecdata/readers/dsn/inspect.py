"""Fix the layout of a DSN: it is gone through whole, for only its end says what it should hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.catalogue.dsn import year_of, years
from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import LINE
from collecdata.readers.base import Layout
from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.dsn.declarations import TEST, settle
from collecdata.readers.dsn.form import Sets
from collecdata.readers.dsn.lines import PADDING
from collecdata.readers.dsn.pieces import Piece, Span, pieces_of
from collecdata.readers.dsn.reading import Made, read_piece
from collecdata.readers.dsn.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.readers.dsn.declarations import Declaration, Envoi
    from collecdata.readers.dsn.options import DsnOptions
    from collecdata.readers.dsn.survey import Survey
    from collecdata.readers.source import Source

__all__ = ["DsnDialect", "inspect_file", "settled"]

_SAMPLE = 1 << 20
"""Bytes of the head by which columns are judged; a smaller file is read sooner than judged."""
_FACTS = {
    "logiciel": "S10.G00.00.001",
    "editeur": "S10.G00.00.002",
    "logiciel_version": "S10.G00.00.003",
    "norme": "S10.G00.00.006",
}


@dataclass(frozen=True, slots=True)
class DsnDialect:
    """One file, or what one collectivity has in it, as every worker knows it. Picklable.

    `alone`: it is the only collectivity of a small file on disk, sound, that begins with an envoi.
    """

    sets: Sets
    made: Made
    pieces: tuple[Piece, ...]
    declarations: tuple[Declaration, ...]
    damage: str = ""
    alone: bool = False


def inspect_file(source: Source, options: DsnOptions) -> Layout:
    """Go through a file and fix its layout, with that of each collectivity where it has several.

    Raises:
        InputError: empty, without any rubric of the norm, unreadable.
    """
    found = survey(source, options.block)
    if not found.envois:
        raise InputError("dsn.other", source=source.name)
    sets = Sets.of(options.record_sets, found.rubrics)
    pieces = pieces_of(found, options.block)
    sets = _judged(sets, source, found)
    whole = sorted((piece for mine in pieces.values() for piece in mine), key=lambda piece: piece.own.start)
    small = source.plain and found.size < _SAMPLE and not found.damage
    alone = small and len(whole) == 1 and found.envois[0].start == 0
    dialect = DsnDialect(sets, _made(found), tuple(whole), tuple(found.declarations), found.damage, alone)
    facts = {name: found.facts[rubric] for name, rubric in _FACTS.items() if found.facts.get(rubric)}
    layout = Layout(
        reader="dsn",
        source=source,
        record_sets=sets.columns,
        facts={"encoding": "iso-8859-1", **facts},
        dialect=dialect,
        issues=tuple(_issues(found, source.name)),
        carried=sets.carried,
        sha256=found.sha256,
    )
    parts = [
        replace(
            layout,
            facts={**layout.facts, "siren": siren},
            dialect=replace(
                dialect,
                pieces=tuple(mine),
                declarations=tuple(one for one in found.declarations if one.siren == siren),
                damage=dialect.damage if mine[-1] is whole[-1] else "",
            ),
            issues=layout.issues if number == 0 else (),
        )
        for number, (siren, mine) in enumerate(pieces.items())
    ]
    return settled([parts[0]])[0] if len(parts) == 1 else replace(settled([layout])[0], parts=tuple(parts))


def settled(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return the layouts of the files of one collectivity, each declaration knowing what it came to, oldest first."""
    layouts = sorted(layouts, key=_made_on)
    every = settle([layout.dialect.declarations for layout in layouts])
    return tuple(
        replace(
            layout,
            dialect=replace(
                layout.dialect,
                declarations=tuple(mine),
                made=replace(layout.dialect.made, declarations={one.start: one.made for one in mine}),
            ),
        )
        for layout, mine in zip(layouts, every, strict=True)
    )


def _made_on(layout: Layout) -> tuple[str, int]:
    """Return when the first of its declarations was made."""
    return min((one.order for one in layout.dialect.declarations), default=("", 0))


def _made(found: Survey) -> Made:
    envois = {
        one.start: (one.declared[0], str(one.counted[0]), one.declared[1], str(one.counted[1])) for one in found.envois
    }
    return Made(envois, {})


def _judged(sets: Sets, source: Source, found: Survey) -> Sets:
    """Decide by the head of the file which columns are better off without a dictionary; unseen ones have one."""
    if found.size < _SAMPLE:
        return sets
    head = source.head(_SAMPLE)
    size = head.rfind(b"\n") + 1 or len(head)
    piece = Piece(Span(0, size, 1), version=found.envois[0].version)
    text = replace(sets, plain=tuple((True,) * len(one) for one in sets.filled))
    batches = read_piece(source.name, text, Made({}, {}), piece, bytearray(head[:size]) + bytes(PADDING))
    plain: dict[str, bool] = {}
    for batch in batches:
        for name in batch.data.schema.names:
            column = batch.data.column(name)
            if name != LINE and len(column) > column.null_count:
                plain[name] = mostly_unique(column.drop_null())
    return replace(sets, plain=tuple(tuple(plain.get(name, False) for name in one) for one in sets.filled))


def _issues(found: Survey, source: str) -> Iterator[Issue]:
    """Say what the envelope lacks, or says wrongly."""
    for one in found.envois:
        yield from _about_version(one, source)
        if one.kind == TEST:
            yield Issue("dsn.test", Severity.WARNING, source=source, lines=(one.line,))
        if not one.total:
            yield Issue("dsn.no_total", source=source, lines=(found.lines,))
            continue
        for place, code in enumerate(("dsn.total_lines", "dsn.total_declarations")):
            declared, counted = one.declared[place], str(one.counted[place])
            if declared.lstrip("0") != counted.lstrip("0"):
                params = {"declared": declared, "counted": counted}
                yield Issue(code, source=source, lines=(one.total - 1 + place,), values=(declared,), params=params)
    alone = tuple(one.line for one in found.declarations if not one.siren)
    if alone:
        yield Issue("dsn.no_siren", source=source, lines=alone)


def _about_version(one: Envoi, source: str) -> Iterator[Issue]:
    if year_of(one.version) not in years():
        known = ", ".join(map(str, years()))
        params = {"found": one.version, "known": known}
        yield Issue("dsn.version", Severity.WARNING, source=source, lines=(one.line,), params=params)
