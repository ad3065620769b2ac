r"""Statements of a dump one by one: what stands between the rows. Exact, and slow: rows are read elsewhere.

A statement ends at a semicolon that is in no string, name or comment. Comments that a server executes
(`/*!40101 SET NAMES utf8 */;`) are passed over as the others are, but for what they say of the encoding.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Head", "Other", "columns_of", "encoding_of", "next_statement"]

_NAME = rb"(?:`(?:[^`]|``)+`|\"[^\"]+\"|[\w$]+)"
_STRING = rb"'(?:[^'\\]|\\.|'')*+'|\"(?:[^\"\\]|\\.|\"\")*+\"|`[^`]*+`"
_COMMENT = rb"--(?=\s)[^\n]*+\n|\#[^\n]*+\n|/\*.*?\*/"
_BLANK = re.compile(rb"(?:\s++|;|" + _COMMENT + rb")*+", re.DOTALL)
_LAST_COMMENT = re.compile(rb"(?:--(?=\s|\Z)|\#)[^\n]*\Z")
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE))*(?:\s+INTO)?\s+"
    rb"(?:" + _NAME + rb"\s*\.\s*)?(?P<table>" + _NAME + rb")\s*(?:\((?P<columns>[^()']*)\)\s*)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_STATEMENT = re.compile(rb"(?:[^;'\"`\-\#/]++|" + _STRING + b"|" + _COMMENT + rb"|-(?!-\s)|/(?!\*))*+;", re.DOTALL)
_DELIMITER = re.compile(rb"DELIMITER[ \t]+(?!;\s*\n).*?\nDELIMITER[ \t]+;[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.IGNORECASE)
_CREATE = re.compile(
    rb"CREATE(?:\s+TEMPORARY)?\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"
    + _NAME
    + rb"\s*\.\s*)?(?P<table>"
    + _NAME
    + rb")\s*\(",
    re.IGNORECASE,
)
_PARTS = re.compile(_STRING + b"|" + _COMMENT + rb"|[(),]", re.DOTALL)
_NO_COLUMN = re.compile(
    rb"(?:PRIMARY|KEY|UNIQUE|INDEX|CONSTRAINT|FULLTEXT|SPATIAL|FOREIGN|CHECK|PERIOD)\b(?!\s*`)", re.IGNORECASE
)
_SET_NAMES = re.compile(rb"\bSET\s+(?:NAMES|CHARACTER\s+SET)\s*'?(\w+)", re.IGNORECASE)
_CHARSETS = {
    b"utf8": "utf-8", b"utf8mb3": "utf-8", b"utf8mb4": "utf-8", b"latin1": "cp1252", b"latin2": "iso8859-2",
    b"cp1250": "cp1250", b"cp850": "cp850", b"ascii": "ascii", b"cp1252": "cp1252", b"latin9": "iso8859-15",
}  # fmt: skip
"""What MySQL calls each encoding: its `latin1` is Windows'."""


class Head(NamedTuple):
    """The beginning of an INSERT, up to its first row: bytes `start` to `stop`; `columns` empty where not said."""

    start: int
    stop: int
    table: str
    columns: tuple[str, ...]


class Other(NamedTuple):
    """Any other statement, and what stands before it: bytes up to `stop`. `table`: the one it creates."""

    stop: int
    table: str = ""
    columns: tuple[str, ...] = ()


def next_statement(data: bytes, start: int, *, last: bool, rows: bool = True) -> Head | Other | None:
    """Read the statement after byte `start`, what comes before it passed over.

    None: its end is not in `data`; when `last` (nothing follows), the file is cut there. Without `rows`, an INSERT is
    a statement as the others.
    """
    at = _end(_BLANK.match(data, start))
    if at == len(data) or (last and _LAST_COMMENT.match(data, at)):
        at = len(data)
        return Other(at) if last else None
    head = _INSERT.match(data, at) if rows else None
    if head is not None:
        columns = head["columns"]
        return Head(at, head.end(), _name(head["table"]), _names(columns) if columns else ())
    routine = _DELIMITER.match(data, at) or _STATEMENT.match(data, at)
    if routine is None:
        return None
    created = _CREATE.match(data, at, routine.end())
    if created is None:
        return Other(routine.end())
    return Other(routine.end(), _name(created["table"]), columns_of(data[created.end() - 1 : routine.end()]))


def columns_of(definition: bytes) -> tuple[str, ...]:
    """List the columns of a CREATE TABLE, from its opening parenthesis.

    >>> columns_of(b"(`id` int(8), prix decimal(8,2) DEFAULT '0,00', `key` enum('a','b)'), PRIMARY KEY (`id`))")
    ('id', 'prix', 'key')
    """
    depth, begin, found = 0, 0, []
    for part in _PARTS.finditer(definition):
        mark = part[0]
        if mark == b"(":
            depth += 1
            begin = part.end() if depth == 1 else begin
        elif mark in (b",", b")"):
            depth -= mark == b")"
            if depth == 0 or (depth == 1 and mark == b","):
                found.append(definition[begin : part.start()])
                begin = part.end()
            if depth == 0:
                break
    return tuple(name for text in found if (name := _column(text)))


def encoding_of(text: bytes) -> str:
    """Return the Python codec that a dump says it is in; "" where it does not, or in an encoding unknown here.

    >>> encoding_of(b"/*!40101 SET NAMES latin1 */;"), encoding_of(b"-- rien")
    ('cp1252', '')
    """
    found = [_CHARSETS[name.lower()] for name in _SET_NAMES.findall(text) if name.lower() in _CHARSETS]
    return found[0] if found else ""


def _column(text: bytes) -> str:
    bare = text.strip()
    found = re.match(_NAME, bare)
    return _name(found[0]) if found and not _NO_COLUMN.match(bare) else ""


def _names(text: bytes) -> tuple[str, ...]:
    return tuple(_name(name) for name in re.findall(_NAME, text))


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip('`"').replace("``", "`")


def _end(match: re.Match[bytes] | None) -> int:
    assert match is not None  # noqa: S101 - the pattern matches nothing as well
    return match.end()
