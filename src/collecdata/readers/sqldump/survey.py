"""A dump gone through once, in bounded memory: its tables, and pieces that hold whole rows of one table each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.readers.sqldump.dialect import Piece
from collecdata.readers.sqldump.statements import Head, Other, next_statement
from collecdata.readers.sqldump.structure import Rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collecdata.readers.csv.streams import Bytes

__all__ = ["STATEMENT", "TOO_LONG", "TRUNCATED", "First", "Survey", "chosen", "survey"]

TRUNCATED, TOO_LONG, STATEMENT = "sqldump.truncated", "sqldump.too_long", "sqldump.statement"
_FIRST_WINDOW = 1 << 16
_GROWTH = 8
_TAIL = 512


@dataclass(frozen=True, slots=True)
class First:
    """The first rows met of a table, from which it is decided how its columns are read."""

    data: bytes
    rows: Rows


@dataclass(slots=True)
class Survey:
    """What was found.

    By table: the columns that CREATE TABLE says (`created`), those that INSERT statements name (`named`), how many
    rows there are, read or not (`rows`). `tail`: the end of the file, where a dump says that it is complete.
    """

    pieces: list[Piece] = field(default_factory=list)
    created: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, First] = field(default_factory=dict)
    damage: str = ""
    line: int = 0
    tail: bytes = b""


def survey(stream: Bytes, block: int, max_record: int) -> Survey:
    """Go through a dump, whatever tables are wanted of it. Nothing is raised: what is wrong is `damage`."""
    return _Surveyor(stream, block, max_record).run()


def chosen(pieces: Sequence[Piece], reads: Callable[[str], bool]) -> tuple[Piece, ...]:
    """Return pieces where the rows of tables that are not read are anything else, joined to what is beside it."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.table and reads(piece.table):
            found.append(piece)
        elif found and not found[-1].table:
            found[-1] = found[-1]._replace(stop=piece.stop)
        else:
            found.append(Piece("", piece.start, piece.stop, piece.line))
    return tuple(found)


class _Surveyor:
    """The bytes read and not yet in a piece: `data` from `at` on, physical line `line`, byte `place` of the file."""

    def __init__(self, stream: Bytes, block: int, max_record: int) -> None:
        self.stream = stream
        self.block = block
        self.max_record = max_record
        self.found = Survey()
        self.data = b""
        self.at = 0
        self.place = 0
        self.line = 1
        self.last = False

    def run(self) -> Survey:
        while not self.found.damage and self._some():
            said = next_statement(self.data, self.at, last=self.last)
            if isinstance(said, Head):
                self._cut(said.start - self.at)
                self._run(said)
            elif said is not None:
                self._other(said)
            elif not self._longer():
                self._stop()
        return self.found

    def _run(self, said: Head) -> None:
        """Cut the rows of a run, a window at a time."""
        head = self.data[said.start : said.stop]
        earlier = self.found.named.get(said.table, ())
        self.found.named[said.table] = tuple(dict.fromkeys((*earlier, *said.columns)))
        window, taken = _FIRST_WINDOW, 0
        while True:
            if window > self._left and not self.last:
                self._more(window)
            part = self.data[self.at : self.at + window]
            last = self.last and len(part) == self._left
            rows = rows_of(part, head, last=last)
            taken += len(rows)
            self._take(part, rows, head, said)
            if rows.ended and not taken:
                self._strange(head, said)
            if rows.ended:
                return
            window = min(window * _GROWTH, self.block) if len(rows) else window * 2
            if last or window > self.max_record:
                self._stop(said.table, head, said.columns)
                return

    def _take(self, part: bytes, rows: Rows, head: bytes, said: Head) -> None:
        if not len(rows):
            return
        if said.table not in self.found.firsts:
            self.found.firsts[said.table] = First(part[: rows.stop], rows)
        self._cut(rows.stop, said.table, head, said.columns)
        self.found.rows[said.table] += len(rows)

    def _other(self, said: Other) -> None:
        if said.table:
            self.found.created[said.table] = said.columns
        self._cut(said.stop - self.at)

    def _strange(self, head: bytes, said: Head) -> None:
        """Set aside a statement that begins as one of rows, and is none."""
        while (end := next_statement(self.data, self.at, last=self.last, rows=False)) is None:
            if not self._longer():
                self._stop(said.table, head, said.columns)
                return
        self._cut(end.stop - self.at, said.table, head, said.columns, STATEMENT)

    def _cut(
        self, size: int, table: str = "", head: bytes = b"", columns: tuple[str, ...] = (), reason: str = ""
    ) -> None:
        """Put the next bytes in a piece; one without rows is joined to such a one before it."""
        if not size:
            return
        pieces, start, line = self.found.pieces, self.place, self.line
        stop = self.at + size
        self.found.tail = (self.found.tail + self.data[max(self.at, stop - _TAIL) : stop])[-_TAIL:]
        self.line += self.data.count(b"\n", self.at, stop)
        self.place += size
        self.at = stop
        if not table and pieces and not pieces[-1].table:
            before = pieces.pop()
            start, line = before.start, before.line
        kept = (head, columns, reason, None, self.found.rows[table]) if table else ()
        pieces.append(Piece(table, start, self.place, line, *kept))

    @property
    def _left(self) -> int:
        return len(self.data) - self.at

    def _some(self) -> bool:
        """Whether anything is left of the file."""
        if not self._left and not self.last:
            self._more(self.block)
        return bool(self._left)

    def _more(self, size: int) -> None:
        """Have at least `size` bytes ahead, or all that are left."""
        wanted = max(size - self._left, self.block)
        read = self.stream.read(wanted)
        self.last = len(read) < wanted
        self.data, self.at = self.data[self.at :] + read, 0

    def _longer(self) -> bool:
        """Read further into one long statement; False when there is no more, or it is longer than any."""
        if self.last or self._left > self.max_record:
            return False
        self._more(2 * self._left)
        return True

    def _stop(self, table: str = "", head: bytes = b"", columns: tuple[str, ...] = ()) -> None:
        """End where the file cannot be read further, in a statement or in a row: what is left is set aside."""
        code = TRUNCATED if self.last else TOO_LONG
        self.found.damage = self.stream.truncated if self.stream.truncated.startswith("archive.") else code
        self.found.line = self.line
        self._cut(self._left, table, head, columns, code)
