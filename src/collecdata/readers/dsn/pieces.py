"""Pieces of a DSN: whole declarations of one collectivity, or some individuals of a large one, and what holds them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.csv.streams import open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collecdata.readers.dsn.survey import Survey
    from collecdata.readers.source import Source

__all__ = ["Piece", "Span", "pieces_of", "with_bytes"]


class Span(NamedTuple):
    """Bytes of a file, from one line to the end of another, and the first line."""

    start: int
    stop: int
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. Picklable.

    `own` are its bytes; `above` what holds its first rows and stands before: the head of the envoi, that of the
    declaration. `declarations` counts those of the same envoi that stand before, and before those of `above`;
    `individuals` those of the same declaration. `data`: the bytes of `above`, then of `own`, where they cannot be read
    from the file again.
    """

    own: Span
    above: tuple[Span, ...] = ()
    declarations: int = 0
    individuals: int = 0
    version: str = ""
    data: bytes | None = None


def pieces_of(found: Survey, block: int) -> dict[str, list[Piece]]:
    """Cut a file into pieces of `block` bytes or little more, by SIREN; each byte is in one piece.

    What stands before the first declaration of an envoi goes with it, what follows the last one with that. A file
    without any declaration is one piece of no collectivity.
    """
    declarations = found.declarations
    if not declarations:
        version = found.envois[0].version if found.envois else ""
        return {"": [Piece(Span(0, found.size, 1), version=version)]}
    starts = _starts(found)
    pieces: dict[str, list[Piece]] = {}
    for number, one in enumerate(declarations):
        start, line = starts[number]
        stop = starts[number + 1][0] if number + 1 < len(declarations) else found.size
        envoi = found.envois[one.envoi]
        head = Span(envoi.start, envoi.head, envoi.line)
        mine = pieces.setdefault(one.siren, [])
        last = mine[-1] if mine else None
        same = last is not None and last.own.stop == start and last.version == envoi.version
        if last is not None and same and (stop - last.own.start <= block or _fills(last, number, found, block)):
            mine[-1] = replace(last, own=last.own._replace(stop=stop))
        else:
            inside = start > envoi.start
            before = number - envoi.first if inside else 0
            mine.append(Piece(Span(start, stop, line), (head,) if inside else (), before, version=envoi.version))
        if stop - mine[-1].own.start > block:
            mine[-1:] = _cut(mine[-1], number, found, block)
    return pieces


def _starts(found: Survey) -> list[tuple[int, int]]:
    """Return the byte and line where what goes with each declaration begins."""
    starts = []
    for number, one in enumerate(found.declarations):
        envoi = found.envois[one.envoi]
        first = number == 0 or found.declarations[number - 1].envoi != one.envoi
        starts.append((0, 1) if number == 0 else (envoi.start, envoi.line) if first else (one.start, one.line))
    return starts


def _fills(piece: Piece, number: int, found: Survey, block: int) -> bool:
    """Whether a piece is best filled with the first individuals of a declaration that it cannot hold whole."""
    starts = (cut.start - piece.own.start for cut in found.cuts[slice(*_cuts_of(found, number))])
    return next((start for start in starts if start >= block // 2), 2 * block) <= block + block // 8


def _cut(piece: Piece, number: int, found: Survey, block: int) -> Iterator[Piece]:
    """Cut the piece that ends with a large declaration, before some of its individuals."""
    one = found.declarations[number]
    envoi = found.envois[one.envoi]
    above = (Span(envoi.start, envoi.head, envoi.line), Span(one.start, one.head, one.line))
    cuts = found.cuts[slice(*_cuts_of(found, number))]
    for cut, after in zip(cuts, [*(one.start for one in cuts[1:]), piece.own.stop], strict=False):
        if cut.start - piece.own.start >= block // 2 and after - piece.own.start > block + block // 8:
            yield replace(piece, own=piece.own._replace(stop=cut.start))
            own = Span(cut.start, piece.own.stop, cut.line)
            piece = Piece(own, above, number - envoi.first, cut.individuals, envoi.version)
    yield piece


def _cuts_of(found: Survey, number: int) -> tuple[int, int]:
    """Return which cuts are of a declaration."""
    of = attrgetter("declaration")
    return bisect_left(found.cuts, number, key=of), bisect_left(found.cuts, number + 1, key=of)


def with_bytes(source: Source, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Give pieces with their bytes, of a source that can only be read from its beginning on."""
    listed = list(pieces)
    heads = sorted({span for piece in listed for span in piece.above})
    kept: dict[Span, bytes] = {}
    at = 0
    with open_bytes(source, "") as stream:
        for piece in listed:
            wanted = [span for span in heads if at <= span.start < piece.own.start]
            for span in (*wanted, piece.own):
                stream.skip(span.start - at)
                read = stream.read(span.stop - span.start)
                at = span.stop
                inside = [head for head in heads if span.start <= head.start and head.stop <= span.stop]
                kept |= {head: read[head.start - span.start : head.stop - span.start] for head in inside}
            yield replace(piece, data=b"".join(kept[span] for span in piece.above) + read)
