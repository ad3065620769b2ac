"""Columns of a file that nothing uses: neither read, nor ignored by name. They are kept, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.references import columns_of_output
from collecdata.issues import Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.language import Adapter
    from collecdata.flow.detect import Match
    from collecdata.flow.unit import Block

__all__ = ["residual_columns", "unused"]


def residual_columns(folder: AdapterFolder, match: Match, blocks: Sequence[Block]) -> dict[str, tuple[str, ...]]:
    """List, by record set, the columns that no output reads, looks up or ignores."""
    assert folder.adapter is not None  # noqa: S101 - it was recognised by its way in
    aliases = folder.adapter.inputs[match.input].aliases
    residual = {}
    found = match.layout.record_sets if match.layout.carried is None else match.layout.carried
    for record_set, columns in found.items():
        named = {*_ignored(folder.adapter, match.input, record_set)}
        named |= {*_looked_up(folder.adapter, match.input, record_set)}
        used = {other for name in named for other in (name, *aliases.get(name, ()))}
        used |= {name for block in blocks if block.plan.record_set == record_set for name in block.plan.used}
        used |= {
            n for block in blocks for one in block.plan.ancestors if one.record_set == record_set for n in one.columns
        }
        residual[record_set] = tuple(name for name in columns if name not in used)
    return residual


def unused(match: Match, residual: Mapping[str, tuple[str, ...]]) -> list[Issue]:
    """Say each of them."""
    return [
        Issue("column.unused", Severity.WARNING, column=name, source=match.layout.source.name)
        for names in residual.values()
        for name in names
    ]


def _ignored(adapter: Adapter, wanted: str, record_set: str) -> Iterator[str]:
    """Give what outputs leave out of a record set: those that read it, and others by `record set/column`."""
    for output in adapter.outputs:
        if output.from_ == wanted:
            prefix = "" if output.record_set == record_set else f"{record_set}/"
            yield from (name.removeprefix(prefix) for name in output.ignore if name.startswith(prefix))


def _looked_up(adapter: Adapter, wanted: str, record_set: str) -> Iterator[str]:
    """Give the columns of an input that the outputs of other inputs read through a lookup (`alias.Column`)."""
    for output in adapter.outputs:
        for alias, lookup in output.lookup.items():
            if (lookup.from_, lookup.record_set) == (wanted, record_set):
                yield from (*lookup.on.values(), *lookup.where)
                named = (name for _, name in columns_of_output(output, ()))
                yield from (name.partition(".")[2] for name in named if name.startswith(f"{alias}."))
