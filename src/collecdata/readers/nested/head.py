"""What the head of a nested file says of the whole: its columns, their form, facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools
from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.naming import name_columns
from collecdata.readers.nested.rows import Form, tables
from collecdata.readers.nested.rules import ColumnRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.nested.rules import FactTest, Rules
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Tree

__all__ = ["facts_of", "form_of", "leaves_met", "record_sets"]


_FEW = 1 << 15
"""Cells of a file that is read sooner than judged; the head of a large one has more."""


def form_of(tree: Tree, shape: Shape) -> Form:
    """Name the columns met, and decide which are better off without a dictionary; those without rows are not."""
    met = leaves_met(tree, np.zeros(1, np.int64), len(shape.leaves))[0].tolist()
    columns = name_columns(shape.rules, list(dict.fromkeys([*(shape.leaves[leaf] for leaf in met), *shape.leaves])))
    if len(tree.owners) < _FEW:
        return Form(columns, tuple((False,) * len(names) for names in columns.names))
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


def leaves_met(tree: Tree, bases: Indices, count: int) -> list[Indices]:
    """Return the leaves of each file that begins at one of `bases`, in the order of their first appearance there."""
    order = np.argsort(tree.places, kind="stable")
    of = np.searchsorted(bases, tree.places[order], side="right") - 1
    width = max(count, 1)
    keys, first = np.unique(of * width + tree.leaves[order], return_index=True)
    keys = keys[np.argsort(first, kind="stable")]
    return np.split(keys % width, np.searchsorted(keys // width, np.arange(1, len(bases))))


def record_sets(rules: Rules, form: Form) -> dict[str, tuple[str, ...]]:
    """Return the columns of each record set, by name."""
    return {rule.name: names for rule, names in zip(rules.sets, form.columns.names, strict=True)}


def facts_of(
    wanted: Mapping[str, str | tuple[FactTest, ...]], tree: Tree, shape: Shape, own: str, files: Indices | None = None
) -> list[dict[str, str]]:
    """Return each fact of each file: the first cell at a path, or the value of the first test that holds.

    Args:
        wanted: the facts.
        tree: what was read.
        shape: of the tree.
        own: the kind of a record's own value.
        files: first byte of each file that was read, in order; by default there is one.
    """
    bases = np.zeros(1, np.int64) if files is None else files
    found: list[dict[str, str]] = [{} for _ in bases]
    for name, given in wanted.items():
        if isinstance(given, str):
            cells = _cells_at(given, tree, shape, own)
            cells = cells[np.argsort(tree.places[cells], kind="stable")]
            of, first = np.unique(_file_of(cells, tree, bases), return_index=True)
            for file, cell in zip(of.tolist(), cells[first].tolist(), strict=True):
                found[file][name] = tree.values.raw(cell).strip()
        else:
            for test in reversed(given):
                for file in _held(test, tree, shape, own, bases):
                    found[file][name] = test.value
    return found


def _file_of(cells: Indices, tree: Tree, bases: Indices) -> Indices:
    return np.searchsorted(bases[1:], tree.places[cells], side="right")


def _cells_at(path: str, tree: Tree, shape: Shape, own: str) -> Indices:
    """Return the cells of the head whose place ends with a path."""
    rule = ColumnRule.of(path, shape.rules.separator)
    kinds = ("", own) if rule.kind in ("", own) else (rule.kind,)
    leaves = [
        leaf
        for node in shape.nodes
        if node.path[len(node.path) - len(rule.path) :] == rule.path
        for kind, leaf in node.leaves.items()
        if kind in kinds
    ]
    wanted = np.zeros(len(shape.leaves) + 1, np.bool_)
    wanted[leaves] = True
    return np.flatnonzero(wanted[tree.leaves])


def _held(test: FactTest, tree: Tree, shape: Shape, own: str, bases: Indices) -> list[int]:
    """Return the files most of whose cells that a test looks at are as it says; none to look at is no."""
    cells = np.concatenate([_cells_at(path, tree, shape, own) for path in test.path])
    words, _ = tree.values.take(cells)
    asked = bools(pc.match_substring_regex(words, test.among))
    fitting = asked & bools(pc.match_substring_regex(words, test.most))
    of, count = _file_of(cells, tree, bases), len(bases)
    most = 2 * np.bincount(of[fitting], minlength=count) > np.bincount(of[asked], minlength=count)
    return np.flatnonzero(most).tolist()


def _no_lines(places: Indices) -> Indices:
    return np.zeros(len(places), np.int64)
