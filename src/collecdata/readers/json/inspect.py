"""Fix the layout of a file from its head: encoding, JSON or JSON Lines, record sets, columns, facts."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.base import Layout
from collecdata.readers.csv.encoding import guess_encoding, has_mark, over_ascii
from collecdata.readers.csv.samples import take_samples
from collecdata.readers.csv.streams import Bytes, open_bytes
from collecdata.readers.json.brackets import Brackets
from collecdata.readers.json.dialect import JsonDialect
from collecdata.readers.json.tokens import TOKEN
from collecdata.readers.nested.columns import Columns
from collecdata.readers.nested.dialect import Cutting
from collecdata.readers.nested.head import facts_of, form_of, record_sets
from collecdata.readers.nested.rows import Form
from collecdata.readers.nested.shape import TEXT, Shape

if TYPE_CHECKING:
    from collecdata.readers.json.options import JsonOptions
    from collecdata.readers.nested.tree import Tree
    from collecdata.readers.source import Source

__all__ = ["begins", "inspect_file"]

_LEAST = 1 << 20
"""Bytes of the head that is always looked at."""
_BLANKS = b" \t\r\n"


def inspect_file(source: Source, options: JsonOptions) -> Layout:
    """Read the head of a file and fix its layout.

    Raises:
        InputError: empty, no JSON, unreadable.
    """
    samples = take_samples(source)
    encoding = options.encoding
    if encoding is None or has_mark(samples.head):
        encoding = guess_encoding([samples.head, *samples.others]).encoding
    transcode = "" if over_ascii(encoding) else encoding
    name = "utf-8" if transcode else encoding
    with open_bytes(source, transcode) as stream:
        head = stream.read(max(options.block, _LEAST))
        whole = not stream.read(1)
    start = begins(head)
    if start < 0:
        raise InputError("json.other", source=source.name)
    rules = options.rules
    lines = _is_lines(head, start) if options.lines is None else options.lines
    sets = frozenset(number for number, rule in enumerate(rules.sets) if rule.name in options.split_at)
    cutting = Cutting(start, sets, options.block, options.max_record)
    dialect = JsonDialect(name, transcode, rules, cutting, Form(Columns(()), ()), lines)
    shape = Shape(rules)
    tree = _head_tree(head, shape, dialect, whole=whole)
    form = form_of(tree, shape)
    facts = {"encoding": encoding, "lines": "true" if lines else "false"}
    return Layout(
        reader="json",
        source=source,
        record_sets=record_sets(rules, form),
        facts=facts | facts_of(options.facts, tree, shape, TEXT)[0],
        dialect=replace(dialect, form=form),
    )


def begins(head: bytes) -> int:
    """Return the place of the first bracket, -1 when something else comes first."""
    bare = head.removeprefix(BOM_UTF8)
    rest = bare.lstrip(_BLANKS)
    return len(head) - len(rest) if rest.startswith((b"{", b"[")) else -1


def _is_lines(head: bytes, start: int) -> bool:
    """Whether another object follows the first."""
    data = bytearray(head)
    end = Brackets(data, start).end_of(start)
    after = TOKEN.match(data, end) if end >= 0 else None
    return after is not None and after[1] in (b"{", b"[") and b"\n" in data[end : after.end()]


def _head_tree(head: bytes, shape: Shape, dialect: JsonDialect, *, whole: bool) -> Tree:
    """Read the file if it is small, whole records of its head if it is not."""
    block = len(head) if whole else len(head) // 2
    dialect = replace(dialect, cutting=dialect.cutting._replace(block=block))
    piece = dialect.survey(Bytes(BytesIO(head).readinto)).pieces[0]
    if not whole and piece.last:
        piece = replace(piece, stopped=True)
    return dialect.parse(piece, memoryview(head)[piece.start : piece.stop], shape)
