"""Columns that an adapter names are there; none is both used and ignored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from collecdata.catalogue import references
from collecdata.catalogue.nearest import nearest
from collecdata.kernels.stream import ID, PARENT, RANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import Adapter, Output
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.errors import AdapterError

__all__ = [
    "columns_exist", "detected_columns_exist", "ignored_once", "ignored_unused", "lookup_before_use", "lookup_used",
    "made_columns",
]  # fmt: skip


def columns_exist(context: Context) -> Iterator[AdapterError]:
    """Columns used or ignored are in the sample's header (`adapter.column_absent`)."""
    adapter = context.folder.adapter
    if adapter is None or context.columns is None:
        return
    for loc, output in context.outputs():
        first = list(references.columns_read_first(output, loc))
        ignored = [((*loc, "ignore", rank), name) for rank, name in enumerate(output.ignore)]
        for where, name in (*references.columns_of_output(output, loc), *ignored):
            if name not in _made(output) or (where, name) in first:
                side, column = _side(output, name)
                yield from _absent(context, adapter, side, column, where)
        for alias, lookup in output.lookup.items():
            side = _set_name(lookup.from_, lookup.record_set)
            inner = (*loc, "lookup", alias)
            there = [((*inner, "on", here), column) for here, column in lookup.on.items()]
            for where, name in (*there, *references.columns_of_where(lookup.where, (*inner, "where"))):
                yield from _absent(context, adapter, side, name, where)


def lookup_before_use(context: Context) -> Iterator[AdapterError]:
    """`where` reads no lookup, a lookup's key none but those written above it (`adapter.lookup_order`)."""
    for loc, output in context.outputs():
        asked = [((*loc, "where", name), name, "") for name in output.where]
        for alias, lookup in output.lookup.items():
            asked += [((*loc, "lookup", alias, "on", name), name, alias) for name in lookup.on]
        order = list(output.lookup)
        for where, name, reader in asked:
            alias, dot, _ = name.partition(".")
            known = order[: order.index(reader)] if reader else []
            if dot and alias in order and alias not in known:
                yield context.problem("adapter.lookup_order", where, column=name, value=alias)


def detected_columns_exist(context: Context) -> Iterator[AdapterError]:
    """Columns that `detect` asks for are in the sample's header (`adapter.column_absent`)."""
    adapter = context.folder.adapter
    if adapter is None:
        return
    for name, one in adapter.inputs.items():
        side = _set_name(name, one.detect.record_set or "")
        for rank, column in enumerate(one.detect.header):
            yield from _absent(context, adapter, side, column, ("inputs", name, "detect", "header", rank))


def _absent(context: Context, adapter: Adapter, side: str, column: str, loc: Loc) -> Iterator[AdapterError]:
    """Give a problem when the header of `side` (an input, or `input/record set`) is known and lacks a column."""
    known = context.columns or {}
    name = side.partition("/")[0]
    if column not in known.get(side, ()):
        above = (one for one in known if one != side and f"{name}/{column}".startswith(f"{one}/"))
        side, column = next(((one, f"{name}/{column}".removeprefix(f"{one}/")) for one in above), (side, column))
    header = known.get(side)
    given = adapter.inputs.get(name)
    if header is None or given is None or column in given.optional or column in (ID, PARENT, RANK):
        return
    if not {column, *given.aliases.get(column, ())} & set(header):
        close = nearest(column, header)
        yield context.problem("adapter.column_absent", loc, column=column, input=side, nearest=close)


def _side(output: Output, column: str) -> tuple[str, str]:
    """Return the header where a column must be, and its name there."""
    alias, dot, name = column.partition(".")
    if dot and alias in output.lookup:
        lookup = output.lookup[alias]
        return _set_name(lookup.from_, lookup.record_set), name
    return _set_name(output.from_, output.record_set), column


def _set_name(name: str, record_set: str) -> str:
    return f"{name}/{record_set}" if record_set else name


def _made(output: Output) -> tuple[str, ...]:
    return (output.unpivot.name, output.unpivot.value) if output.unpivot else ()


def made_columns(context: Context) -> Iterator[AdapterError]:
    """Columns that `unpivot` makes are new and used (`adapter.made_column`, `adapter.made_unused`)."""
    for loc, output in context.outputs():
        used = {name for _, name in references.columns_of_output(output, loc)}
        header = (context.columns or {}).get(_set_name(output.from_, output.record_set), ())
        for key, name in zip(("name", "value"), _made(output), strict=False):
            if name in header:
                yield context.problem("adapter.made_column", (*loc, "unpivot", key), column=name)
            if name not in used:
                yield context.problem("adapter.made_unused", (*loc, "unpivot", key), column=name)


def ignored_unused(context: Context) -> Iterator[AdapterError]:
    """A column of an input is ignored by name only if no output reads it (`adapter.ignored_used`)."""
    used: dict[tuple[str, str], set[str]] = {}
    for loc, output in context.outputs():
        names = {name for _, name in references.columns_of_output(output, loc)}
        used.setdefault((output.from_, output.record_set), set()).update(names)
    for loc, output in context.outputs():
        for rank, name in enumerate(output.ignore):
            if name in used[output.from_, output.record_set]:
                yield context.problem("adapter.ignored_used", (*loc, "ignore", rank), column=name)


def ignored_once(context: Context) -> Iterator[AdapterError]:
    """A column of an input is ignored in one place (`adapter.ignored_twice`)."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for loc, output in context.outputs():
        for rank, name in enumerate(output.ignore):
            seen[output.from_, output.record_set, name] += 1
            if seen[output.from_, output.record_set, name] > 1:
                yield context.problem("adapter.ignored_twice", (*loc, "ignore", rank), column=name)


def lookup_used(context: Context) -> Iterator[AdapterError]:
    """Every lookup's alias is used by a field or a condition, or drops rows (`adapter.lookup_unused`)."""
    for loc, output in context.outputs():
        names = {name.partition(".")[0] for _, name in references.columns_of_output(output, loc) if "." in name}
        for alias, lookup in output.lookup.items():
            if alias not in names and not lookup.drop:
                yield context.problem("adapter.lookup_unused", (*loc, "lookup", alias), value=alias)
