"""Fix the layout of a file from its head: encoding, root, record sets, columns, facts."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.base import Layout
from collecdata.readers.csv.encoding import over_ascii
from collecdata.readers.csv.samples import take_samples
from collecdata.readers.csv.streams import Bytes, open_bytes
from collecdata.readers.nested.columns import Columns
from collecdata.readers.nested.dialect import Cutting
from collecdata.readers.nested.head import facts_of, form_of, record_sets
from collecdata.readers.nested.rows import Form
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.dialect import XmlDialect
from collecdata.readers.xml.prolog import find_encoding, find_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.nested.piece import Piece
    from collecdata.readers.nested.tree import Tree
    from collecdata.readers.source import Source
    from collecdata.readers.xml.options import XmlOptions
    from collecdata.readers.xml.prolog import Encoding, Root

__all__ = ["admit", "glance", "inspect_file", "layout_of", "unread"]

_LEAST = 1 << 20
"""Bytes of the head that is always looked at."""
_GLANCED = 128
"""Heads whose root is remembered: every adapter asks for it, of some files together."""


def inspect_file(source: Source, options: XmlOptions) -> Layout:
    """Read the head of a file and fix its layout.

    Raises:
        InputError: empty, no XML, cut in its first tag, another root than those admitted, a document type, unreadable.
    """
    samples = take_samples(source)
    glance(samples.head, options, source)
    encoding = find_encoding([samples.head, *samples.others], options.encoding)
    transcode = "" if over_ascii(encoding.name) else encoding.name
    name = "utf-8" if transcode else encoding.name
    head, whole = samples.head, samples.whole
    if not whole or transcode:
        with open_bytes(source, transcode) as stream:
            head = stream.read(max(options.block, _LEAST))
            whole = not stream.read(1)
    root = find_root(head, name, source.name)
    admit(root, options, source)
    dialect = unread(name, transcode, root, options)
    shape = Shape(dialect.rules)
    tree, piece = _head_tree(head, shape, dialect, whole=whole)
    sound = piece.last and not piece.stopped and not tree.damages
    small = sound and whole and source.plain and not transcode and len(head) <= min(_LEAST, options.block)
    dialect = replace(dialect, form=form_of(tree, shape), whole=piece if small else None)
    facts = facts_of(options.facts, tree, shape, f"@{options.value}")[0]
    return layout_of(source, encoding, root, dialect, facts)


def unread(name: str, transcode: str, root: Root, options: XmlOptions) -> XmlDialect:
    """Return what is known of a file before its head is read."""
    rules = options.rules
    sets = frozenset(number for number, rule in enumerate(rules.sets) if rule.name in options.split_at)
    cutting = Cutting(root.start, sets, options.block, options.max_record)
    return XmlDialect(name, transcode, rules, cutting, Form(Columns(()), ()), options.value)


def layout_of(source: Source, encoding: Encoding, root: Root, dialect: XmlDialect, facts: Mapping[str, str]) -> Layout:
    """Put what the head of a file says together."""
    issue = encoding.issue(source.name)
    return Layout(
        reader="xml",
        source=source,
        record_sets=record_sets(dialect.rules, dialect.form),
        facts={"encoding": encoding.name, "root": root.name, "namespace": root.namespace, **facts},
        dialect=dialect,
        issues=(issue,) if issue else (),
    )


def glance(head: bytes, options: XmlOptions, source: Source) -> None:
    """Refuse a root that can be told to be another before anything is decoded: most adapters are for other files.

    Raises:
        InputError: it is another.
    """
    root = _root_of(head)
    if root is not None and f"{root.name}{root.namespace}".isascii():
        admit(root, options, source)


@lru_cache(_GLANCED)
def _root_of(head: bytes) -> Root | None:
    try:
        return find_root(head, "latin-1", "")
    except InputError:
        return None


def admit(root: Root, options: XmlOptions, source: Source) -> None:
    """Refuse another root than those the adapter admits. Raises `InputError`."""
    if not options.root:
        return
    admitted = options.root.get(root.name, ())
    if root.namespace not in admitted and "*" not in admitted:
        expected = ", ".join(_named(name, uri) for name, uris in options.root.items() for uri in uris)
        raise InputError("xml.other", source=source.name, found=_named(root.name, root.namespace), expected=expected)


def _named(root: str, namespace: str) -> str:
    return f"{root} ({namespace})" if namespace and namespace != "*" else root


def _head_tree(head: bytes, shape: Shape, dialect: XmlDialect, *, whole: bool) -> tuple[Tree, Piece]:
    """Read the file if it is small, whole records of its head if it is not; say which piece that is."""
    block = len(head) if whole else len(head) // 2
    dialect = replace(dialect, cutting=dialect.cutting._replace(block=block))
    piece = dialect.survey(Bytes(BytesIO(head).readinto)).pieces[0]
    if not whole and piece.last:
        piece = replace(piece, stopped=True)
    return dialect.parse(piece, memoryview(head)[piece.start : piece.stop], shape), piece
