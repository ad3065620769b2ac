"""Fix the layout of a file from its head: encoding, root, record sets, columns, facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from collecdata.errors import InputError
from collecdata.readers.base import Layout
from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.csv.encoding import over_ascii
from collecdata.readers.csv.samples import take_samples
from collecdata.readers.csv.streams import Bytes, open_bytes
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.naming import Columns, name_columns
from collecdata.readers.nested.rows import Form, tables
from collecdata.readers.nested.rules import ColumnRule, Rules
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.parse import parse
from collecdata.readers.xml.prolog import find_encoding, find_root
from collecdata.readers.xml.survey import Cutting, survey

if TYPE_CHECKING:
    from collecdata.readers.nested.tree import Indices, Tree
    from collecdata.readers.source import Source
    from collecdata.readers.xml.options import XmlOptions
    from collecdata.readers.xml.prolog import Root

__all__ = ["Dialect", "inspect_file"]


_LEAST = 1 << 20
"""Bytes of the head that is always looked at."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Everything a worker needs to read any piece of one file. Picklable."""

    encoding: str
    transcode: str
    rules: Rules
    value: str
    cutting: Cutting
    form: Form


def inspect_file(source: Source, options: XmlOptions) -> Layout:
    """Read the head of a file and fix its layout.

    Raises:
        InputError: empty, no XML, cut in its first tag, another root than those admitted, a document type, unreadable.
    """
    samples = take_samples(source)
    encoding = find_encoding([samples.head, *samples.others], options.encoding)
    transcode = "" if over_ascii(encoding.name) else encoding.name
    name = "utf-8" if transcode else encoding.name
    with open_bytes(source, transcode) as stream:
        head = stream.read(max(options.block, _LEAST))
        whole = not stream.read(1)
    root = find_root(head, name, source.name)
    _admit(root, options, source)
    rules = options.rules()
    shape = Shape(rules)
    sets = frozenset(number for number, rule in enumerate(rules.sets) if rule.name in options.split_at)
    cutting = Cutting(root.start, sets, options.block, options.max_record, name)
    tree = _head_tree(head, shape, cutting, options.value, whole=whole)
    columns = name_columns(rules, shape.leaves)
    issue = encoding.issue(source.name)
    return Layout(
        reader="xml",
        source=source,
        record_sets={rule.name: names for rule, names in zip(rules.sets, columns.names, strict=True)},
        facts={
            "encoding": encoding.name,
            "root": root.name,
            "namespace": root.namespace,
            **_facts(tree, shape, options),
        },
        dialect=Dialect(name, transcode, rules, options.value, cutting, _form(tree, shape, columns)),
        issues=(issue,) if issue else (),
    )


def _admit(root: Root, options: XmlOptions, source: Source) -> None:
    """Refuse another root than those the adapter admits. Raises `InputError`."""
    if not options.root:
        return
    admitted = options.root.get(root.name, ())
    if root.namespace not in admitted and "*" not in admitted:
        expected = ", ".join(f"{name} ({', '.join(uris)})" for name, uris in options.root.items())
        raise InputError("xml.root", source=source.name, found=f"{root.name} ({root.namespace})", expected=expected)


def _head_tree(head: bytes, shape: Shape, cutting: Cutting, value: str, *, whole: bool) -> Tree:
    """Read the file if it is small, whole records of its head if it is not."""
    stream = BytesIO(head)
    half = cutting if whole else cutting._replace(block=cutting.block // 2)
    piece = survey(Bytes(stream.readinto), shape, half).pieces[0]
    if not whole and piece.last:
        piece = replace(piece, stopped=True)
    return parse(piece, memoryview(head)[piece.start : piece.stop], shape, cutting.encoding, value)


def _form(tree: Tree, shape: Shape, columns: Columns) -> Form:
    """Decide which columns are better off without a dictionary, on the first rows; those without rows are not."""
    plain = tuple((True,) * len(names) for names in columns.names)
    form = Form(columns, plain)
    found = {table.set: table.rows for table in tables(tree, shape, form, _no_lines, Findings(""))}
    return replace(
        form,
        plain=tuple(
            tuple(mostly_unique(found[number].column(place)) for place in range(len(names)))
            if number in found
            else plain[number]
            for number, names in enumerate(columns.names)
        ),
    )


def _no_lines(places: Indices) -> Indices:
    return np.zeros(len(places), np.int64)


def _facts(tree: Tree, shape: Shape, options: XmlOptions) -> dict[str, str]:
    """Return the first cell at the path of each fact."""
    found = {}
    for name, path in options.facts.items():
        rule = ColumnRule.of(path, "/")
        own = f"@{options.value}"
        kinds = ("", own) if rule.kind in ("", own) else (rule.kind,)
        wanted = [
            leaf
            for node in shape.nodes
            if node.path[len(node.path) - len(rule.path) :] == rule.path
            for kind, leaf in node.leaves.items()
            if kind in kinds
        ]
        cells = np.flatnonzero(np.isin(tree.leaves, wanted))
        if len(cells):
            found[name] = tree.values.raw(int(cells[np.argmin(tree.places[cells])])).strip()
    return found
