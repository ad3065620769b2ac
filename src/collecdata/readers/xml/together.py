"""Several small files read as one: the tables of the fast reading cost the same for one file as for hundreds.

Each file has been read before, when its layout was fixed, and is whole and well-formed; what the fast reading cannot
take in one of them (a comment, say) is left to the reading of each file on its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.stream import PARENT, RANK, Tally
from collecdata.readers.base import Joined, Split
from collecdata.readers.csv.scan import find_byte
from collecdata.readers.nested.batches import Account, Given, batches
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import Form, Table, tables
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.joined import Roots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collecdata.readers.base import Layout
    from collecdata.readers.nested.tree import Indices, Tree
    from collecdata.readers.xml.dialect import XmlDialect

__all__ = ["alike", "join", "whole_split"]

_LF = b"\n"


def whole_split(layout: Layout, observe: Callable[[memoryview], object]) -> Split | None:
    """Give the only piece of a file that was read whole when its layout was fixed, with its bytes.

    None for any other file, and for one that is not the same any more.
    """
    dialect: XmlDialect = layout.dialect
    piece = dialect.whole
    if piece is None or layout.source.size != piece.stop:
        return None
    data = layout.source.path.read_bytes()
    observe(memoryview(data))
    return Split(layout, 0, piece.start, piece.stop, piece.line, replace(piece, data=data[piece.start :]))


def alike(one: XmlDialect, other: XmlDialect) -> bool:
    """Whether two files are whole, mean the same by the same bytes, and have no leaf in different columns."""
    if one.whole is None or other.whole is None:
        return False
    mine, theirs = one.form.columns.places, other.form.columns.places
    same = (one.encoding, one.value, one.rules.sets) == (other.encoding, other.value, other.rules.sets)
    return same and (mine == theirs or all(mine.get(leaf, place) == place for leaf, place in theirs.items()))


def join(splits: Sequence[Split]) -> Joined | None:
    """Read whole files together; None where one of them has to be read on its own."""
    files: list[bytes] = [split.detail.data for split in splits]
    roots = Roots.of(files)
    dialect: XmlDialect = splits[0].layout.dialect
    shape, view, bases = Shape(dialect.rules), memoryview(roots.data), roots.bases
    try:
        tree = roots.read(dialect, shape)
    except IrregularError:
        return None
    ends = find_byte(view, _LF[0], 0, len(view))
    findings = Findings("")
    form = _form([split.layout for split in splits])
    found = tables(tree, shape, form, lambda places: np.searchsorted(ends, places) + 1, findings)
    account = Account(findings.issues())
    names = tuple(splits[0].layout.record_sets)
    starts = np.searchsorted(ends, bases) + 1
    alone = list(zip(splits, files, roots.heads, strict=True))
    lines = [split.first_line + file.count(_LF, 0, head) for split, file, head in alone]
    return Joined(
        tuple(batches("", names, form, {table.set: _ranked(table) for table in found}, Given(), account)),
        starts,
        starts - np.array(lines, np.int64),
        bases - np.array([split.start + head for split, _, head in alone], np.int64),
        tuple(_tallies(tree, bases, [dialect.count(memoryview(file)) for file in files])),
    )


def _form(layouts: Sequence[Layout]) -> Form:
    """Return what the rows of files that are alike look like: every leaf that one of them has."""
    forms: list[Form] = [layout.dialect.form for layout in layouts]
    places = {leaf: place for form in forms for leaf, place in form.columns.places.items()}
    return Form(replace(forms[0].columns, places=places), forms[0].plain)


def _ranked(table: Table) -> Table:
    """Let the root of each file be the first of its own."""
    parents = table.rows.column(PARENT)
    if not parents.null_count:
        return table
    ranks = integers(table.rows.column(RANK)).copy()
    ranks[nulls(parents)] = 1
    rows = table.rows.set_column(table.rows.schema.get_field_index(RANK), RANK, from_int64(ranks))
    return Table(table.set, rows, table.closed)


def _tallies(tree: Tree, bases: Indices, physical: Sequence[int]) -> Iterator[Tally]:
    """Account for the elements of each file."""
    files = len(bases)
    of = np.searchsorted(bases, tree.starts, side="right") - 1
    records = np.bincount(of, tree.sizes, files).astype(np.int64).tolist()
    left_out = np.bincount(np.searchsorted(bases, tree.left_out, side="right") - 1, minlength=files).tolist()
    for number, counted in enumerate(physical):
        yield Tally(counted, records=records[number], preamble=left_out[number])
