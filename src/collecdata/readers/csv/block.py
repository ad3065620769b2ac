"""One block to cells: the tokeniser on the bytes as they stand; where it must not see some, on repaired ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.readers.csv.cells import Block, Cells, lines_of_rows
from collecdata.readers.csv.dialect import CR, LF
from collecdata.readers.csv.judge import Judge
from collecdata.readers.csv.repair import CannotBeWritten, Repair
from collecdata.readers.csv.suspects import lone_returns, suspects
from collecdata.readers.csv.tokenise import CANONICAL, no_cells, tokenise, tokenise_block, write_row

if TYPE_CHECKING:
    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.findings import Findings
    from collecdata.readers.csv.records import Grammar

__all__ = ["read_cells"]

_NUL = b"\0"


def read_cells(grammar: Grammar, block: Block, findings: Findings) -> Cells:
    """Read the records of a block; whatever is not one is in `findings`, lines of records included."""
    dialect = findings.dialect
    if not block.stop:
        return Cells(no_cells(len(dialect.columns)), np.zeros(0, np.int64))
    if not dialect.columns or not dialect.ordinary or _holds_exceptions(dialect, block):
        return _rewrite(grammar, block, findings)
    columns, lines, clean = None, None, _is_clean(block)
    if clean and dialect.width > 1:
        # Every empty line is refused, so that as many rows as lines are proof that no carriage return alone ended one.
        columns = _tokenised(dialect, block, blank_lines=False)
        lines = lines_of_rows(block, columns, dialect.eol) if columns else None
    if clean and lines is None:
        clean = dialect.eol != LF or not len(lone_returns(block.data, block.stop))
        columns = _tokenised(dialect, block, blank_lines=True) if clean else None
        lines = lines_of_rows(block, columns, dialect.eol) if columns else None
    if columns is not None and lines is not None and not _doubtful(dialect, columns, block):
        findings.count(records=block.lines)
        return Cells(columns[: len(dialect.columns)], lines)
    try:
        return Repair(grammar, block, findings).run(columns, refused=clean and columns is None)
    except (CannotBeWritten, pa.ArrowInvalid):
        findings.forget()
        return _rewrite(grammar, block, findings)


def _holds_exceptions(dialect: Dialect, block: Block) -> bool:
    """Whether there is an escape, or a line feed in a file of carriage returns: the tokeniser knows neither."""
    if dialect.escape and block.data.find(dialect.escape, 0, block.stop) >= 0:
        return True
    return dialect.eol == CR and block.data.find(LF, 0, block.stop) >= 0


def _doubtful(dialect: Dialect, columns: list[pa.Array], block: Block) -> bool:
    return bool(len(suspects(dialect, columns, nested=len(columns[0]) != block.lines)))


def _is_clean(block: Block) -> bool:
    """Whether the tokeniser can be given the bytes, carriage returns apart."""
    return block.regular and not block.cut_short and block.footer < 0 and block.data.find(_NUL, 0, block.stop) < 0


def _tokenised(dialect: Dialect, block: Block, *, blank_lines: bool) -> list[pa.Array] | None:
    """Return the columns of a block as it stands; None where the tokeniser refuses it."""
    try:
        return tokenise_block(memoryview(block.data)[: block.stop], dialect, blank_lines=blank_lines)
    except pa.ArrowInvalid:
        return None


def _rewrite(grammar: Grammar, block: Block, findings: Findings) -> Cells:
    """Read every record exactly and write the rows to keep in a dialect that can hold anything."""
    judge = Judge(grammar, block, findings)
    dialect = findings.dialect
    line, width = block.first_line, len(dialect.columns)
    text: list[bytes] = []
    lines: list[int] = []
    for record in grammar.read_all(block.data, 0, block.stop):
        for row in judge.rows(record, line):
            text.append(write_row(row.cells, width, *CANONICAL) or b"")
            lines.append(row.line)
            findings.count(records=row.lines)
        line += judge.lines(record)
    return Cells(tokenise(b"".join(text), width, *CANONICAL, dialect.plain), np.array(lines, np.int64), judge.spoilt)
