"""The layouts of several small files, fixed together: the tables of the fast reading cost the same for one as for many.

What cannot be had so is left to `inspect_file`, file by file, and is the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from collecdata.errors import InputError
from collecdata.readers.csv.encoding import over_ascii
from collecdata.readers.nested.head import facts_of, leaves_met
from collecdata.readers.nested.naming import name_columns
from collecdata.readers.nested.piece import Piece
from collecdata.readers.nested.rows import Form
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.dialect import SMALL
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.inspect import admit, glance, layout_of, unread
from collecdata.readers.xml.joined import Roots
from collecdata.readers.xml.prolog import find_encoding, find_root

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collecdata.readers.base import Layout
    from collecdata.readers.source import Source
    from collecdata.readers.xml.options import XmlOptions
    from collecdata.readers.xml.prolog import Encoding, Root

__all__ = ["inspect_several"]


_BEFORE_ROOT = re.compile(
    rb"(?:<\?xml[ \t\r\n]+version=(?:\"1\.0\"|'1\.0')"
    rb"(?:[ \t\r\n]+encoding=(?:\"[A-Za-z][\w.\-]*\"|'[A-Za-z][\w.\-]*'))?"
    rb"(?:[ \t\r\n]+standalone=(?:\"(?:yes|no)\"|'(?:yes|no)'))?[ \t\r\n]*\?>)?[ \t\r\n]*<[^!?]"
)
"""A declaration that nobody can object to, or none, and the root at once."""


class _File(NamedTuple):
    """One file that is small, and plain as far as can be seen at a glance."""

    place: int
    source: Source
    data: bytes
    encoding: Encoding
    root: Root


def inspect_several(files: Sequence[tuple[Source, bytes]], options: XmlOptions) -> list[Layout | InputError | None]:
    """Fix the layout of each file, whose first bytes are given; None for one that has to be inspected alone."""
    found: list[Layout | InputError | None] = [None] * len(files)
    alike: dict[str, list[_File]] = {}
    for place, (source, head) in enumerate(files):
        try:
            glance(head, options, source)
            file = _plain(place, source, head, options)
        except InputError as error:
            found[place] = error
            continue
        if file is not None:
            alike.setdefault(file.encoding.name, []).append(file)
    for group in alike.values():
        for file, layout in _layouts(group, options):
            found[file.place] = layout
    return found


def _plain(place: int, source: Source, head: bytes, options: XmlOptions) -> _File | None:
    """Return what is known of a small file; None where it is not, or where anything about it is out of the ordinary."""
    if not source.plain or not 0 < len(head) < min(SMALL, options.block, options.max_record):
        return None
    encoding = find_encoding([head], options.encoding)
    if not over_ascii(encoding.name):
        return None
    try:
        root = find_root(head, encoding.name, source.name)
        admit(root, options, source)
    except InputError:
        return None
    at_once = b"\n" not in head[: root.start] and _BEFORE_ROOT.match(head, root.start)
    return _File(place, source, head, encoding, root) if at_once else None


def _layouts(files: Sequence[_File], options: XmlOptions) -> Iterator[tuple[_File, Layout]]:
    """Read the files of one encoding as one, and give the layout of each; nothing where that cannot be done."""
    dialect = unread(files[0].encoding.name, "", files[0].root, options)
    shape = Shape(dialect.rules)
    roots = Roots.of([file.data for file in files])
    try:
        tree = roots.read(dialect, shape)
    except IrregularError:
        return
    if tree.remarks or not _is_plain(shape):
        return
    facts = facts_of(options.facts, tree, shape, f"@{options.value}", roots.bases)
    forms: dict[bytes, Form] = {}
    for file, leaves, told in zip(files, leaves_met(tree, roots.bases, len(shape.leaves)), facts, strict=True):
        form = forms.get(leaves.tobytes())
        if form is None:
            columns = name_columns(dialect.rules, [shape.leaves[leaf] for leaf in leaves.tolist()])
            form = forms[leaves.tobytes()] = Form(columns, tuple((False,) * len(names) for names in columns.names))
        start, end = file.root.start, len(file.data)
        own = replace(
            dialect,
            cutting=dialect.cutting._replace(start=start),
            form=form,
            whole=Piece(start, end, last=True),
        )
        yield file, layout_of(file.source, file.encoding, file.root, own, told)


def _is_plain(shape: Shape) -> bool:
    """Whether there is nothing that the exact reading may see otherwise, or in another order."""
    rules = shape.rules
    named = any(node.binary or (node.set >= 0 and rules.sets[node.set].named) for node in shape.nodes)
    return (
        not named
        and all(node.name.isascii() for node in shape.nodes)
        and all(leaf.kind.isascii() for leaf in shape.leaves)
    )
