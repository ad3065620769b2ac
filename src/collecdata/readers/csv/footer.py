"""Totals and closing notes at the very end of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collecdata.kernels.text import escape
from collecdata.readers.rows import is_blank, is_footer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.records import Grammar

__all__ = ["find_footer", "says_footer", "trailing_mark"]

_CTRL_Z = re.compile(rb"\x1a[\x1a\r\n]*\Z")
_LONGEST_CELL = 200
"""Characters of a cell that a pattern is tried on."""


def trailing_mark(tail: bytes) -> int:
    r"""Return where the end-of-file mark of old systems begins (Ctrl-Z, then at most line ends); the length if none.

    >>> trailing_mark(b"a;b\r\n\x1a\r\n"), trailing_mark(b"a;b\r\n")
    (5, 5)
    """
    found = _CTRL_Z.search(tail)
    return found.start() if found else len(tail)


def find_footer(dialect: Dialect, grammar: Grammar, tail: bytes) -> int:
    """Return where the footer begins in the last bytes of a file: its last lines that are one; -1 if none is.

    The first line of `tail`, which may be the end of one, is not looked at.
    """
    end, found = trailing_mark(tail), -1
    while end > 0:
        stop = end
        if tail[:end].endswith(grammar.eol):
            end -= len(grammar.eol)
        start = tail.rfind(grammar.eol, 0, end)
        if start < 0:
            break
        start += len(grammar.eol)
        record = grammar.read(tail, start, stop)
        cells = [escape(cell, dialect.encoding) for cell in record.cells] if record else []
        if says_footer(dialect, cells):
            found = start
        elif not is_blank(cells):
            break
        end = start
    return found


def says_footer(dialect: Dialect, cells: Sequence[str]) -> bool:
    """Whether a row at the end is a footer, in the words every format shares or in those its adapter gives."""
    if is_footer(cells):
        return True
    first = next((cell.strip() for cell in cells if cell.strip()), "")[:_LONGEST_CELL]
    return any(re.fullmatch(pattern, first) for pattern in dialect.footer)
