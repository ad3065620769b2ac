"""An adapter that takes another one and changes parts, one way or the other.

What the new file gives again replaces what the old one gave, part by part: a parameter, an input (and in it one key,
one option, one record set, one alias, one key of `detect`), an output (found by its table, input, record set and
name; and in it one key, one field, one lookup, one condition of `where`), a file written (found by its name; and in it
one key, one option, one column, one lookup, one condition of `where`). A field, a column, a lookup or a condition given
again is replaced whole. `null`, unquoted, takes a part away; an output whose `fields`, or a file whose `columns`, is
`null` is taken away whole. The heading (id, version, title, vendor, evidence, sources) is each adapter's own and never
inherited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collecdata.catalogue.located import Items, Located, Node, Pairs
from collecdata.errors import AdapterError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["extend"]

OWN = frozenset({"adapter", "export", "id", "version", "title", "vendor", "evidence", "sources", "extends"})
"""Keys that are never inherited."""
INPUT: Mapping[str, Any] = {"detect": {}, "options": {"record_sets": {}}, "aliases": {}}
OUTPUT: Mapping[str, Any] = {"where": {}, "lookup": {}, "fields": {}}
FILE: Mapping[str, Any] = {"where": {}, "lookup": {}, "options": {}, "columns": {}}
ANY = "*"
PARTS: Mapping[str, Any] = {"params": {}, "inputs": {ANY: INPUT}}
"""Mappings that are changed part by part; anything else is replaced whole."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list whose elements are found by what they say, changed by parts, and taken away by emptying `content`."""

    identity: tuple[str, ...]
    parts: Mapping[str, Any]
    content: str


LISTS = {
    "outputs": _Listed(("table", "from", "record_set", "name"), OUTPUT, "fields"),
    "files": _Listed(("name",), FILE, "columns"),
}


def extend(base: Located, new: Located) -> Located:
    """Lay `new` over `base`; every value keeps its place in its own file.

    Raises `AdapterError` for a `null` that takes nothing away and for an output that may be one of several.
    """
    if not (isinstance(base.root, Pairs) and isinstance(new.root, Pairs)):
        return new
    problems: list[AdapterError] = []
    inherited = _without(base.root, OWN)
    listed = set(LISTS)
    merged = _merge(_without(inherited, listed), _without(new.root, listed), PARTS, problems)
    for name, shape in LISTS.items():
        made = _elements(inherited.pairs.get(name), new.root.pairs.get(name), shape, problems)
        if made is not None:
            merged.pairs[name] = made
            merged.keys[name] = (new.root if name in new.root.pairs else base.root).keys[name]
    if problems:
        raise AdapterError("adapter.invalid", at=new.root.at, problems=tuple(problems))
    return Located(merged)


def _without(pairs: Pairs, left_out: set[str] | frozenset[str]) -> Pairs:
    kept = {key: value for key, value in pairs.pairs.items() if key not in left_out}
    return Pairs(pairs.at, pairs=kept, keys={key: pairs.keys[key] for key in kept})


def _merge(base: Pairs, new: Pairs, parts: Mapping[str, Any], problems: list[AdapterError]) -> Pairs:
    made = Pairs(new.at, pairs=dict(base.pairs), keys=dict(base.keys))
    for key, value in new.pairs.items():
        old, inner = base.pairs.get(key), parts.get(key, parts.get(ANY))
        if value.is_null:
            _take_away(made, new, key, problems)
            continue
        if isinstance(old, Pairs) and isinstance(value, Pairs) and inner is not None:
            value = _merge(old, value, inner, problems)  # noqa: PLW2901
        made.pairs[key], made.keys[key] = value, new.keys[key]
    return made


def _take_away(made: Pairs, new: Pairs, key: str, problems: list[AdapterError]) -> None:
    if key in made.pairs:
        del made.pairs[key], made.keys[key]
    else:
        problems.append(AdapterError("adapter.extends_nothing", at=new.keys[key], key=key))


def _elements(base: Node | None, new: Node | None, shape: _Listed, problems: list[AdapterError]) -> Node | None:
    if not (isinstance(base, Items) and isinstance(new, Items)):
        return new or base
    made = list(base.items)
    for one in new.items:
        found = [rank for rank, old in enumerate(base.items) if _same(old, one, shape.identity)]
        if len(found) > 1:
            problems.append(AdapterError("adapter.extends_ambiguous", at=one.at, count=len(found)))
        elif found:
            old = base.items[found[0]]
            assert isinstance(old, Pairs) and isinstance(one, Pairs)  # noqa: S101, PT018 - both have an identity
            made[found[0]] = _merge(old, one, shape.parts, problems)
        else:
            made.append(one)
    gone = {
        rank for rank, old in enumerate(base.items) if made[rank] is not old and not _has(made[rank], shape.content)
    }
    return Items(new.at, items=tuple(one for rank, one in enumerate(made) if rank not in gone))


def _same(old: Node, new: Node, identity: tuple[str, ...]) -> bool:
    if not (isinstance(old, Pairs) and isinstance(new, Pairs)):
        return False
    return all(_text(old, key) == _text(new, key) for key in identity)


def _text(pairs: Pairs, key: str) -> str:
    return pairs.pairs[key].text if key in pairs.pairs else ""


def _has(one: Node, key: str) -> bool:
    return isinstance(one, Pairs) and key in one.pairs
