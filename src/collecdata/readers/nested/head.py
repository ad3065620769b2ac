"""What the head of a nested file says of the whole: its columns, their form, facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.naming import name_columns
from collecdata.readers.nested.rows import Form, tables
from collecdata.readers.nested.rules import ColumnRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.nested.rules import Rules
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Tree

__all__ = ["facts_of", "form_of", "record_sets"]


def form_of(tree: Tree, shape: Shape) -> Form:
    """Name the columns met, and decide which are better off without a dictionary; those without rows are not."""
    columns = name_columns(shape.rules, shape.leaves)
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


def record_sets(rules: Rules, form: Form) -> dict[str, tuple[str, ...]]:
    """Return the columns of each record set, by name."""
    return {rule.name: names for rule, names in zip(rules.sets, form.columns.names, strict=True)}


def facts_of(wanted: Mapping[str, str], tree: Tree, shape: Shape, own: str) -> dict[str, str]:
    """Return the first cell at the path of each fact; `own` is the kind of a record's own value."""
    found = {}
    for name, path in wanted.items():
        rule = ColumnRule.of(path, shape.rules.separator)
        kinds = ("", own) if rule.kind in ("", own) else (rule.kind,)
        leaves = [
            leaf
            for node in shape.nodes
            if node.path[len(node.path) - len(rule.path) :] == rule.path
            for kind, leaf in node.leaves.items()
            if kind in kinds
        ]
        cells = np.flatnonzero(np.isin(tree.leaves, leaves))
        if len(cells):
            found[name] = tree.values.raw(int(cells[np.argmin(tree.places[cells])])).strip()
    return found


def _no_lines(places: Indices) -> Indices:
    return np.zeros(len(places), np.int64)
